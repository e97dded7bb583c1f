"""What a reservation holds: so many machines of a type, or so many TPU chips.

A reservation states its machines or names a template; a future reservation may hold TPUs in aggregate, by chips.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from aidc.estimator.cost.compute.machine import TPU_ITEM, tpu_of
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import Resource

RESERVATION = "gcp:compute/reservation:Reservation"
FUTURE = "gcp:compute/futureReservation:FutureReservation"
TEMPLATES = ("gcp:compute/instanceTemplate:InstanceTemplate", "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate")
_TPU_FAMILY = re.compile(r"_(CT\w+)$")


@dataclass(frozen=True, slots=True)
class Held:
    """`count` of a unit: machines of a type with what is attached to them (`properties`), or chips of a TPU (then `unit` is their price item)."""

    resource: Resource
    name: str
    properties: Reader
    unit: str
    count: Decimal
    region: str
    zone: str | None
    named_only: bool


def unit_of(machine_type: str) -> tuple[str, Decimal]:
    """Return in what a reservation counts machines of a type, and how much one machine is: itself, or its TPU chips."""
    return tpu_of(machine_type) or (machine_type, Decimal(1))


def all_held(whole: Whole) -> Iterator[Held]:
    """Yield what every reservation of a record holds, apart from those that cannot be read (their own lines say so) and drafts, which hold nothing."""
    for resource in (*whole.of_type(RESERVATION), *whole.of_type(FUTURE)):
        if resource.inputs.get("planningStatus") == "DRAFT":
            continue
        try:
            if held := held_by(Reader(resource, ResourceUsage(), whole)):
                unit, each = unit_of(held.unit)
                yield replace(held, unit=unit, count=held.count * each)
        except Unreadable:
            continue


def held_by(reader: Reader) -> Held | None:
    """Return what a reservation holds, or None when it names neither machines nor chips. Raises Unreadable for what cannot be read."""
    future = reader.resource.type == FUTURE
    if future and (chips := _aggregate(reader)):
        return _held(reader, *chips, reader)
    inside = reader.at("specificSkuProperties" if future else "specificReservation")
    properties = inside and (inside.at("instanceProperties") or _of_template(inside))
    machine_type = properties and properties.tail("machineType")
    count = inside and inside.number("totalCount" if future else "count")
    if properties is None or machine_type is None or count is None:
        return None
    return _held(reader, machine_type, count, properties)


def _held(reader: Reader, unit: str, count: Decimal, properties: Reader) -> Held:
    name = reader.text("reservationName") or reader.text("name") or reader.resource.name
    named_only = reader.flag("specificReservationRequired")
    return Held(reader.resource, name, properties, unit, count, reader.region, reader.zone, named_only)


def _aggregate(reader: Reader) -> tuple[str, Decimal] | None:
    """Return price item and chips of TPUs that are held in aggregate, or None."""
    family = _TPU_FAMILY.search(reader.text("aggregateReservation.vmFamily") or "")
    item = family and TPU_ITEM.get(family[1].lower())
    entries = list(reader.items("aggregateReservation.reservedResources"))
    counts = [entry.number("accelerator.acceleratorCount") for entry in entries]
    if not item or not counts or None in counts:
        return None
    return item, sum((count for count in counts if count is not None), Decimal(0))


def _of_template(reader: Reader) -> Reader | None:
    value = (reader.inside or {}).get("sourceInstanceTemplate")
    found = reader.whole.referred(reader.resource, value, TEMPLATES)
    return replace(reader, inside=_properties(found.inputs), prefix=f"{found.name}.") if found else None


def _properties(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a template's inputs with its Local SSDs where a reservation has them."""
    disks = inputs.get("disks") or []
    scratch = [disk for disk in disks if isinstance(disk, Mapping) and disk.get("type") == "SCRATCH"] if isinstance(disks, list) else []
    return {**inputs, "localSsds": scratch}
