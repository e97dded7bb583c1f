"""Regions as sites: power, and which accelerators any list has there. Which rows of lists count follows from the filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aidc.catalog.regions import Region, region_names, regions
from aidc.catalog.zones import LISTS, Offer, region_of
from aidc.report.machines.entry import Entry
from aidc.report.machines.filters import Filters, apply


@dataclass(frozen=True, slots=True)
class Site:
    """One region; `energy` is None where nothing is published. Offers are the best of each family and zone."""

    region: str
    energy: Region | None
    offers: tuple[Offer, ...]

    @property
    def families(self) -> list[str]:
        """Families that are here, as the table of zones names them."""
        return list(dict.fromkeys(offer.family for offer in self.offers))

    def best(self, family: str) -> Offer:
        """Return the offer of a family that stands in the best list."""
        return min((offer for offer in self.offers if offer.family == family), key=rank)


def rank(offer: Offer) -> int:
    """Return how good the list of an offer is, the best 0."""
    return list(LISTS).index(offer.listed_in)


def sites(filters: Filters) -> list[Site]:
    """Return the regions that the filters leave, by name: all of them when nothing is asked about machines."""
    found = [entry for entry in apply(filters) if entry.accelerators]
    wanted = filters.region or region_of(filters.zone)
    names = [region for region in sorted(region_names()) if not wanted or region == wanted]
    made = [Site(region, regions().get(region), _offers(region, found, filters.zone)) for region in names]
    return [site for site in made if site.offers or not _narrowed(filters)]


def _narrowed(filters: Filters) -> bool:
    return bool(filters.accelerator or filters.arch or filters.fabric or filters.mode or filters.zone or filters.kind or filters.need)


def _offers(region: str, entries: Sequence[Entry], zone: str) -> tuple[Offer, ...]:
    here = {offer: None for entry in entries for offer in entry.offers if offer.region == region and (not zone or offer.zone in ("", zone))}
    best: dict[tuple[str, str], Offer] = {}
    for offer in sorted(here, key=rank):
        best.setdefault((offer.family, offer.zone), offer)
    return tuple(sorted(best.values(), key=lambda offer: (offer.family, offer.zone)))
