"""Where a family is, grouped by the kind of list that says so: a list is a claim of a certain strength, not capacity."""

from __future__ import annotations

from collections.abc import Sequence

from aidc.catalog.source import READ_ON, Source
from aidc.catalog.zones import LISTS, Offer, offers_of
from aidc.report.machines.fact import Fact, Group


def places_group(family: str) -> Group:
    """Return the zones of a family: one fact for each kind of list, the best first."""
    offers = offers_of(family)
    return Group("zones, by the kind of list that names them", tuple(_listed(kind, offers) for kind in LISTS if _of(kind, offers)))


def _of(kind: str, offers: Sequence[Offer]) -> list[Offer]:
    return [offer for offer in offers if offer.listed_in == kind]


def _listed(kind: str, offers: Sequence[Offer]) -> Fact:
    found = _of(kind, offers)
    places = sorted(offer.zone or f"{offer.region} (zone not published)" for offer in found)
    means = LISTS[kind]
    source = Source("; ".join(dict.fromkeys(offer.source for offer in found)), READ_ON, means.status)
    named = ", ".join(places)
    return Fact(f"zones.{kind}", kind, list(places), f"{named}\n({means.meaning})", source, named)
