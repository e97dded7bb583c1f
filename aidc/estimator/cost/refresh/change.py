"""What a candidate moves, and what of it a person must accept before it replaces anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aidc.catalog.prices.folder import Tables
from aidc.catalog.prices.invariants import Violation, violations_unreviewed
from aidc.catalog.prices.invariants.rates_by_place import figure_of, rates_by_place

MOST_MOVED = Decimal("0.15")
MOST_MOVED_SPOT = Decimal("0.25")

Prices = dict[tuple[str, str, str], Decimal]
"""By item, region and term (or, of what has tiers, `from N`)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A price that is new (`before` is None), gone (`after` is None) or another than it was, in US dollars a unit."""

    item: str
    region: str
    term: str
    before: Decimal | None
    after: Decimal | None

    @property
    def moved(self) -> Decimal | None:
        """Return by which share of itself the price moved; None where it is new or gone."""
        return None if self.before is None or self.after is None else self.after / self.before - 1

    @property
    def needs_a_person(self) -> bool:
        """Say whether it moves more than a refresh may by itself: 15 %, spot 25 %; a price that is gone always does."""
        if self.moved is None:
            return self.after is None
        return abs(self.moved) > (MOST_MOVED_SPOT if self.term == "spot" else MOST_MOVED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a candidate breaks and what it moves, the largest moves first."""

    violations: tuple[Violation, ...]
    changes: tuple[Change, ...]

    @property
    def to_accept(self) -> tuple[Change, ...]:
        """Return the changes that a person must accept."""
        return tuple(change for change in self.changes if change.needs_a_person)


def judge(before: Tables, after: Tables) -> Verdict:
    """Return what a candidate breaks and moves against the tables that it would replace."""
    old, new = _prices(before), _prices(after)
    changes = [Change(*key, old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
    changes.sort(
        key=lambda change: -abs(change.moved) if change.moved is not None else Decimal(-10) if change.after is None else Decimal(1)
    )
    return Verdict(tuple(violations_unreviewed(after)), tuple(changes))


def _prices(tables: Tables) -> Prices:
    return dict([*_by_term(tables), *_by_tier(tables)])


def _by_term(tables: Tables) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
    for (item, region), figures in rates_by_place(tables).items():
        for term, figure in figures.items():
            yield (item, region, term), figure.usd


def _by_tier(tables: Tables) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
    for row in tables.services:
        usd, per = figure_of(row["usd"]), figure_of(row["per"])
        if usd is not None and per:
            yield (row["item"], row["region"], f"from {row['from_quantity']}"), usd / per
