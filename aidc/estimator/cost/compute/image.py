"""Images, machine images and snapshots: stored GiB.

Google bills what is stored, which is compressed and, for later snapshots, only what has changed: usage `storage_gb` says it. Where nobody does, the
whole source disk is taken, which is the most that one copy can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.disk_size import DISKS, IMAGE, SNAPSHOT, disk_gib, own_image_gib
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.inventory.resource import Resource

MACHINE_IMAGE = "gcp:compute/machineImage:MachineImage"
_ORIGINS = (*DISKS, "gcp:compute/instance:Instance")
_Said = Iterator[Charge | Gap | Note]


def image(reader: Reader) -> _Said:
    """Price gcp:compute/image:Image."""
    yield from _stored(reader, "Image", "disk.image", own_image_gib(reader))


def snapshot(reader: Reader) -> _Said:
    """Price gcp:compute/snapshot:Snapshot."""
    if (reader.text("snapshotType") or "STANDARD") != "STANDARD":
        yield Gap("Snapshot", f"no price of {reader.text('snapshotType')} snapshots is known")
        return
    disk = _origin(reader, "sourceDisk")
    yield from _stored(reader, "Snapshot", "disk.snapshot", disk_gib(Reader(disk, ResourceUsage(), reader.whole)) if disk else None)


def machine_image(reader: Reader) -> _Said:
    """Price gcp:compute/machineImage:MachineImage; how much it stores is usage alone."""
    yield from _stored(reader, "Machine image", "disk.machine-image", None)


def _stored(reader: Reader, component: str, item: str, most_gib: Decimal | None) -> _Said:
    said = reader.usage.number("storage_gb")
    gib = most_gib if said is None else said
    if gib is None:
        return
    yield Charge(component, item, _place(reader), gib, "GiB-month", by_usage=said is not None)
    if said is None:
        yield Note(
            f"the whole disk of {gib.normalize():f} GiB is taken as stored, which is the most it can be; usage storage_gb says what is"
        )


def _place(reader: Reader) -> str:
    """Return where it is stored: as it says, else where its source is."""
    if locations := reader.texts("storageLocations"):
        return locations[0].lower()
    for key in ("sourceDisk", "sourceInstance"):
        if origin := _origin(reader, key):
            try:
                return Reader(origin, ResourceUsage(), reader.whole).region
            except Unreadable:
                continue
    return reader.region


def _origin(reader: Reader, key: str) -> Resource | None:
    return reader.whole.referred(reader.resource, reader.resource.inputs.get(key), _ORIGINS)


PRICERS: dict[str, Pricer] = {IMAGE: image, SNAPSHOT: snapshot, MACHINE_IMAGE: machine_image}
KEYS: dict[str, Keys] = dict.fromkeys(PRICERS, (UsageKey("storage_gb", "GiB", "What is stored, compressed"),))
