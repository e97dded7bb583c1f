"""Histories of spot prices: one price a day, in the order of days, each above nothing and below on-demand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from aidc.catalog.prices.folder import Row, Tables
from aidc.catalog.prices.invariants.rates_by_place import figure_of
from aidc.catalog.prices.invariants.violation import Violation


def histories(tables: Tables) -> Iterator[Violation]:
    """Yield what is wrong with the rows of spot_history.csv."""
    for row in tables.spot_history:
        spot, listed = figure_of(row["spot"]), figure_of(row["on_demand"])
        if spot is None or listed is None or not 0 < spot < listed:
            yield Violation("spot is not between nothing and on_demand", _where(row), f"{row['spot']} and {row['on_demand']}")
        if not _is_day(row["first_seen"]):
            yield Violation("a change names no day", _where(row), row["first_seen"] or "none")
    for before, after in pairwise(tables.spot_history):
        if _key(after) <= _key(before):
            yield Violation("changes are not in the order of days", _where(after), f"{after['first_seen']} after {before['first_seen']}")


def _where(row: Row) -> str:
    return f"spot_history.csv {row['machine_type']} {row['region']}"


def _key(row: Row) -> tuple[str, str, str]:
    return row["machine_type"], row["region"], row["first_seen"]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
