"""Where things are: regions of zones, of pairs of regions and of resources, and which locations are allowed.

Pairs: "Bucket locations", Cloud Storage documentation. Multi-regions: the same, and "BigQuery locations".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

PAIRS = {
    "asia1": ("asia-northeast1", "asia-northeast2"),
    "eur4": ("europe-north1", "europe-west4"),
    "eur5": ("europe-west1", "europe-west2"),
    "eur7": ("europe-west2", "europe-west3"),
    "eur8": ("europe-west3", "europe-west6"),
    "nam4": ("us-central1", "us-east1"),
}
_REGION = re.compile(r"[a-z]+-[a-z]+\d+|(?:aws|azure)-[a-z0-9-]+")
_ZONE = re.compile(r"([a-z]+-[a-z]+\d+)-(?:[a-z]|ai\d[a-z]?)")


@lru_cache(maxsize=4096)
def region_of(place: str) -> str:
    """Return the region of a zone, and any other location in lower case as it is. Full names of locations are read from their end."""
    tail = place.strip().rstrip("/").rsplit("/", 1)[-1].lower()
    zone = _ZONE.fullmatch(tail)
    return zone[1] if zone else tail


def regions_of(place: str, within: Iterable[str] = ()) -> frozenset[str]:
    """Return the regions that a location names: itself, the two of a pair, or those chosen within it; none for a multi-region."""
    chosen = frozenset(region_of(region) for region in within if region)
    if chosen:
        return chosen
    named = region_of(place)
    return frozenset(PAIRS.get(named, (named,) if _REGION.fullmatch(named) else ()))


def disallowed(place: str, within: Iterable[str], allowed: Iterable[str]) -> str | None:
    """Return what is wrong with a location, or None. Allowed are patterns (europe-*, EU); with none, every location that names its regions."""
    patterns = [pattern.lower() for pattern in allowed]
    chosen = regions_of(place, within)
    if not patterns:
        return None if chosen else f"{place} leaves open in which region the data lies"
    if any(fnmatchcase(region_of(place), pattern) for pattern in patterns):
        return None
    outside = sorted(region for region in chosen or {region_of(place)} if not any(fnmatchcase(region, pattern) for pattern in patterns))
    return f"{', '.join(outside)} is not among the allowed locations ({', '.join(allowed)})" if outside else None
