"""The bill: lines that add up, and beside them what is not priced, what is free and what nobody has assessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from aidc.catalog.prices import Term

_BILLED_HERE = ("gcp:", "google-native:", "kubernetes:")
"""Packages whose resources Google Cloud may bill."""

Kind = Literal["list", "discount", "free_tier", "credit"]


@dataclass(frozen=True, slots=True)
class Line:
    """One amount. `usd_per_month` is quantity × `usd_per_unit`, never rounded.

    `minimum_usd` and `maximum_usd` bound it where the quantity or the spot price moves. `item` is the price item (or the name of the
    allowance), `source` the short name of its source. `running` and `hours_each` are those of the charge.
    """

    resource: str
    type: str
    component: str
    kind: Kind
    item: str
    region: str
    term: Term
    quantity: Decimal
    unit: str
    usd_per_unit: Decimal
    usd_per_month: Decimal
    as_of: str
    source: str
    confidence: str
    by_usage: bool = False
    minimum_usd: Decimal | None = None
    maximum_usd: Decimal | None = None
    running: Decimal | None = None
    hours_each: Decimal | None = None
    note: str = ""

    @property
    def least(self) -> Decimal:
        """Return the least this line may come to."""
        return self.usd_per_month if self.minimum_usd is None else self.minimum_usd

    @property
    def most(self) -> Decimal:
        """Return the most this line may come to."""
        return self.usd_per_month if self.maximum_usd is None else self.maximum_usd


@dataclass(frozen=True, slots=True)
class Unpriced:
    """Something that costs money and is in no line."""

    resource: str
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Named:
    """A resource that is free, or waits for usage, or that nobody has assessed, and why."""

    resource: str
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bill:
    """A month of everything, in US dollars."""

    hours_per_month: Decimal
    lines: tuple[Line, ...]
    unpriced: tuple[Unpriced, ...] = ()
    needs_usage: tuple[Named, ...] = ()
    free: tuple[Named, ...] = ()
    not_assessed: tuple[Named, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def usd_per_month(self) -> Decimal:
        """Return what a month is expected to cost: list prices less discounts, free tiers and credits."""
        return _sum(line.usd_per_month for line in self.lines)

    @property
    def list_usd_per_month(self) -> Decimal:
        """Return the month after automatic and committed discounts, before free tiers and credits."""
        return _sum(line.usd_per_month for line in self.lines if line.kind in ("list", "discount"))

    @property
    def minimum_usd_per_month(self) -> Decimal:
        """Return the month with every autoscaled pool at its minimum and spot at its lowest of the history."""
        return _sum(line.least for line in self.lines)

    @property
    def maximum_usd_per_month(self) -> Decimal:
        """Return the month with every autoscaled pool at its maximum and spot at its highest of the history."""
        return _sum(line.most for line in self.lines)

    @property
    def is_lower_bound(self) -> bool:
        """Say whether something that costs money, or may, is missing from the total. What other clouds bill is no part of it."""
        return bool(self.unpriced) or any(named.type.startswith(_BILLED_HERE) for named in self.not_assessed)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
