"""Hyperdisks that stand by themselves: block storage in one zone that pods mount through persistent volumes.

IOPS and throughput are always said, so that a plan shows what is provisioned and paid for: what the stack file leaves out is the least that the
type allows at that size. Size grows in place, and performance changes (once in four hours); everything else replaces a disk, which the guard
refuses. Which machines take which type is a matter of the machine (Compute Engine documentation, About Hyperdisk).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.errors import shown
from aidc.blueprint.names import DISK, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, sets
from aidc.catalog.hyperdisks import HYPERDISKS, AccessMode, Hyperdisk, HyperdiskName

_SNAPSHOT = re.compile(r"projects/[^/\s]+/global/snapshots/[^/\s]+")


class DiskSpec(Spec):
    """One Hyperdisk."""

    name: Name = Field(max_length=40, description="Name of the disk, unique in the stack", **sets("compute.Disk.name"))
    type: HyperdiskName = Field(
        description="hyperdisk-ml: the same weights for many readers; hyperdisk-extreme: IOPS; hyperdisk-throughput: large and cheap",
        **sets("compute.Disk.type"),
    )
    capacity_gib: int = Field(gt=0, description="Size; it only ever grows", **sets("compute.Disk.size"))
    iops: int | None = Field(
        default=None,
        gt=0,
        description="Provisioned IOPS (hyperdisk-balanced, hyperdisk-extreme); default the least at that size",
        **sets("compute.Disk.provisionedIops"),
    )
    mib_per_s: int | None = Field(
        default=None,
        gt=0,
        description="Provisioned throughput (all but hyperdisk-extreme); default the least at that size",
        **sets("compute.Disk.provisionedThroughput"),
    )
    access_mode: AccessMode = Field(
        default="READ_WRITE_SINGLE",
        description="Who may attach it: one machine, many that write (hyperdisk-balanced, as a raw block device), many that read (hyperdisk-ml)",
        **sets("compute.Disk.accessMode"),
    )
    snapshot: str | None = Field(
        default=None,
        description="Snapshot that fills it: projects/P/global/snapshots/S. A disk of READ_ONLY_MANY needs one",
        **sets("compute.Disk.snapshot"),
    )
    storage_pool: Name | None = Field(
        default=None, description="Storage pool of the stack that it draws from", **sets("compute.Disk.storagePool")
    )
    zone: str | None = Field(
        default=None, description="Zone, default that of its storage pool, else the site's first", **sets("compute.Disk.zone")
    )

    def rules(self) -> Iterator[Rule]:
        """Yield sizes, performance and modes that the type does not have."""
        disk = HYPERDISKS[self.type]
        if not disk.min_gib <= self.capacity_gib <= disk.max_gib:
            nearest = min(max(self.capacity_gib, disk.min_gib), disk.max_gib)
            text = f"{self.capacity_gib:,} GiB is not a size of {self.type}: {disk.min_gib:,} to {disk.max_gib:,} GiB. Try {nearest:,}"
            yield "capacity_gib", text
        else:
            yield from self._performance(disk)
        if self.access_mode not in disk.access_modes:
            yield "access_mode", f"{self.access_mode} is not a mode of {self.type}: {' or '.join(disk.access_modes)}"
        if self.snapshot is not None and not _SNAPSHOT.fullmatch(self.snapshot):
            yield "snapshot", f"{shown(self.snapshot)} is not a snapshot: write projects/P/global/snapshots/S"
        if self.access_mode == "READ_ONLY_MANY" and self.snapshot is None:
            yield "snapshot", "is missing; what nobody may write must come filled. Name a snapshot, or set access_mode: READ_WRITE_SINGLE"

    def _performance(self, disk: Hyperdisk) -> Iterator[Rule]:
        if disk.iops is None and self.iops is not None:
            yield "iops", f"{self.type} has no IOPS to provision; they follow from mib_per_s. Remove it"
        elif disk.iops is not None and self.iops is not None:
            at = f"{self.type} of {self.capacity_gib:,} GiB"
            wrong = list(_within("iops", self.iops, "IOPS", disk.iops.limits(self.capacity_gib), at))
            yield from wrong
            if wrong:
                # The throughput goes by the IOPS, and wrong ones say nothing about it.
                return
        iops, limits = provisioned_iops(self), throughput_limits(self)
        if limits is None:
            if self.mib_per_s is not None:
                yield "mib_per_s", f"{self.type} has no throughput to provision; it follows from iops. Remove it"
        elif self.mib_per_s is not None:
            by = f"{iops:,} IOPS" if disk.mib_per_s_by == "iops" else f"{self.capacity_gib:,} GiB"
            yield from _within("mib_per_s", self.mib_per_s, "MiB/s", limits, f"{self.type} of {by}")


def _within(field: str, given: int, unit: str, limits: tuple[int, int], at: str) -> Iterator[Rule]:
    least, most = limits
    if not least <= given <= most:
        yield field, f"{given:,} {unit} is out of range for {at}: {least:,} to {most:,}. Try {min(max(given, least), most):,}"


def provisioned_iops(spec: DiskSpec) -> int | None:
    """Return the IOPS of a disk, the least at its size where none are said; None where the type has none to provision."""
    iops = HYPERDISKS[spec.type].iops
    return None if iops is None else spec.iops or iops.limits(spec.capacity_gib)[0]


def throughput_limits(spec: DiskSpec) -> tuple[int, int] | None:
    """Return the least and the most MiB/s of a disk; None where the type has no throughput to provision."""
    disk = HYPERDISKS[spec.type]
    if disk.mib_per_s is None:
        return None
    by = (provisioned_iops(spec) or 0) if disk.mib_per_s_by == "iops" else spec.capacity_gib
    return disk.mib_per_s.limits(by)


def provisioned_mib_per_s(spec: DiskSpec) -> int | None:
    """Return the throughput of a disk, the least at its size where none is said; None where the type has none to provision."""
    limits = throughput_limits(spec)
    return None if limits is None else spec.mib_per_s or limits[0]


@dataclass(frozen=True, slots=True)
class DiskPlan:
    """One disk, decided. `iops` and `mib_per_s` are None where the type lets them follow by themselves."""

    path: str
    resource_name: str
    name: str
    type: HyperdiskName
    zone: str
    capacity_gib: int
    iops: int | None
    mib_per_s: int | None
    access_mode: AccessMode
    snapshot: str
    storage_pool: str
    """Name of the pool in the stack file; empty for a disk of its own."""
    guarded: bool
    labels: dict[str, str]


def plan_disk(
    spec: DiskSpec, index: int, site: SitePlan, pool_zones: dict[str, str], labels: dict[str, str], guarded: bool, names: Names
) -> DiskPlan:
    """Decide one disk: it stands where its pool stands (`pool_zones`), else in the accelerators' zone, unless the spec names another."""
    path = f"disks[{index}]"
    return DiskPlan(
        path=path,
        resource_name=spec.name,
        name=names.name(DISK, spec.name, path=f"{path}.name"),
        type=spec.type,
        zone=spec.zone or pool_zones.get(spec.storage_pool or "") or site.zones[0],
        capacity_gib=spec.capacity_gib,
        iops=provisioned_iops(spec),
        mib_per_s=provisioned_mib_per_s(spec),
        access_mode=spec.access_mode,
        snapshot=spec.snapshot or "",
        storage_pool=spec.storage_pool or "",
        guarded=guarded,
        labels=labels,
    )
