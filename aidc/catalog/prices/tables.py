"""The price tables, read once and looked up by item, region and term.

Items are named by what they are: `machine.a3-highgpu-8g`, `tpu.v5e` (one chip), `n2.custom.vcpu`, `n1.gpu.T4`, `disk.pd-ssd.capacity`.
machines.csv and rates.csv hold one row for each item and region with a column for each term; services.csv one row for each tier. Where a
table names a whole area (all, us, eu, Americas) the SKU itself covers it; no price is ever taken from a neighbour.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import StringIO

from aidc.catalog.prices.price import COLUMN_OF_TERM, Price, Term, Tier

_Row = dict[str, str]

AREAS: dict[str, tuple[str, ...]] = {
    "us": ("us", "Americas"),
    "northamerica": ("Americas",),
    "southamerica": ("Americas",),
    "europe": ("eu",),
    "asia": ("asia",),
}
"""Areas that a SKU may cover, by the first word of a region's name."""


def open_table(name: str) -> StringIO:
    """Return a table of this package, to be read from its beginning."""
    return StringIO((files("aidc.catalog.prices") / name).read_text(encoding="utf-8"), newline="")


def price(item: str, region: str, term: Term = "on-demand") -> Price | None:
    """Return the price of an item in a region on a term, or None where no table has it."""
    for area in areas_of(region):
        if found := _price_in(item, area, region, term):
            return found
    return None


def areas_of(region: str) -> tuple[str, ...]:
    """Return under which names a price of a region may stand: its own, then the areas that it lies in."""
    return (region, *AREAS.get(region.split("-")[0], ()), "all")


def no_public_price(item: str) -> str | None:
    """Return why an item has no price at all, or None when nothing is known of it."""
    row = _reasons().get(item)
    return row["reason"] if row else None


@cache
def price_regions(item: str, term: Term = "on-demand") -> tuple[str, ...]:
    """Return where an item has a price on a term, sorted."""
    return tuple(area for area in sorted(_by_area(item)) if _price_in(item, area, area, term))


@cache
def priced_items() -> tuple[str, ...]:
    """Return every item that some table has, sorted."""
    return tuple(sorted(_lines()))


@cache
def source_text(source: str) -> str:
    """Return the words behind a source's short name. Raises KeyError."""
    with open_table("sources.csv") as table:
        return {row["source"]: row["text"] for row in csv.DictReader(table)}[source]


@cache
def _price_in(item: str, area: str, region: str, term: Term) -> Price | None:
    rows = _by_area(item).get(area, [])
    if rows and "from_quantity" in rows[0]:
        return _tiered(rows, item, region, term)
    column = COLUMN_OF_TERM[term]
    dated = [row for row in rows if row[column]]
    if not dated:
        return None
    row = max(dated, key=lambda row: row["as_of"])  # a later reading of the same rate replaces an earlier one
    return _of(row, item, region, term, (Tier(Decimal(0), Decimal(row[column])),))


def _tiered(rows: list[_Row], item: str, region: str, term: Term) -> Price | None:
    if COLUMN_OF_TERM[term] != "on_demand":
        return None
    tiers = sorted((Tier(Decimal(row["from_quantity"]), Decimal(row["usd"])) for row in rows), key=lambda tier: tier.from_quantity)
    return _of(rows[0], item, region, term, tuple(tiers))


def _of(row: _Row, item: str, region: str, term: Term, tiers: tuple[Tier, ...]) -> Price:
    sold = {"yes": True, "no": False}.get(row.get("sold", ""))
    per = Decimal(row.get("per") or 1)
    return Price(
        item, region, term, row["unit"], per, tiers, row["as_of"], row["confidence"], row["source"], row["note"], sold, row["region"]
    )


@cache
def _by_area(item: str) -> dict[str, list[_Row]]:
    """Return the rows of an item by the area that they hold in."""
    found: dict[str, list[_Row]] = {}
    for table, line in _lines().get(item, ()):
        row = dict(zip(_columns(table), next(csv.reader([line])), strict=True))
        if "machine_type" in row:
            row["item"], row["unit"] = item, "chip-hour" if row.pop("machine_type").startswith("tpu.") else "machine-hour"
        found.setdefault(row["region"], []).append(row)
    return found


@cache
def _lines() -> dict[str, list[tuple[str, str]]]:
    """Return every line by its item, with its table. A bill needs few of 22,000 lines, so only those asked for are cut into cells."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table in ("machines.csv", "rates.csv", "services.csv"):
        prefix = "machine." if table == "machines.csv" else ""
        for line in open_table(table).getvalue().split("\n")[1:]:
            name = line.partition(",")[0]
            if name:
                found.setdefault(name if name.startswith("tpu.") else prefix + name, []).append((table, line))
    return found


@cache
def _columns(table: str) -> tuple[str, ...]:
    return tuple(next(csv.reader(open_table(table))))


def _rows(name: str) -> Iterator[_Row]:
    with open_table(name) as table:
        lines = csv.reader(table)
        columns = next(lines)
        for cells in lines:  # a third of what csv.DictReader takes, and there are 22,000 lines
            yield dict(zip(columns, cells, strict=True))


@cache
def _reasons() -> dict[str, _Row]:
    return {row["item"]: row for row in _rows("no_public_price.csv")}
