"""Rates as a lookup would answer them: of several rows for one item and region, the latest that has a figure for the term."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from aidc.catalog.prices.folder import RATE_COLUMNS, Row, Tables


class Figure(NamedTuple):
    """A rate in US dollars a unit and the day of its row."""

    usd: Decimal
    as_of: str


Rates = dict[tuple[str, str], dict[str, Figure]]
"""By item and region: figures by column (on_demand, spot, …). Only what has a figure is in it."""


def rates_by_place(tables: Tables) -> Rates:
    """Return every rate of machines.csv and rates.csv by item and region. Cells that are no number are left out: `cells` finds them."""
    found: Rates = {}
    for item, row in (
        *((machine_item(row), row) for row in by_age(tables.machines)),
        *((row["item"], row) for row in by_age(tables.rates)),
    ):
        place = found.setdefault((item, row["region"]), {})
        place.update({column: Figure(figure, row["as_of"]) for column in RATE_COLUMNS if (figure := figure_of(row[column])) is not None})
    return found


def machine_item(row: Row) -> str:
    """Return the item of a row of machines.csv: a TPU chip is named so already."""
    name = row["machine_type"]
    return name if name.startswith("tpu.") else f"machine.{name}"


def by_age(rows: Iterable[Row]) -> list[Row]:
    """Return rows, oldest first."""
    return sorted(rows, key=lambda row: row["as_of"])


def figure_of(cell: str) -> Decimal | None:
    """Return the figure of a cell, or None where it is empty or none."""
    try:
        figure = Decimal(cell) if cell else None
    except ArithmeticError:
        return None
    return figure if figure is not None and figure.is_finite() else None
