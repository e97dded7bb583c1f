"""One price: what one unit of an item costs in a region on a term, and how far the figure can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Term = Literal["on-demand", "spot", "flex-start", "calendar", "1y", "3y", "reservation"]
"""How a unit is bought. A reservation is billed at the on-demand rate, used or not; 1y and 3y are commitments, billed for every hour of the term."""

COLUMN_OF_TERM: dict[Term, str] = {
    "on-demand": "on_demand",
    "reservation": "on_demand",
    "spot": "spot",
    "flex-start": "flex_start",
    "calendar": "calendar",
    "1y": "cud_1y",
    "3y": "cud_3y",
}

STALE_AFTER_DAYS = 90
STALE_AFTER_DAYS_SPOT = 30


@dataclass(frozen=True, slots=True)
class Tier:
    """From which monthly quantity (in the price's unit, not in `per` of them) a rate holds."""

    from_quantity: Decimal
    usd: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """Rate of an item: US dollars for `per` units. `tiers` begin at 0 and rise; most prices have one.

    `area` is where the SKU holds (a region, us, eu, all): the month's quantity of a tiered SKU is counted over the whole area.
    """

    item: str
    region: str
    term: Term
    unit: str
    per: Decimal
    tiers: tuple[Tier, ...]
    as_of: str
    confidence: str
    source: str
    note: str = ""
    sold: bool | None = None
    area: str = ""

    @property
    def usd_per_unit(self) -> Decimal:
        """Return the rate of one unit in the first tier."""
        return self.tiers[0].usd / self.per

    def is_stale(self, today: date) -> bool:
        """Say whether the row is older than its kind may be: 90 days, 30 for spot. A row that names no day at all is stale."""
        limit = STALE_AFTER_DAYS_SPOT if self.term == "spot" else STALE_AFTER_DAYS
        return not self.as_of or (today - first_day(self.as_of)).days > limit


def first_day(as_of: str) -> date:
    """Return the day of an as-of date; of a month or a year, its first."""
    year, month, day = [*map(int, as_of.split("-")), 1, 1][:3]
    return date(year, month, day)
