"""Machine types without accelerators: size, architecture and the regions that sell them.

Source: gcloud machine type list as mirrored by Cyclenerd/google-cloud-pricing-cost-calculator@8bf3293 (as of 2026-08-17), in tables/cpu_machines.csv.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from aidc.catalog.capacity_modes import BootDisk

_HYPERDISK_ONLY_SERIES = frozenset({"c4", "c4a", "c4d", "c4n", "n4", "n4a", "n4d", "m4", "m4n", "x4", "h4d"})
"""Series of the fourth generation and later boot from Hyperdisk only (Compute Engine documentation, Hyperdisk machine support)."""

Confidential = Literal["SEV", "SEV_SNP", "TDX"]
CONFIDENTIAL_SERIES: dict[str, tuple[Confidential, ...]] = {"n2d": ("SEV", "SEV_SNP"), "c2d": ("SEV",), "c3d": ("SEV",), "c3": ("TDX",)}
"""Series whose machines are sold as confidential nodes, with the technologies GKE takes (Confidential VM documentation, supported
configurations, unverified: not read again for this table). Shapes of c3 with Local SSD and of less than four vCPU may be refused."""


@dataclass(frozen=True, slots=True)
class CpuMachine:
    """One machine type without accelerators."""

    name: str
    series: str
    vcpu: float
    memory_gib: float
    architecture: str
    sold_regions: frozenset[str]
    local_ssd_gib: float | None = None
    """Local SSD that the machine type brings along; None where the list does not say."""

    @property
    def confidential(self) -> tuple[Confidential, ...]:
        """Technologies of confidential nodes; empty where it is not sold as one."""
        return CONFIDENTIAL_SERIES.get(self.series, ())

    @property
    def boot_disks(self) -> tuple[BootDisk, ...]:
        """Boot disk types, the usual one first."""
        if self.series in _HYPERDISK_ONLY_SERIES:
            return ("hyperdisk-balanced",)
        return ("pd-balanced", "pd-ssd", "pd-standard")


@cache
def listed_regions() -> frozenset[str]:
    """Return the regions that the list knows. Of another one (us-central2, which has TPU v4 alone) it says nothing, not that nothing is sold."""
    return frozenset(region for machine in cpu_machines().values() for region in machine.sold_regions)


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
                float(row["local_ssd_gib"]) if row["local_ssd_gib"] else None,
            )
            for row in csv.DictReader(table)
        }
