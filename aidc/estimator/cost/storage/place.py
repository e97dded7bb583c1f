"""Where a bucket is: a region, a multi-region, a pair of regions or a zone. It decides every rate of the bucket.

A predefined pair is sold under its code (NAM4, EUR4, ASIA1). Any other pair bills the dual-region rate of each of its two regions. Source: Cloud
Storage documentation, bucket locations; Cloud Storage price page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from aidc.catalog.bucket_pairs import PREDEFINED_PAIRS
from aidc.estimator.cost.reader import Reader

PlaceKind = Literal["region", "multi-region", "dual-region", "pair", "zone"]
_ZONE = re.compile(r"^[a-z]+-[a-z]+\d+-[a-z]+\d*[a-z]?$")
_MULTI_REGIONS = {"us": "us-multi", "eu": "europe-multi", "asia": "asia-multi"}
_PAIR_OF_CODE = {code.lower(): tuple(sorted(regions)) for regions, code in PREDEFINED_PAIRS.items()}
_PRICED_CODES = ("nam4", "eur4", "asia1")
DEFAULT_LOCATION = "us"
"""Where Cloud Storage puts a bucket that names no location. Source: Cloud Storage JSON API, buckets resource."""


@dataclass(frozen=True, slots=True)
class Place:
    """`regions` are those of the price table that the stored bytes are billed in; `sends_from` is where its traffic starts."""

    kind: PlaceKind
    regions: tuple[str, ...]
    sends_from: str

    @property
    def is_replicated(self) -> bool:
        """Say whether every written byte is copied to another region."""
        return self.kind in ("multi-region", "dual-region", "pair")


def place_of(reader: Reader) -> Place:
    """Return the place of a bucket. Raises Unreadable for a location that nobody knows yet."""
    location = (reader.text("location") or reader.output("location") or DEFAULT_LOCATION).lower()
    chosen = tuple(sorted(name.lower() for name in reader.texts("customPlacementConfig.dataLocations")))
    if len(chosen) == 1 and _ZONE.match(chosen[0]):
        return _zonal(chosen[0])
    if len(chosen) == 2:
        return _pair_of(chosen)
    if location in _MULTI_REGIONS:
        return Place("multi-region", (_MULTI_REGIONS[location],), location)
    if location in _PAIR_OF_CODE:
        return _coded(location)
    return _zonal(location) if _ZONE.match(location) else Place("region", (location,), location)


def _zonal(zone: str) -> Place:
    region = zone.rsplit("-", 1)[0]
    return Place("zone", (region,), region)


def _pair_of(regions: tuple[str, ...]) -> Place:
    code = next((code for code, pair in _PAIR_OF_CODE.items() if pair == regions), "")
    return _coded(code) if code in _PRICED_CODES else Place("pair", regions, regions[0])


def _coded(code: str) -> Place:
    regions = _PAIR_OF_CODE[code]
    return Place("dual-region", (code,), regions[0]) if code in _PRICED_CODES else Place("pair", regions, regions[0])
