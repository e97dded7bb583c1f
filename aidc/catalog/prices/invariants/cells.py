"""Every row can be read and traced: figures are figures, none is zero or a sentinel, keys are unique and sorted, sources and days are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from aidc.catalog.prices.folder import RATE_COLUMNS, Row, Tables
from aidc.catalog.prices.invariants.rates_by_place import figure_of
from aidc.catalog.prices.invariants.violation import Violation

CONFIDENCE_WORDS = ("verified", "verified-secondary", "secondary", "derived", "unverified", "none")
WITHOUT_A_DAY = ("unverified", "none")
"""How far a row may be trusted that names no day."""

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_SENTINEL_FROM = Decimal(100)
_SENTINEL_STEP = Decimal(50)
_NINES = re.compile(r"9{3,}(\.9*)?")


def cells(tables: Tables) -> Iterator[Violation]:
    """Yield what is wrong with single rows, and with the order of rows."""
    sources = {row["source"] for row in tables.sources}
    for name, rows, key, columns in (
        ("machines.csv", tables.machines, ("machine_type", "region", "as_of"), RATE_COLUMNS),
        ("rates.csv", tables.rates, ("item", "region", "as_of"), RATE_COLUMNS),
        ("services.csv", tables.services, ("item", "region", "from_quantity"), ("usd",)),
    ):
        for row in rows:
            where = f"{name} {' '.join(row[column] for column in key[:2])}"
            yield from _traceable(row, where, sources)
            for column in columns:
                yield from _figure(row[column], f"{where} {column}", hourly=name != "services.csv")
        yield from _ordered(name, [_key(row, key) for row in rows])
    for row in (*tables.allowances, *tables.no_public_price):
        if row["source"] not in sources:
            yield Violation("its source is not in sources.csv", row.get("allowance") or row["item"], row["source"] or "none")
    yield from _once("sources.csv", [(row["source"],) for row in tables.sources])


def _traceable(row: Row, where: str, sources: set[str]) -> Iterator[Violation]:
    if row["source"] not in sources:
        yield Violation("its source is not in sources.csv", where, row["source"] or "none")
    if row["confidence"] not in CONFIDENCE_WORDS:
        yield Violation("its confidence is no word of the tables", where, row["confidence"] or "none")
    if not _DAY.fullmatch(row["as_of"]) and (row["as_of"] or row["confidence"] not in WITHOUT_A_DAY):
        yield Violation("it names no day", where, row["as_of"] or "none")


def _figure(cell: str, where: str, *, hourly: bool) -> Iterator[Violation]:
    figure = figure_of(cell)
    if cell and figure is None:
        yield Violation("a price is no number", where, cell)
    elif figure is not None and figure <= 0:
        yield Violation("a price is not above zero", where, cell)
    elif figure is not None and hourly and is_sentinel(figure):
        yield Violation("a price is so round that it stands for a missing one", where, cell)


def is_sentinel(figure: Decimal) -> bool:
    """Say whether an hourly price is a stand-in: 100 or more by the half hundred (700.0 was seen for zones without a price), or all nines."""
    return (figure >= _SENTINEL_FROM and figure % _SENTINEL_STEP == 0) or bool(_NINES.fullmatch(f"{figure:f}"))


def _key(row: Row, columns: Sequence[str]) -> tuple[Any, ...]:
    first, second, last = (row[column] for column in columns)
    return (first, second, figure_of(last) or Decimal(0)) if columns[-1] == "from_quantity" else (first, second, last)


def _once(name: str, keys: list[tuple[Any, ...]]) -> Iterator[Violation]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield Violation("two rows have one key", f"{name} {key[0]}", " ".join(map(str, key)))


def _ordered(name: str, keys: list[tuple[Any, ...]]) -> Iterator[Violation]:
    yield from _once(name, keys)
    for before, after in pairwise(keys):
        if after[:2] < before[:2] or (name == "services.csv" and after < before):
            yield Violation("rows are not sorted", f"{name} {after[0]}", f"after {' '.join(map(str, before))}")
