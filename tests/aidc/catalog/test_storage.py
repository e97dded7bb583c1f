"""Storage tiers: the capacities that Filestore accepts, and Cloud Storage classes from warm to cold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.storage import BUCKET_TIERS, FILESTORE_TIERS, CapacityBand

tiers = st.sampled_from(list(FILESTORE_TIERS.values()))
capacities = st.integers(1, 200_000)


@pytest.mark.parametrize(
    ("tier", "accepted", "refused"),
    [
        ("BASIC_HDD", [1024, 1025, 65433], [1, 1023, 65434]),
        ("BASIC_SSD", [2560, 2561, 65433], [2559, 65434]),
        ("ZONAL", [1024, 1280, 9984, 10240, 12800, 102400], [1025, 9985, 10239, 10496, 102401]),
        ("REGIONAL", [1024, 9984, 10240, 102400], [512, 10241]),
        ("ENTERPRISE", [1024, 1280, 10240], [1023, 1152, 10496]),
    ],
)
def test_a_tier_accepts_the_steps_of_its_bands_and_nothing_between(tier: str, accepted: list[int], refused: list[int]):
    assert [capacity for capacity in accepted if not FILESTORE_TIERS[tier].accepts(capacity)] == []
    assert [capacity for capacity in refused if FILESTORE_TIERS[tier].accepts(capacity)] == []


@given(tiers, capacities)
def test_the_nearest_capacity_is_accepted_and_a_legal_one_is_its_own_nearest(tier, capacity: int):
    nearest = tier.nearest(capacity)
    assert tier.accepts(nearest)
    assert (nearest == capacity) == tier.accepts(capacity)


@given(capacities)
def test_a_band_never_leaves_its_limits(capacity: int):
    nearest = CapacityBand(1024, 9984, 256).nearest(capacity)
    assert 1024 <= nearest <= 9984
    assert (nearest - 1024) % 256 == 0


def test_between_two_bands_the_larger_capacity_is_nearer_on_a_tie():
    zonal = FILESTORE_TIERS["ZONAL"]
    assert [zonal.nearest(capacity) for capacity in (10111, 10112, 10113)] == [9984, 10240, 10240]


def test_only_the_tiers_that_scale_take_keys_and_the_newer_protocol():
    assert {name for name, tier in FILESTORE_TIERS.items() if tier.cmek} == {"ZONAL", "REGIONAL", "ENTERPRISE"}
    assert {name for name, tier in FILESTORE_TIERS.items() if tier.nfs_v4} == {"ZONAL", "REGIONAL", "ENTERPRISE"}
    assert {name for name, tier in FILESTORE_TIERS.items() if tier.location == "region"} == {"REGIONAL", "ENTERPRISE"}


def test_colder_buckets_must_keep_objects_longer():
    assert {name: tier.storage_class for name, tier in BUCKET_TIERS.items()} == {
        "rapid": "RAPID",
        "hot": "STANDARD",
        "warm": "NEARLINE",
        "cold": "COLDLINE",
        "archive": "ARCHIVE",
    }
    days = [tier.min_storage_days for tier in BUCKET_TIERS.values()]
    assert days == sorted(days) == [0, 0, 30, 90, 365]
