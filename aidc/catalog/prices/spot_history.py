"""What spot prices have been: every change seen for a few machines and regions, from which a range is shown instead of one number."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from aidc.catalog.prices.tables import open_table


@dataclass(frozen=True, slots=True)
class SpotChange:
    """A new spot price, in US dollars a machine-hour, and the day on which it was first seen."""

    first_seen: date
    on_demand_usd_per_hour: Decimal
    spot_usd_per_hour: Decimal


@cache
def _histories() -> dict[tuple[str, str], tuple[SpotChange, ...]]:
    histories: dict[tuple[str, str], list[SpotChange]] = {}
    with open_table("spot_history.csv") as table:
        for row in csv.DictReader(table):
            change = SpotChange(date.fromisoformat(row["first_seen"]), Decimal(row["on_demand"]), Decimal(row["spot"]))
            histories.setdefault((row["machine_type"], row["region"]), []).append(change)
    return {key: tuple(sorted(changes, key=lambda change: change.first_seen)) for key, changes in histories.items()}


def spot_history(machine_type: str, region: str) -> tuple[SpotChange, ...]:
    """Return the changes seen for a machine in a region, oldest first; empty where nobody has kept a history."""
    return _histories().get((machine_type, region), ())
