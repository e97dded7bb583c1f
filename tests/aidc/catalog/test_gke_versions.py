"""GKE versions compare as numbers, and a machine's floor depends on how it is had."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.gke_versions import gke_version, is_older, min_gke_version
from aidc.catalog.gpu_families import A3_HIGH_PART, A4
from aidc.catalog.tpus import TPU_GENERATIONS

parts = st.tuples(*[st.integers(0, 3_000_000)] * 4)


@given(parts, parts)
def test_versions_compare_part_by_part_as_numbers(one: tuple[int, ...], other: tuple[int, ...]):
    def written(numbers: tuple[int, ...]) -> str:
        return "{}.{}.{}-gke.{}".format(*numbers)

    assert gke_version(written(one)) == one
    assert is_older(written(one), written(other)) == (one < other)


@pytest.mark.parametrize("text", ["", "1.35", "1.35.8", "1.35.8-gke", "v1.35.8-gke.1", "1.35.8-gke.1 ", "latest"])
def test_what_is_no_version_is_not_compared(text: str):
    assert gke_version(text) is None
    with pytest.raises(ValueError, match="are not both GKE versions"):
        is_older(text, "1.35.8-gke.1")


def test_flex_start_may_need_a_newer_control_plane():
    assert min_gke_version(A4, "reservation") == "1.32.2-gke.1475000"
    assert min_gke_version(A4, "flex-start") == min_gke_version(A4, "queued") == "1.32.2-gke.1652000"
    assert min_gke_version(TPU_GENERATIONS["v6e"], "flex-start") == "1.33.5-gke.2392000"


def test_no_floor_is_none_and_not_the_oldest_version():
    assert min_gke_version(A3_HIGH_PART, "spot") is None
