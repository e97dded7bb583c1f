"""Persistent disks and Hyperdisks: capacity, and what is provisioned beside it.

A disk is billed while it exists, attached or not, its machine running or not. A regional disk has its own items, twice the zonal price.
Hyperdisk Balanced includes 3,000 IOPS and 140 MiB/s (price page); what a type needs and nobody states is a gap, never its maximum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.disk_size import disk_gib, stated
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

INCLUDED_IOPS = {"hyperdisk-balanced": Decimal(3000)}
INCLUDED_MIBPS = {"hyperdisk-balanced": Decimal(140)}
_PAYS_IOPS = ("pd-extreme", "hyperdisk-extreme", "hyperdisk-balanced")
_PAYS_MIBPS = ("hyperdisk-balanced", "hyperdisk-throughput", "hyperdisk-ml")


@dataclass(frozen=True, slots=True)
class Disk:
    """One kind of disk, `count` of them. Sizes in GiB, throughput in MiB/s; None means that nobody says."""

    kind: str
    region: str
    size_gib: Decimal | None
    iops: Decimal | None = None
    throughput_mibps: Decimal | None = None
    regional: bool = False
    count: Decimal = Decimal(1)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    in_pool: bool = False


def disks(component: str, disk: Disk) -> Iterator[Charge | Gap | Note]:
    """Yield the capacity, IOPS and throughput of disks; `component` is what the bill calls them. Disks in a storage pool are paid by the pool."""
    if disk.in_pool:
        yield Note(f"{component} ({disk.kind}): it is in a storage pool, which is billed instead")
        return
    if disk.size_gib is None:
        yield Gap(f"{component} ({disk.kind})", "its size is not stated")
        return
    item = f"disk.regional.{disk.kind}" if disk.regional and disk.kind.startswith("pd-") else f"disk.{disk.kind}"
    yield _charge(f"{component} ({disk.kind})", f"{item}.capacity", "GiB-month", disk.size_gib, disk)
    yield from _provisioned(component, disk, "IOPS", disk.iops, INCLUDED_IOPS, _PAYS_IOPS)
    yield from _provisioned(component, disk, "throughput", disk.throughput_mibps, INCLUDED_MIBPS, _PAYS_MIBPS)


def _provisioned(
    component: str, disk: Disk, what: str, given: Decimal | None, included: dict[str, Decimal], paying: tuple[str, ...]
) -> Iterator[Charge | Gap]:
    if disk.kind not in paying:
        return
    if given is None and disk.kind not in included:
        yield Gap(f"{component} ({disk.kind})", f"its provisioned {what} is not stated")
        return
    beyond = max((given or Decimal(0)) - included.get(disk.kind, Decimal(0)), Decimal(0))
    if beyond:
        unit = "IOPS-month" if what == "IOPS" else "MiBps-month"
        yield _charge(f"{component} ({disk.kind}): provisioned {what}", f"disk.{disk.kind}.{what.lower()}", unit, beyond, disk)


def _charge(component: str, item: str, unit: str, each: Decimal, disk: Disk) -> Charge:
    least = None if disk.minimum is None else disk.minimum * each
    most = None if disk.maximum is None else disk.maximum * each
    return Charge(component, item, disk.region, disk.count * each, unit, minimum=least, maximum=most)


def zonal_disk(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:compute/disk:Disk."""
    yield from _disk(reader, "Disk", regional=False)


def regional_disk(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:compute/regionDisk:RegionDisk."""
    yield from _disk(reader, "Regional disk", regional=True)


def _disk(reader: Reader, component: str, *, regional: bool) -> Iterator[Charge | Gap | Note]:
    kind, size = reader.tail("type") or "pd-standard", disk_gib(reader)
    disk = Disk(kind, reader.region, size, regional=regional, in_pool=stated(reader, "storagePool") is not None)
    disk = replace(disk, iops=reader.number("provisionedIops"), throughput_mibps=reader.number("provisionedThroughput"))
    disk = replace(disk, count=reader.usage.hours / reader.usage.hours_per_month)  # billed while it exists
    yield from disks(component, disk)
    if kept := reader.usage.number("snapshot_gb"):
        yield Charge("Scheduled snapshots", "disk.snapshot", disk.region, kept, "GiB-month", by_usage=True)
    if reader.value("type") is None:
        yield Note("no type is stated; pd-standard is assumed")
    if reader.value("size") is None and size is not None:
        yield Note(f"no size is stated; {size.normalize():f} GiB is assumed, by what it is made from or by its type")
    if reader.value("asyncPrimaryDisk") is not None:
        yield Gap("Asynchronous replication", "what is copied between the regions is billed by GiB, and nobody says how much")


PRICERS: dict[str, Pricer] = {
    "gcp:compute/disk:Disk": zonal_disk,
    "gcp:compute/regionDisk:RegionDisk": regional_disk,
}
KEYS: dict[str, Keys] = dict.fromkeys(
    PRICERS,
    (
        UsageKey("monthly_hrs", "hours a month", "Hours that the disk exists; a whole month by default"),
        UsageKey("snapshot_gb", "GiB", "Snapshots of it that a schedule keeps"),
    ),
)
