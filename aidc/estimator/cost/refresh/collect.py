"""Rates of many SKUs by item, region and term. What is zero, a stand-in, or said twice differently is missing, and the reason is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from aidc.catalog.prices.invariants.cells import is_sentinel
from aidc.estimator.cost.refresh.description import Column, priced_by
from aidc.estimator.cost.refresh.sku import Sku, Unusable, read_sku
from aidc.estimator.cost.refresh.subjects import Item
from aidc.estimator.cost.refresh.unit import in_unit

ALL_REGIONS = "all"
_REGION = re.compile(r"[a-z]+-[a-z]+\d+")
Tiers = tuple[tuple[Decimal, Decimal], ...]
"""From which quantity, US dollars a unit; at least one."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A SKU that prices an item of the tables and from which no price was taken, and why."""

    sku_id: str
    description: str
    reason: str


@dataclass(slots=True)
class Collected:
    """`tiers` by item, region and column, in the tables' units; `unmatched` counts SKUs that price nothing in the tables."""

    tiers: dict[tuple[str, str, Column], Tiers] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    unmatched: int = 0
    read: int = 0

    def rate(self, item: str, region: str, column: Column) -> Decimal | None:
        """Return the rate of an item that is not tiered, in a region or in all of them; None where there is none."""
        found = self.tiers.get((item, region, column)) or self.tiers.get((item, ALL_REGIONS, column))
        return found[0][1] if found and len(found) == 1 else None


def collect(answers: Iterable[Mapping[str, Any]]) -> Collected:
    """Return the rates of SKUs in the form of the API. The order of the SKUs changes nothing."""
    collected, sources = Collected(), dict[tuple[str, str, Column], list[tuple[Sku, Tiers]]]()
    for answer in answers:
        collected.read += 1
        _place(answer, collected, sources)
    for key, said in sources.items():
        if len({tiers for _, tiers in said}) == 1:
            collected.tiers[key] = said[0][1]
            continue
        ids = ", ".join(sorted(sku.sku_id for sku, _ in said))
        first = min((sku for sku, _ in said), key=lambda sku: sku.sku_id)
        item, region, column = key
        collected.dropped.append(Dropped(first.sku_id, first.description, f"{item} {region} {column} has different prices in {ids}"))
    _drop_dear_spot(collected)
    collected.dropped.sort(key=lambda one: (one.reason, one.description, one.sku_id))
    return collected


def _drop_dear_spot(collected: Collected) -> None:
    """Drop spot prices of Local SSD above on-demand: the catalogue has some. Of anything else such a price is a sign of a wrong list price and stays."""
    for item, region, column in [key for key in collected.tiers if key[0].endswith(".local_ssd") and key[2] == "spot"]:
        spot, listed = collected.rate(item, region, column), collected.rate(item, region, "on_demand")
        if spot is not None and listed is not None and spot >= listed:
            del collected.tiers[item, region, column]
            reason = f"its spot price of {spot.normalize():f} is not below on-demand ({listed.normalize():f})"
            collected.dropped.append(Dropped("", f"{item} {region}", reason))


def _place(answer: Mapping[str, Any], collected: Collected, sources: dict[tuple[str, str, Column], list[tuple[Sku, Tiers]]]) -> None:
    """Put the price of one SKU under every region it is sold in."""
    sku_id, description = str(answer.get("skuId", "")), str(answer.get("description", ""))
    try:
        sku = read_sku(answer)
        priced = priced_by(sku)
        if priced is None:
            collected.unmatched += 1
            return
        item, column = priced
        tiers = _tiers(sku, item)
    except Unusable as error:
        collected.dropped.append(Dropped(sku_id, description, str(error)))
        return
    collected.units[item.name] = item.unit
    for region in sku.regions:
        if region != "global" and not _REGION.fullmatch(region):
            continue  # us, eur4 and other areas: their prices do not hold for the regions in them
        place = ALL_REGIONS if region == "global" else region
        sources.setdefault((item.name, place, column), []).append((sku, tiers))


def _tiers(sku: Sku, item: Item) -> Tiers:
    """Return the tiers in the tables' unit. A first tier that is free is an allowance, not a price: what follows begins at 0 instead."""
    tiers = [(start, in_unit(usd, sku.usage_unit, item.unit)) for start, usd in sku.tiers]
    if len(tiers) > 1 and tiers[0][1] == 0:
        tiers = [(Decimal(0), tiers[1][1]), *tiers[2:]]
    if any(usd == 0 for _, usd in tiers):
        raise Unusable("its price is zero: a placeholder, not a price")
    if any(is_sentinel(usd) for _, usd in tiers):
        raise Unusable(f"its price of {tiers[0][1].normalize():f} is a stand-in for a missing one")
    return tuple(tiers)
