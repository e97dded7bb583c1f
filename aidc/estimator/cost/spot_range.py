"""The range in which a spot price has moved: lowest and highest of the year before its reading, where somebody has kept a history."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from aidc.catalog.prices import Price, spot_history
from aidc.catalog.prices.price import first_day

LOOK_BACK = timedelta(days=365)


def spot_range(price: Price) -> tuple[Decimal, Decimal] | tuple[None, None]:
    """Return the lowest and highest rate of the last year, the reading itself included; (None, None) when it is no spot price or has no history."""
    if price.term != "spot" or not price.item.startswith("machine."):
        return None, None
    changes = spot_history(price.item.removeprefix("machine."), price.region)
    if not changes:
        return None, None
    since = first_day(price.as_of) - LOOK_BACK
    before = [change for change in changes if change.first_seen <= since][-1:]  # the price that held when the year began
    rates = [change.spot_usd_per_hour for change in [*before, *(change for change in changes if change.first_seen > since)]]
    return min([*rates, price.usd_per_unit]), max([*rates, price.usd_per_unit])
