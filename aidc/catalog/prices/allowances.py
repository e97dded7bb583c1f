"""Free tiers: how much of an item Google gives away each month, where, and to whom (a project or a whole billing account)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from aidc.catalog.prices.tables import open_table

Scope = Literal["project", "billing account"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """`quantity` units a month of the items together, in the regions named (names, first words of names, or all)."""

    name: str
    items: tuple[str, ...]
    regions: tuple[str, ...]
    quantity: Decimal
    unit: str
    scope: Scope
    as_of: str
    source: str

    def covers(self, item: str, region: str) -> bool:
        """Say whether an item of a region counts against this allowance."""
        return item in self.items and any(area == "all" or region == area or region.startswith(f"{area}-") for area in self.regions)


@cache
def allowances() -> tuple[Allowance, ...]:
    """Return every free tier known, in the order of the table."""
    with open_table("allowances.csv") as table:
        return tuple(
            Allowance(
                row["allowance"],
                tuple(row["items"].split(";")),
                tuple(row["regions"].split(";")),
                Decimal(row["quantity"]),
                row["unit"],
                "project" if row["scope"] == "project" else "billing account",
                row["as_of"],
                row["source"],
            )
            for row in csv.DictReader(table)
        )
