"""What is said of an accelerator that no list offers in a zone."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.blueprint.errors import Problem
from aidc.catalog.zones import offer_in, offers_of, region_of

SHOWN_PLACES = 12


def not_offered(path: str, what: str, family: str, zone: str) -> Iterator[Problem]:
    """Yield the problem of something that is not offered in a zone, with the places that have it."""
    if offer_in(family, zone):
        return
    places = list(dict.fromkeys(offer.zone or offer.region for offer in offers_of(family)))
    near = [place for place in places if region_of(place) == region_of(zone)]
    here = f" In this region: {', '.join(near)}." if near else ""
    shown = places[:SHOWN_PLACES]
    more = f" and {len(places) - len(shown)} more" if len(places) > len(shown) else ""
    yield Problem(0, path, f"{what} is not offered in {zone}.{here} Offered in: {', '.join(shown)}{more}")
