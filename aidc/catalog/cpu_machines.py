"""Machine types without accelerators: size, architecture and the regions that sell them.

Source: gcloud machine type list as mirrored by Cyclenerd/google-cloud-pricing-cost-calculator@8bf3293 (as of 2026-08-17), in tables/cpu_machines.csv.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from aidc.catalog.gpu_machines import BootDisk

_HYPERDISK_ONLY_SERIES = frozenset({"c4", "c4a", "c4d", "c4n", "n4", "n4a", "n4d", "m4", "m4n", "x4", "h4d"})
"""Series of the fourth generation and later boot from Hyperdisk only (Compute Engine documentation, Hyperdisk machine support)."""


@dataclass(frozen=True, slots=True)
class CpuMachine:
    """One machine type without accelerators."""

    name: str
    series: str
    vcpu: float
    memory_gib: float
    architecture: str
    sold_regions: frozenset[str]

    @property
    def boot_disks(self) -> tuple[BootDisk, ...]:
        """Boot disk types, the usual one first."""
        if self.series in _HYPERDISK_ONLY_SERIES:
            return ("hyperdisk-balanced",)
        return ("pd-balanced", "pd-ssd", "pd-standard")


@cache
def cpu_machines() -> dict[str, CpuMachine]:
    """Return every machine type without accelerators, by name."""
    with (files("aidc.catalog") / "tables" / "cpu_machines.csv").open(encoding="utf-8") as table:
        return {
            row["machine_type"]: CpuMachine(
                row["machine_type"],
                row["series"],
                float(row["vcpu"]),
                float(row["memory_gib"]),
                row["architecture"],
                frozenset(row["sold_regions"].split()),
            )
            for row in csv.DictReader(table)
        }
