"""Figures of one item that follow from another: a regional disk from the zonal one, a custom shape from the predefined one, tiers from tiers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from aidc.catalog.prices.folder import Row, Tables
from aidc.catalog.prices.invariants.rates_by_place import Rates, figure_of
from aidc.catalog.prices.invariants.violation import Violation

TOLERANCE = Decimal("0.001")
CUSTOM_OVER_PREDEFINED = Decimal("1.05")
CUSTOM_SERIES = ("n1", "n2", "n2d", "n4", "n4a", "n4d", "e2")
_COMPUTED = ("derived", "unverified")
REGIONAL_OVER_ZONAL = Decimal(2)
_REGIONAL = "disk.regional."


def custom_shapes(tables: Tables, rates: Rates) -> Iterator[Violation]:
    """Yield rates of custom shapes that are not 1.05 times those of the predefined ones.

    Held for N1, and for every rate that was computed so. Google's own rates of other series differ in a region or two.
    """
    for row in tables.rates:
        series, _, what = row["item"].partition(".custom.")
        if series not in CUSTOM_SERIES or not what or (series != "n1" and row["confidence"] not in _COMPUTED):
            continue
        predefined = rates.get((f"{series}.predefined.{what}", row["region"]), {}).get("on_demand")
        custom = figure_of(row["on_demand"])
        if predefined and custom:
            yield from _times(custom, predefined.usd, CUSTOM_OVER_PREDEFINED, "the predefined rate", f"{row['item']} {row['region']}")


def regional_disks(tables: Tables) -> Iterator[Violation]:
    """Yield regional disks that do not cost twice the zonal ones."""
    usd = {(row["item"], row["region"]): figure_of(row["usd"]) for row in tables.services if row["item"].startswith("disk.")}
    for (item, region), regional in usd.items():
        zonal = usd.get((item.replace(_REGIONAL, "disk."), region))
        if item.startswith(_REGIONAL) and regional and zonal:
            yield from _times(regional, zonal, REGIONAL_OVER_ZONAL, "the zonal price", f"{item} {region}")


def tiers(tables: Tables) -> Iterator[Violation]:
    """Yield tiered prices that do not begin at 0, change their unit on the way, or rise."""
    of_place: dict[tuple[str, str], list[Row]] = {}
    for row in tables.services:
        of_place.setdefault((row["item"], row["region"]), []).append(row)
    for (item, region), rows in of_place.items():
        where = f"{item} {region}"
        if figure_of(rows[0]["from_quantity"]) != 0:
            yield Violation("its tiers do not begin at 0", where, f"the first begins at {rows[0]['from_quantity'] or 'nothing'}")
        if len({(row["unit"], row["per"]) for row in rows}) > 1:
            yield Violation("its tiers have different units", where, ", ".join(f"{row['per']} {row['unit']}" for row in rows))
        figures = [figure for row in rows if (figure := figure_of(row["usd"])) is not None]
        if any(after > before for before, after in pairwise(figures)):
            yield Violation("its tiers rise", where, ", ".join(map(str, figures)))


def _times(figure: Decimal, base: Decimal, times: Decimal, of: str, where: str) -> Iterator[Violation]:
    if abs(figure - base * times) > base * times * TOLERANCE:
        yield Violation(f"it is not {times} times {of}", where, f"{figure} and {base}")
