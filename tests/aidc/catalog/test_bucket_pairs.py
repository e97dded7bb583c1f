"""Pairs of regions: which hold a bucket together, and under which location code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.bucket_pairs import CONFIGURABLE_REGIONS, PREDEFINED_PAIRS, bucket_pair, partners_of
from aidc.catalog.regions import region_names

regions = st.sampled_from(sorted(region_names()))


@pytest.mark.parametrize(
    ("first", "second", "location", "configurable"),
    [
        ("us-central1", "us-east4", "US", True),
        ("us-central1", "us-east1", "NAM4", False),
        ("europe-west3", "europe-west10", "DE", True),
        ("europe-west8", "europe-west12", "IT", True),
        ("europe-west8", "europe-west9", "EU", True),
        ("europe-west2", "europe-west1", "EUR5", False),
        ("europe-west6", "europe-west3", "EUR8", False),
        ("asia-south1", "asia-south2", "IN", True),
    ],
)
def test_a_pair_has_the_published_location_code(first, second, location, configurable):
    pair = bucket_pair(first, second)
    assert pair is not None
    assert (pair.location, pair.configurable, pair.regions) == (location, configurable, (first, second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("europe-west2", "europe-west4"),
        ("europe-west6", "europe-west1"),
        ("northamerica-south1", "northamerica-northeast1"),
        ("northamerica-south1", "us-south1"),
        ("asia-east1", "asia-northeast1"),
        ("us-east1", "us-east1"),
    ],
)
def test_regions_that_are_not_published_as_a_pair_are_none(first, second):
    assert bucket_pair(first, second) is None


@given(regions, regions)
def test_a_pair_is_one_whichever_region_is_named_first(first, second):
    one, other = bucket_pair(first, second), bucket_pair(second, first)
    assert (one and one.location) == (other and other.location)
    assert (one is not None) == (second in partners_of(first))


def test_every_region_of_a_pair_is_a_region():
    every = {region for pair in PREDEFINED_PAIRS for region in pair} | {one for several in CONFIGURABLE_REGIONS.values() for one in several}
    assert every <= region_names()
