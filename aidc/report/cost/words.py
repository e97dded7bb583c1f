"""Money, lines and reasons in words. Rounds; nothing below it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from aidc.estimator.cost import Bill
from aidc.estimator.cost.bill import Named
from aidc.report.cost.answer import CostAnswer
from aidc.report.units import plural


def usd(amount: Decimal, *, sign: bool = False) -> str:
    """Return an amount in dollars and cents: 1,234.56; what is there at all is never shown as nothing."""
    if amount and abs(amount) < Decimal("0.005"):
        return "<0.01" if amount > 0 else ">-0.01"
    return f"{amount:{'+' if sign else ''},.2f}"


def rate(amount: Decimal) -> str:
    """Return a rate with what it needs: at least two decimals, at most eight."""
    text = f"{amount:,.8f}".rstrip("0")
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(2, '0')}"


def quantity(number: Decimal) -> str:
    """Return a quantity with thousands separators and at most three decimals."""
    return f"{number:,.3f}".rstrip("0").rstrip(".")


def total(bill: Bill) -> str:
    """Return the month in words: at least when something has no price."""
    return f"{'at least ' if bill.is_lower_bound else ''}{usd(bill.usd_per_month)} USD a month"


def spread(bill: Bill) -> str:
    """Return between what the month moves, or nothing when it does not."""
    least, most = bill.minimum_usd_per_month, bill.maximum_usd_per_month
    return "" if least == most else f"{usd(least)} to {usd(most)} USD"


def by_type(items: Iterable[Named]) -> list[tuple[str, int, str]]:
    """Return (type, how many, reason of the first) by type."""
    counted: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for item in items:
        counted[item.type] += 1
        reasons.setdefault(item.type, item.reason)
    return [(kind, counted[kind], reasons[kind]) for kind in sorted(counted)]


def prices_of(answer: CostAnswer) -> str:
    """Return how old the prices are, and how many lines are stale."""
    lines = [line for line in answer.bill.lines if line.kind == "list" and line.as_of]
    if not lines:
        return "none was needed"
    days = sorted({line.as_of for line in lines})
    stale = sum(1 for line in lines if answer.is_stale(line))
    between = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    old = f"; {plural(stale, 'line')} of {len(lines)} on prices older than 90 days (spot: 30): `aidc prices refresh`" if stale else ""
    return f"list prices in USD of {between}, before tax{old}"


def confidence_of(answer: CostAnswer) -> str:
    """Return how much of the month stands on which confidence."""
    sums: dict[str, Decimal] = {}
    for line in answer.bill.lines:
        if line.kind == "list":
            sums[line.confidence] = sums.get(line.confidence, Decimal(0)) + line.usd_per_month
    whole = sum(sums.values(), Decimal(0))
    if not whole:
        return ""
    ordered = sorted(sums.items(), key=lambda item: -item[1])
    return ", ".join(f"{word} {amount / whole * 100:.0f} %" for word, amount in ordered if amount)
