"""What must hold in the price tables, delivered or candidate: each function yields what breaks its rule; `violations` asks all of them."""

from __future__ import annotations

from aidc.catalog.prices.folder import Tables
from aidc.catalog.prices.invariants.cells import cells
from aidc.catalog.prices.invariants.histories import histories
from aidc.catalog.prices.invariants.machine_sums import machine_sums
from aidc.catalog.prices.invariants.rates_by_place import rates_by_place
from aidc.catalog.prices.invariants.relations import custom_shapes, regional_disks, tiers
from aidc.catalog.prices.invariants.reviewed import REVIEWED
from aidc.catalog.prices.invariants.terms import terms
from aidc.catalog.prices.invariants.violation import Violation

__all__ = ["REVIEWED", "Violation", "violations", "violations_unreviewed"]


def violations(tables: Tables) -> list[Violation]:
    """Return every violation of every rule, sorted, those that a person has reviewed included."""
    rates = rates_by_place(tables)
    return sorted(
        [
            *cells(tables),
            *terms(rates),
            *machine_sums(rates),
            *custom_shapes(tables, rates),
            *regional_disks(tables),
            *tiers(tables),
            *histories(tables),
        ]
    )


def violations_unreviewed(tables: Tables) -> list[Violation]:
    """Return the violations that block a refresh."""
    return [violation for violation in violations(tables) if violation.where not in REVIEWED]
