"""Disks that come with a machine: boot disk, further disks of a template, and what they are where nobody says.

A disk without a type is pd-standard, on the series that take Hyperdisk alone hyperdisk-balanced. Source: Compute Engine documentation of disks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from aidc.estimator.cost.charge import Charge, Gap, Note
from aidc.estimator.cost.compute.disk import Disk, disks
from aidc.estimator.cost.compute.disk_size import made_from, stated
from aidc.estimator.cost.compute.machine import Running
from aidc.estimator.cost.reader import Reader

_HYPERDISK_ONLY = re.compile(r"^(?:n4[ad]?|c4[adn]?|x4|m4n?|h4d|a4x?|g4|tpu7x)-|^a3-ultragpu-")


def default_kind(machine_type: str) -> str:
    """Return the type of a boot disk that names none."""
    return "hyperdisk-balanced" if _HYPERDISK_ONLY.match(machine_type) else "pd-standard"


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
    if stated(entry, "source") is not None:
        return
    kind = entry.tail("diskType") or default_kind(machine_type)
    given = entry.number("diskSizeGb")
    size = made_from(entry, "sourceImage", "sourceSnapshot") if given is None else given
    disk = _provisioned(entry, Disk(kind, running.region, size), running)
    yield from disks(component, disk)
    yield from _assumed(component, entry.tail("diskType") is None, given is None, disk)


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
