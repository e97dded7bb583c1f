"""Small price tables to break one rule at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aidc.catalog.prices.folder import COLUMNS, Row, Tables


def row(table: str, **cells: str) -> Row:
    """Return a row of a table: sound where nothing is said."""
    sound = {"as_of": "2026-07-30", "confidence": "verified", "source": "page", "per": "1", "from_quantity": "0", "region": "us-central1"}
    return {column: cells.get(column, sound.get(column, "")) for column in COLUMNS[table]}


@pytest.fixture
def machine() -> Callable[..., Row]:
    """Return a function that makes a row of machines.csv: `machine("a2-highgpu-1g", on_demand="3.67")`."""
    return lambda name, **cells: row("machines.csv", machine_type=name, **cells)


@pytest.fixture
def rate() -> Callable[..., Row]:
    """Return a function that makes a row of rates.csv."""
    return lambda item, **cells: row("rates.csv", item=item, unit="hour", **cells)


@pytest.fixture
def service() -> Callable[..., Row]:
    """Return a function that makes a row of services.csv."""
    return lambda item, **cells: row("services.csv", **{"item": item, "unit": "GiB-month", "usd": "1.1", **cells})


@pytest.fixture
def tables() -> Callable[..., Tables]:
    """Return a function that puts rows together: `tables(machines=[…])`; everything else is empty, with the one source `page`."""

    def together(**rows: list[Row]) -> Tables:
        given: dict[str, Any] = {name.removesuffix(".csv"): () for name in COLUMNS}
        given["sources"] = ({"source": "page", "text": "a page"},)
        return Tables(**{**given, **{name: tuple(some) for name, some in rows.items()}})

    return together
