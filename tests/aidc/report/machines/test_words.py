"""Words of the command line: what they stand for, and what is said about those that stand for nothing."""

from __future__ import annotations

import pytest

from aidc.catalog.gpus import GPUS
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.report.machines.words import UnknownWord, accelerator_words, accelerators_of, asked, fabrics_of


@pytest.mark.parametrize(
    ("word", "stands_for"),
    [
        ("h100", ("nvidia-h100-80gb", "nvidia-h100-mega-80gb")),
        ("H100 80GB", ("nvidia-h100-80gb",)),
        ("b200", ("nvidia-b200",)),
        ("a100", ("nvidia-tesla-a100", "nvidia-a100-80gb")),
        ("nvidia-tesla-a100", ("nvidia-tesla-a100",)),
        ("a100-80gb", ("nvidia-a100-80gb",)),
        ("v5", ("tpu-v5-lite-podslice", "tpu-v5p-slice")),
        ("TPU v5p", ("tpu-v5p-slice",)),
        ("trillium", ("tpu-v6e-slice",)),
        ("Ironwood", ("tpu7x",)),
    ],
)
def test_an_accelerator_has_several_names(word, stands_for):
    assert accelerators_of(word) == stands_for


def test_every_accelerator_is_found_by_its_short_name_and_by_that_of_gke():
    names = [*GPUS, *(generation.gke_accelerator for generation in TPU_GENERATIONS.values())]
    assert {accelerators_of(word) for word in accelerator_words()} == {(name,) for name in names}
    assert [accelerators_of(name) for name in names] == [(name,) for name in names]


def test_a_fabric_goes_before_those_that_begin_like_it():
    assert fabrics_of("tcpx") == ("tcpx",)
    assert fabrics_of("tcp") == ("tcpx", "tcpxo")
    assert fabrics_of("roce") == ("roce8", "roce4", "roce8-metal")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "gpus"}, "--kind gpus: is not one of gpu, tpu, cpu. Did you mean gpu?"),
        ({"arch": "arm"}, "--arch arm: is not one of amd64, arm64. Did you mean arm64?"),
        ({"mode": "sopt"}, "--mode sopt: is not one of on-demand, spot, flex-start, queued, reservation, calendar. Did you mean spot?"),
        ({"region": "us-centrl1"}, "--region us-centrl1: is not a region of the catalogue. Did you mean us-central1?"),
        ({"zone": "us-central1-ai"}, "--zone us-central1-ai: is not a zone of the catalogue. Did you mean us-central1-ai1a?"),
        (
            {"fabric": "tpcxo"},
            "--fabric tpcxo: is not one of primary-only, fast-socket, tcpx, tcpxo, roce8, roce4, roce8-metal, dcn, nic2, ici. Did you mean tcpxo?",
        ),
        ({"accelerator": "v2"}, "--accelerator v2: v2 is not on GKE; use v5e"),
        ({"accelerator": "h2OO"}, f"--accelerator h2OO: is not one of {', '.join(accelerator_words())}."),
    ],
)
def test_a_wrong_word_is_refused_with_what_is_allowed(given, said):
    words = dict.fromkeys(("kind", "region", "zone", "mode", "accelerator", "hbm_gib", "bf16_pflops", "arch", "fabric"))
    with pytest.raises(UnknownWord) as refused:
        asked(**{**words, **given})
    assert refused.value.texts == (said,)


def test_every_wrong_word_is_said_at_once():
    with pytest.raises(UnknownWord) as refused:
        asked("gpus", "mars1", None, "sopt", None, None, None, None, None)
    assert [text.partition(":")[0] for text in refused.value.texts] == ["--kind gpus", "--mode sopt", "--region mars1"]
