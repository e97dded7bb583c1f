"""A price in a cell of a table."""

from __future__ import annotations

from decimal import Decimal

from aidc.report.cost.words import rate

NOTHING = "·"


def cell(amount: Decimal | None) -> str:
    """Return a rate to a millionth, or a dot where there is none."""
    return NOTHING if amount is None else rate(round(amount, 6))
