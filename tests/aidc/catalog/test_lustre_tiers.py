"""Tiers of Managed Lustre: the capacities that are sold, and the throughput that comes with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.lustre_tiers import LUSTRE_TIERS

tiers = st.sampled_from(list(LUSTRE_TIERS.values()))
capacities = st.integers(1, 100_000_000)


@pytest.mark.parametrize(
    ("tier", "smallest", "step", "threshold", "larger_step", "largest"),
    [
        (1000, 9_000, 9_000, 1_530_000, 72_000, 10_008_000),
        (500, 18_000, 18_000, 3_060_000, 144_000, 20_016_000),
        (250, 36_000, 36_000, 6_120_000, 288_000, 40_032_000),
    ],
)
def test_a_tier_takes_larger_steps_above_its_threshold(tier, smallest, step, threshold, larger_step, largest):
    found = LUSTRE_TIERS[tier]
    legal = [smallest, smallest + step, threshold - step, threshold, largest - larger_step, largest]
    assert [capacity for capacity in legal if found.band_of(capacity) is None] == []
    illegal = [smallest - step, smallest - 1, smallest + 1, threshold + step, largest - step, largest + larger_step]
    assert [capacity for capacity in illegal if found.band_of(capacity) is not None] == []
    assert found.around(threshold + 1)[1] % larger_step == 0, "the larger steps count from nothing, as the maximum shows"


@pytest.mark.parametrize(("tier", "step", "largest"), [(125, 72_000, 12_240_000), ("dynamic", 472_000, 84_016_000)])
def test_a_tier_of_one_step_has_one_band(tier, step, largest):
    [band] = LUSTRE_TIERS[tier].bands
    assert (band.min_gib, band.step_gib, band.max_gib) == (step, step, largest)


@given(tiers, capacities)
def test_the_capacities_around_an_illegal_one_are_legal_and_have_none_between(tier, capacity: int):
    around = tier.around(capacity)
    if tier.band_of(capacity) is not None:
        return
    assert around
    assert all(tier.band_of(legal) is not None for legal in around)
    if len(around) == 2:
        below, above = around
        smallest_step = min(band.step_gib for band in tier.bands)
        assert below < capacity < above
        assert not [between for between in range(below + smallest_step, above, smallest_step) if tier.band_of(between) is not None]


def test_every_band_ends_on_a_step_and_throughput_grows_with_capacity():
    for tier in LUSTRE_TIERS.values():
        for band in tier.bands:
            assert (band.max_gib - band.min_gib) % band.step_gib == 0
        assert tier.mb_per_s(1024) == tier.mb_per_s_per_tib == (25 if tier.name == "dynamic" else tier.name)
    assert LUSTRE_TIERS[1000].mb_per_s(18_000) == 17_578
