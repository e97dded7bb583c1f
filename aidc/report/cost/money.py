"""Money in documents: exact, as text."""

from __future__ import annotations

from decimal import Decimal


def money(amount: Decimal) -> str:
    """Return an exact amount as text, without an exponent; at most 12 decimals, for discounts have no end."""
    text = f"{amount:.12f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
