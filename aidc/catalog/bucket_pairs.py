"""Pairs of regions that hold a bucket together.

A predefined pair has a location code of its own, and is sold under that alone. Any other pair is configurable: both regions stand under one location
code, and the bucket names the two. Pairs inside Germany, Italy, Canada, India and Australia stand under the code of the country.
"""

from __future__ import annotations

from dataclasses import dataclass

from aidc.catalog.source import BUCKET_LOCATION_PAGE, Source


@dataclass(frozen=True, slots=True)
class BucketPair:
    """Two regions that can hold a bucket. `configurable` says that the bucket must name them beside the location code."""

    regions: tuple[str, str]
    location: str
    configurable: bool
    source: Source


PREDEFINED_PAIRS: dict[frozenset[str], str] = {
    frozenset({"asia-northeast1", "asia-northeast2"}): "ASIA1",
    frozenset({"europe-north1", "europe-west4"}): "EUR4",
    frozenset({"europe-west1", "europe-west2"}): "EUR5",
    frozenset({"europe-west2", "europe-west3"}): "EUR7",
    frozenset({"europe-west3", "europe-west6"}): "EUR8",
    frozenset({"us-central1", "us-east1"}): "NAM4",
}
"""Location code of each predefined pair."""

CONFIGURABLE_REGIONS: dict[str, tuple[str, ...]] = {
    "DE": ("europe-west3", "europe-west10"),
    "IT": ("europe-west8", "europe-west12"),
    "ASIA": ("asia-east1", "asia-southeast1"),
    "AU": ("australia-southeast1", "australia-southeast2"),
    "CA": ("northamerica-northeast1", "northamerica-northeast2"),
    "EU": (
        "europe-central2",
        "europe-north1",
        "europe-southwest1",
        "europe-west1",
        "europe-west3",
        "europe-west4",
        "europe-west8",
        "europe-west9",
        "europe-west10",
        "europe-west12",
    ),
    "IN": ("asia-south1", "asia-south2"),
    "US": ("us-central1", "us-east1", "us-east4", "us-east5", "us-south1", "us-west1", "us-west2", "us-west3", "us-west4"),
}
"""Regions that can be paired with each other under a location code; the code of a country comes before that of its continent."""


def bucket_pair(first: str, second: str) -> BucketPair | None:
    """Return how two regions hold a bucket together, or None where Cloud Storage does not pair them."""
    pair = frozenset({first, second})
    if pair in PREDEFINED_PAIRS:
        return BucketPair((first, second), PREDEFINED_PAIRS[pair], False, BUCKET_LOCATION_PAGE)
    for location, regions in CONFIGURABLE_REGIONS.items():
        if len(pair) == 2 and pair <= set(regions):
            return BucketPair((first, second), location, True, BUCKET_LOCATION_PAGE)
    return None


def partners_of(region: str) -> list[str]:
    """Return the regions that Cloud Storage pairs with one, in alphabetical order."""
    every = {other for pair in PREDEFINED_PAIRS for other in pair} | {
        other for regions in CONFIGURABLE_REGIONS.values() for other in regions
    }
    return sorted(other for other in every if bucket_pair(region, other))
