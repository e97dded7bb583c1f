"""How large a disk is that states no size: what it is made from decides, else its type.

Sizes of public images (Windows 50 GiB; Red Hat and its kin 20; the others 10) and of empty disks (500 GiB for pd-standard, 100 for pd-balanced and
pd-ssd): Compute Engine documentation. Of other types nobody is sure, so they stay unknown.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

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
_EMPTY_GIB = {"pd-standard": Decimal(500), "pd-balanced": Decimal(100), "pd-ssd": Decimal(100)}
_DEPTH = 5
"""How far an image is followed to what it was made from."""


def image_gib(image: str) -> Decimal:
    """Return the size of the disk that a public image makes, in GiB."""
    return next((size for pattern, size in _IMAGE_GIB if pattern.search(image)), _OTHER_GIB)


def stated(reader: Reader, key: str) -> Any:
    """Return what is under a key, known or not; None where nothing is."""
    return (reader.resource.inputs if reader.inside is None else reader.inside).get(key) or None


def made_from(reader: Reader, image: str, snapshot: str) -> Decimal | None:
    """Return the size that a disk takes from its origin: of the record's own image or snapshot, else of a public image; None where nobody knows."""
    if stated(reader, snapshot) is not None:
        return snapshot_gib(reader, stated(reader, snapshot))
    if own := reader.whole.referred(reader.resource, stated(reader, image), (IMAGE,)):
        return own_image_gib(_of(reader, own))
    return image_gib(reader.text(image) or "")


def disk_gib(reader: Reader) -> Decimal | None:
    """Return the size of a disk resource, in GiB, or None where nobody knows."""
    size = reader.number("size")
    if size is not None:
        return size
    if (source := stated(reader, "sourceDisk")) is not None:
        origin = reader.whole.referred(reader.resource, source, DISKS)
        return _of(reader, origin).number("size") if origin else None
    if stated(reader, "image") is not None or stated(reader, "snapshot") is not None:
        return made_from(reader, "image", "snapshot")
    if stated(reader, "sourceInstantSnapshot") is not None or stated(reader, "sourceStorageObject") is not None:
        return None
    return _EMPTY_GIB.get(reader.tail("type") or "pd-standard")


def snapshot_gib(reader: Reader, value: Any) -> Decimal | None:
    """Return the size of the disk that a snapshot of the record was taken of, or None."""
    own = reader.whole.referred(reader.resource, value, (SNAPSHOT,))
    disk = own and reader.whole.referred(own, own.inputs.get("sourceDisk"), DISKS)
    return disk_gib(_of(reader, disk)) if disk else None


def own_image_gib(reader: Reader, depth: int = _DEPTH) -> Decimal | None:
    """Return the size of an image resource, in GiB: its own, else that of what it was made from."""
    size = reader.number("diskSizeGb")
    if size is not None or not depth:
        return size
    whole, resource = reader.whole, reader.resource
    if disk := whole.referred(resource, resource.inputs.get("sourceDisk"), DISKS):
        return disk_gib(_of(reader, disk))
    if image := whole.referred(resource, resource.inputs.get("sourceImage"), (IMAGE,)):
        return own_image_gib(_of(reader, image), depth - 1)
    return snapshot_gib(reader, resource.inputs.get("sourceSnapshot"))


def _of(reader: Reader, other: Resource) -> Reader:
    return replace(reader, resource=other, inside=None, prefix=f"{other.name}.")
