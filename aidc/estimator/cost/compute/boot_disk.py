"""Disks that come with a machine: boot disk, further disks of a template, and what they are where nobody says.

Sizes of public images: Compute Engine documentation of operating systems (Windows 50 GiB; Red Hat and its kin 20; the others 10). A disk without a
type is pd-standard, on the series that take Hyperdisk alone hyperdisk-balanced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from aidc.estimator.cost.charge import Charge, Gap, Note
from aidc.estimator.cost.compute.disk import Disk, disks
from aidc.estimator.cost.compute.machine import Running
from aidc.estimator.cost.reader import Reader
from aidc.inventory.resource import Resource

IMAGE = "gcp:compute/image:Image"
SNAPSHOT = "gcp:compute/snapshot:Snapshot"
DISKS = ("gcp:compute/disk:Disk", "gcp:compute/regionDisk:RegionDisk")
_IMAGE_GIB = (
    (re.compile(r"windows|sql-[\w\-]*win"), Decimal(50)),
    (re.compile(r"rhel|centos|rocky|almalinux|oracle-linux"), Decimal(20)),
    (re.compile(r"deeplearning|ml-images"), Decimal(50)),
)
_OTHER_GIB = Decimal(10)
_HYPERDISK_ONLY = re.compile(r"^(?:n4[ad]?|c4[adn]?|x4|m4n?|h4d|a4x?|g4|tpu7x)-|^a3-ultragpu-")


def default_kind(machine_type: str) -> str:
    """Return the type of a boot disk that names none."""
    return "hyperdisk-balanced" if _HYPERDISK_ONLY.match(machine_type) else "pd-standard"


def image_gib(image: str) -> Decimal:
    """Return the size of the disk that a public image makes, in GiB."""
    return next((size for pattern, size in _IMAGE_GIB if pattern.search(image)), _OTHER_GIB)


def boot_disk(component: str, params: Reader, machine_type: str, running: Running) -> Iterator[Charge | Gap | Note]:
    """Yield the disk of `initializeParams`, one for each machine."""
    kind = params.tail("type") or default_kind(machine_type)
    given = params.number("size")
    size = made_from(params, "image", "snapshot") if given is None else given
    disk = _provisioned(params, Disk(kind, running.region, size), running)
    yield from disks(component, disk)
    yield from _assumed(component, params.tail("type") is None, given is None, disk)


def template_disk(component: str, entry: Reader, machine_type: str, running: Running) -> Iterator[Charge | Gap | Note]:
    """Yield one entry of a template's `disks`; an attached one that exists already is its own resource's."""
    if entry.text("source"):
        return
    kind = entry.tail("diskType") or default_kind(machine_type)
    given = entry.number("diskSizeGb")
    size = made_from(entry, "sourceImage", "sourceSnapshot") if given is None else given
    disk = _provisioned(entry, Disk(kind, running.region, size), running)
    yield from disks(component, disk)
    yield from _assumed(component, entry.tail("diskType") is None, given is None, disk)


def stated(reader: Reader, key: str) -> Any:
    """Return what is under a key, known or not; None where nothing is."""
    return (reader.resource.inputs if reader.inside is None else reader.inside).get(key) or None


def made_from(reader: Reader, image: str, snapshot: str) -> Decimal | None:
    """Return the size that a disk takes from its origin: of the record's own image or snapshot, else of a public image; None where nobody knows."""
    if stated(reader, snapshot) is not None:
        return snapshot_gib(reader, stated(reader, snapshot))
    if own := reader.whole.referred(reader.resource, stated(reader, image), (IMAGE,)):
        return _of(reader, own).number("diskSizeGb")
    return image_gib(reader.text(image) or "")


def snapshot_gib(reader: Reader, value: Any) -> Decimal | None:
    """Return the size of the disk that a snapshot of the record was taken of, or None."""
    own = reader.whole.referred(reader.resource, value, (SNAPSHOT,))
    disk = own and reader.whole.referred(own, own.inputs.get("sourceDisk"), DISKS)
    return _of(reader, disk).number("size") if disk else None


def _of(reader: Reader, other: Resource) -> Reader:
    return replace(reader, resource=other, inside=None, prefix=f"{other.name}.")


def _provisioned(reader: Reader, disk: Disk, running: Running) -> Disk:
    return replace(
        disk,
        iops=reader.number("provisionedIops"),
        throughput_mibps=reader.number("provisionedThroughput"),
        count=running.count,
        minimum=running.minimum,
        maximum=running.maximum,
        in_pool=reader.text("storagePool") is not None,
        regional=bool(reader.texts("replicaZones")),
    )


def _assumed(component: str, kind: bool, size: bool, disk: Disk) -> Iterator[Note]:
    """Say what was taken because nobody stated it."""
    if kind:
        yield Note(f"{component}: no type is stated; {disk.kind} is assumed")
    if size:
        yield Note(f"{component}: no size is stated; {disk.size_gib} GiB is assumed, the size of its image")
