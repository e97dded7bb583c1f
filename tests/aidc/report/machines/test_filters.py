"""Filters narrow the list one after the other; an empty list says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aidc.catalog.zones import offers_of
from aidc.report.machines.entry import accelerator_entries, cpu_entries
from aidc.report.machines.filters import Filters, apply, why_nothing
from aidc.report.machines.need import Need
from aidc.report.machines.words import accelerators_of, fabrics_of


def _names(**given: object) -> list[str]:
    return [entry.name for entry in apply(Filters(**given))]  # pyright: ignore[reportArgumentType]


def test_without_a_filter_everything_with_accelerators_is_there_in_the_order_of_the_catalogue():
    assert apply(Filters()) == list(accelerator_entries())
    assert apply(Filters(kind="cpu")) == list(cpu_entries())


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (Filters(kind="tpu"), lambda entry: entry.kind == "tpu"),
        (Filters(mode="spot"), lambda entry: "spot" in entry.capacity_modes),
        (Filters(region="europe-west4"), lambda entry: any(offer.region == "europe-west4" for offer in entry.offers)),
        (Filters(arch="arm64"), lambda entry: entry.architecture == "arm64"),
        (Filters(fabric="roce", fabrics=fabrics_of("roce")), lambda entry: entry.fabric.name.startswith("roce")),
        (Filters(accelerator="h100", accelerators=accelerators_of("h100")), lambda entry: entry.accelerator.startswith("H100")),
    ],
    ids=["kind", "mode", "region", "arch", "fabric", "accelerator"],
)
def test_a_filter_keeps_exactly_what_it_names(filters: Filters, holds: Callable):
    kept = apply(filters)
    assert kept == [entry for entry in accelerator_entries() if holds(entry)]
    assert 0 < len(kept) < len(accelerator_entries())


def test_filters_combine():
    both = _names(mode="spot", region="us-central1")
    assert both == [name for name in _names(mode="spot") if name in _names(region="us-central1")]
    assert _names(arch="arm64", region="us-central1", mode="reservation") == ["a4x-highgpu-4g", "a4x-maxgpu-4g-metal"]


def test_a_zone_is_stricter_than_its_region_except_where_only_the_region_is_known():
    assert "ct5p-hightpu-4t" in _names(zone="us-central1-a")
    assert "ct5p-hightpu-4t" not in _names(zone="us-central1-b")
    assert "ct5p-hightpu-4t" in _names(region="us-central1")
    regional = next(offer for offer in offers_of("g4") if not offer.zone)
    assert "g4-standard-48" in _names(zone=f"{regional.region}-x")


def test_an_ai_zone_is_a_zone():
    assert _names(zone="us-central1-ai1a", kind="tpu") == ["tpu7x-standard-1t", "tpu7x-standard-4t"]


def test_a_need_drops_what_no_number_of_machines_meets():
    kept = _names(need=Need(1000), kind="tpu")
    assert kept == ["ct3p-hightpu-4t", "ct4p-hightpu-4t", "ct5lp-hightpu-4t", "ct5p-hightpu-4t", "ct6e-standard-4t", "tpu7x-standard-4t"]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (
            Filters(accelerator="b200", accelerators=accelerators_of("b200"), region="europe-west9"),
            "no machine is left after --region europe-west9; the last before it: a4-highgpu-8g. "
            "Nearest: --region europe-north1, --region europe-west4, --region asia-northeast1, --region asia-southeast1 and 6 more",
        ),
        (
            Filters(arch="arm64", mode="spot"),
            "no machine is left after --mode spot; the last before it: a4x-highgpu-4g, a4x-maxgpu-4g-metal. Nearest: --mode reservation",
        ),
        (
            Filters(arch="arm64", mode="spot", region="us-west1"),
            "no machine is left after --mode spot; the last before it: a4x-highgpu-4g, a4x-maxgpu-4g-metal. "
            "Nearest: --mode reservation, with one filter less",
        ),
        (
            Filters(accelerator="l4", accelerators=accelerators_of("l4"), need=Need(1000)),
            "no machine is left after --hbm-gib 1000; the last before it: g2-standard-4, g2-standard-8, g2-standard-12, g2-standard-16 "
            "and 4 more. Nearest: at most 178.8 in g2-standard-96",
        ),
        (
            Filters(kind="cpu", accelerator="v5p", accelerators=accelerators_of("v5p")),
            "no machine is left after --accelerator v5p; the last before it: c2-standard-16, c2-standard-30, c2-standard-4, c2-standard-60 "
            "and 515 more. Nearest: --kind tpu",
        ),
        (
            Filters(accelerator="v6e", accelerators=accelerators_of("v6e"), need=Need(bf16_pflops=1000)),
            "no machine is left after --bf16-pflops 1000; the last before it: ct6e-standard-1t, ct6e-standard-4t, ct6e-standard-8t. "
            "Nearest: at most 235 in ct6e-standard-4t",
        ),
    ],
    ids=["region", "mode", "two of them", "memory", "kind", "peak"],
)
def test_an_empty_list_says_what_emptied_it_and_what_is_near(filters: Filters, said: str):
    assert apply(filters) == []
    assert str(why_nothing(filters)) == said


def test_every_nearest_region_has_what_was_asked_for():
    filters = Filters(accelerator="b200", accelerators=accelerators_of("b200"), region="europe-west9")
    for option in why_nothing(filters).nearest:
        assert _names(accelerator="b200", accelerators=filters.accelerators, region=option.removeprefix("--region ")) == ["a4-highgpu-8g"]
