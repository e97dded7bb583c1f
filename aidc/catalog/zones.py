"""Where each accelerator family is offered, and what kind of list says so.

An `api-catalogue` row means that an API lists the offer, not that capacity is for sale there; `official` means that Google's page names the zone.
Source and kind of every row: tables/accelerator_zones.csv (read 2026-11-22).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from aidc.catalog.source import Status


class ListKind(NamedTuple):
    """A kind of list that names zones: what a row of it means, and how far that can be trusted."""

    meaning: str
    status: Status


LISTS: dict[str, ListKind] = {
    "official": ListKind("Google's page of regions and zones names it", "verified"),
    "official via third party": ListKind("a third party quotes Google's page, which was not read itself", "verified"),
    "flex-start": ListKind("a table of zones that take flex-start", "verified"),
    "priced region": ListKind("Google's price list has a price in the region; the zone is not published", "verified"),
    "api-catalogue": ListKind(
        "an API lists the offer, which is not capacity: ask for quota and a reservation before you count on it", "unverified"
    ),
    "single-tenant (older page)": ListKind("an older version of Google's page names it for single tenants", "unverified"),
    "third party": ListKind("a third party's guide uses it", "unverified"),
    "test config": ListKind("a published test uses it", "unverified"),
}
"""Every kind in the table, the best first (trap T094)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One accelerator family in one zone; `zone` is empty where only the region is known."""

    family: str
    region: str
    zone: str
    listed_in: str
    source: str


@cache
def _offers() -> tuple[Offer, ...]:
    with (files("aidc.catalog") / "tables" / "accelerator_zones.csv").open(encoding="utf-8") as table:
        return tuple(Offer(row["family"], row["region"], row["zone"], row["list"], row["source"]) for row in csv.DictReader(table))


def offers() -> tuple[Offer, ...]:
    """Return every known offer, as the table has them."""
    return _offers()


def offers_of(family: str) -> list[Offer]:
    """Return every known offer of a family (a2-ultragpu, v6e, …), best list first as the table has them."""
    return [offer for offer in _offers() if offer.family == family]


def offer_in(family: str, zone: str) -> Offer | None:
    """Return the offer of a family in a zone, or None when no list has it. A region-only row counts for every zone of the region."""
    region = region_of(zone)
    matches = [offer for offer in offers_of(family) if offer.zone == zone or (not offer.zone and offer.region == region)]
    return matches[0] if matches else None


def region_of(zone: str) -> str:
    """Return the region of a zone. AI zones (us-central1-ai1a) have longer suffixes, so split at the last dash."""
    return zone.rpartition("-")[0]


def is_zone_of(zone: str, region: str) -> bool:
    """Tell whether a text has the form of a zone of a region: us-central1-a, or us-central1-ai1a for an AI zone."""
    return region_of(zone) == region and re.fullmatch(r"(ai[0-9]+)?[a-z]", zone.rpartition("-")[2]) is not None


def is_ai_zone(zone: str) -> bool:
    """Tell whether a zone is an AI zone; those must stay out of a regional cluster's own node locations."""
    return zone.rpartition("-")[2].startswith("ai")
