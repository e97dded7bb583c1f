"""Hyperdisk types and Hyperdisk storage pools: sizes, and the performance that may be provisioned at each size.

Left out: Hyperdisk Balanced High Availability, a regional resource whose throughput two states of its page give differently (1,200 and 2,400 MiB/s).
What a machine can draw from its disks is a limit of the machine and stands nowhere here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from aidc.catalog.source import (
    HYPERDISK_BALANCED_PAGE,
    HYPERDISK_EXTREME_PAGE,
    HYPERDISK_ML_PAGE,
    HYPERDISK_THROUGHPUT_PAGE,
    STORAGE_POOL_PAGE,
    Source,
)
from aidc.catalog.storage import GIB_PER_TIB

HyperdiskName = Literal["hyperdisk-balanced", "hyperdisk-extreme", "hyperdisk-throughput", "hyperdisk-ml"]
StoragePoolName = Literal["hyperdisk-balanced", "hyperdisk-throughput"]
AccessMode = Literal["READ_WRITE_SINGLE", "READ_WRITE_MANY", "READ_ONLY_MANY"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be provisioned for some amount of something else: never under the floor, never over the ceiling, else in proportion to it."""

    floor: int
    least_per_unit: Fraction
    ceiling: int
    most_per_unit: Fraction

    def limits(self, amount: int) -> tuple[int, int]:
        """Return the least and the most for an amount. Where little is allowed at all, the floor gives way."""
        most = min(self.ceiling, math.floor(self.most_per_unit * amount))
        return min(max(self.floor, math.ceil(self.least_per_unit * amount)), most), most


@dataclass(frozen=True, slots=True)
class Hyperdisk:
    """One type. IOPS go by the size in GiB, throughput in MiB/s by the size or by the IOPS; None: follows by itself, cannot be provisioned."""

    name: HyperdiskName
    min_gib: int
    max_gib: int
    iops: Allowance | None
    mib_per_s: Allowance | None
    mib_per_s_by: Literal["gib", "iops"]
    access_modes: tuple[AccessMode, ...]
    source: Source


HYPERDISKS: dict[HyperdiskName, Hyperdisk] = {
    disk.name: disk
    for disk in (
        Hyperdisk(
            name="hyperdisk-balanced",
            min_gib=4,
            max_gib=64 * GIB_PER_TIB,
            iops=Allowance(3_000, Fraction(0), 160_000, Fraction(500)),
            mib_per_s=Allowance(140, Fraction(1, 256), 2_400, Fraction(1, 4)),
            mib_per_s_by="iops",
            access_modes=("READ_WRITE_SINGLE", "READ_WRITE_MANY"),
            source=HYPERDISK_BALANCED_PAGE,
        ),
        Hyperdisk(
            name="hyperdisk-extreme",
            min_gib=64,
            max_gib=64 * GIB_PER_TIB,
            iops=Allowance(128, Fraction(2), 350_000, Fraction(1_200)),
            mib_per_s=None,
            mib_per_s_by="gib",
            access_modes=("READ_WRITE_SINGLE",),
            source=HYPERDISK_EXTREME_PAGE,
        ),
        Hyperdisk(
            name="hyperdisk-throughput",
            min_gib=2 * GIB_PER_TIB,
            max_gib=32 * GIB_PER_TIB,
            iops=None,
            mib_per_s=Allowance(20, Fraction(10, GIB_PER_TIB), 2_400, Fraction(90, GIB_PER_TIB)),
            mib_per_s_by="gib",
            access_modes=("READ_WRITE_SINGLE",),
            source=HYPERDISK_THROUGHPUT_PAGE,
        ),
        Hyperdisk(
            name="hyperdisk-ml",
            min_gib=4,
            max_gib=64 * GIB_PER_TIB,
            iops=None,
            mib_per_s=Allowance(400, Fraction(12, 100), 1_200_000, Fraction(1_600)),
            mib_per_s_by="gib",
            access_modes=("READ_WRITE_SINGLE", "READ_ONLY_MANY"),
            source=HYPERDISK_ML_PAGE,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Steps:
    """Legal amounts: from `least` on in steps; no largest one is known."""

    least: int
    step: int

    def nearest(self, amount: int) -> int:
        """Return the legal amount that is the next one, or the amount itself where it is legal."""
        return max(self.least, -(-amount // self.step) * self.step)


@dataclass(frozen=True, slots=True)
class StoragePoolType:
    """One kind of storage pool, named after the type of the disks in it; None: the pool has no IOPS of its own."""

    name: StoragePoolName
    capacity_gib: Steps
    iops: Steps | None
    mib_per_s: Steps
    source: Source


STORAGE_POOLS: dict[StoragePoolName, StoragePoolType] = {
    pool.name: pool
    for pool in (
        StoragePoolType(
            "hyperdisk-balanced", Steps(10 * GIB_PER_TIB, GIB_PER_TIB), Steps(10_000, 10_000), Steps(1_024, 1_024), STORAGE_POOL_PAGE
        ),
        StoragePoolType("hyperdisk-throughput", Steps(10 * GIB_PER_TIB, GIB_PER_TIB), None, Steps(100, 1), STORAGE_POOL_PAGE),
    )
}
