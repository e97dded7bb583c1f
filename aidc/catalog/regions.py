"""Regions: where they are, how clean their power is and how efficiently it is used.

Carbon: Google's published yearly table; PUE: Google's environmental report, fleet mean where a region has no site of its own (`pue_basis`).
Source and date of every row: tables/regions.csv (read 2026-11-22).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from aidc.catalog.cpu_machines import cpu_machines


@dataclass(frozen=True, slots=True)
class Region:
    """One region. `cfe_fraction` is the share of carbon-free energy, hour by hour, over the carbon year."""

    name: str
    place: str
    cfe_fraction: float | None
    grid_gco2_per_kwh: float | None
    carbon_year: str
    pue: float | None
    pue_basis: str
    source: str


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def regions() -> dict[str, Region]:
    """Return the regions with published energy facts, by name."""
    with (files("aidc.catalog") / "tables" / "regions.csv").open(encoding="utf-8") as table:
        return {
            row["region"]: Region(
                row["region"],
                row["place"],
                _number(row["cfe_fraction"]),
                _number(row["grid_gco2_per_kwh"]),
                row["carbon_year"],
                _number(row["pue"]),
                row["pue_basis"],
                row["source"],
            )
            for row in csv.DictReader(table)
        }


@cache
def region_names() -> frozenset[str]:
    """Return every region name known: those with energy facts and those in which any machine is sold."""
    sold = {region for machine in cpu_machines().values() for region in machine.sold_regions}
    return frozenset(regions()) | sold
