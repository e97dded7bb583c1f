"""Who runs on a reservation of the same record. The reservation is billed whole, used or not; what runs on it is not billed again.

A reservation that must be named serves those that name it; any other serves what fits it in its zone, as Google does. What is taken is kept for
the record as long as it lives, so that two pools never count on the same machines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from aidc.estimator.cost.compute.machine import Running
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import UNKNOWN, Resource

RESERVATION = "gcp:compute/reservation:Reservation"
FUTURE = "gcp:compute/futureReservation:FutureReservation"
TEMPLATES = ("gcp:compute/instanceTemplate:InstanceTemplate", "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate")


@dataclass(frozen=True, slots=True)
class Held:
    """What a reservation holds: `count` machines of a type with the accelerators attached to them."""

    resource: Resource
    name: str
    properties: Reader
    machine_type: str
    count: Decimal
    region: str
    zone: str | None
    named_only: bool


@dataclass(slots=True)
class _Ledger:
    held: dict[tuple[str, str], list[Held]]
    left: dict[int, Decimal]
    claims: dict[tuple[str, str, str, str], tuple[Decimal, str]] = field(default_factory=dict)


_LEDGERS: WeakKeyDictionary[Whole, _Ledger] = WeakKeyDictionary()


def covered(reader: Reader, machine_type: str, count: Decimal, region: str, affinity: str = "reservationAffinity") -> Decimal:
    """Return how many of `count` machines a reservation of this record holds, so that they must not be billed again.

    `affinity` is where the resource says which reservation it uses (`nodeConfig.reservationAffinity` in a node pool). Asking again for the
    same resource gives the same answer.
    """
    return _claim(reader, machine_type, count, region, affinity)[0]


def taken(reader: Reader, machine_type: str, running: Running) -> tuple[Running, str]:
    """Return the machines that are left to be billed, and the name of the reservation that pays for the others, or an empty text."""
    if running.term not in ("on-demand", "reservation", "calendar"):
        return running, ""
    count, name = _claim(reader, machine_type, running.count, running.region, "reservationAffinity")
    return running.less(count), name


def _claim(reader: Reader, machine_type: str, count: Decimal, region: str, affinity: str) -> tuple[Decimal, str]:
    ledger = _ledger(reader.whole)
    key = (reader.resource.urn or reader.resource.name, reader.resource.type, reader.prefix, machine_type)
    if not ledger.held or key in ledger.claims:
        return ledger.claims.get(key, (Decimal(0), ""))
    total, names = Decimal(0), []
    fits = ledger.held.get((machine_type, region), [])
    for held in tuple(fits):
        free = min(ledger.left[id(held)], count - total)
        if free > 0 and _may_use(reader, affinity, held):
            ledger.left[id(held)] -= free
            if not ledger.left[id(held)]:
                fits.remove(held)
            total += free
            names.append(held.name)
    ledger.claims[key] = total, " and ".join(names)
    return ledger.claims[key]


def _may_use(reader: Reader, affinity: str, held: Held) -> bool:
    """Say whether a resource runs on a reservation: by name, or, unless that must be named, because it fits."""
    kind = str(reader.value(f"{affinity}.type") or reader.value(f"{affinity}.consumeReservationType") or "ANY_RESERVATION")
    if kind == "SPECIFIC_RESERVATION":
        return any(_names(reader, value, held) for value in _values(reader, affinity))
    zone = reader.resource.inputs.get("zone")
    in_zone = not isinstance(zone, str) or held.zone is None or zone.rsplit("/", 1)[-1] == held.zone
    inside = not held.machine_type.startswith(("n1-", "custom-"))  # other machine types hold their GPUs, stated again or not
    fits = inside or _gpus(reader) == _gpus(held.properties)
    return kind == "ANY_RESERVATION" and not held.named_only and in_zone and fits


def _values(reader: Reader, affinity: str) -> list[Any]:
    place = reader.at(affinity)
    for inside in (place and place.at("specificReservation"), place):
        given = inside.inside.get("values") if inside and inside.inside else None
        if given:
            return given if isinstance(given, list) else [given]
    return []


def _names(reader: Reader, value: Any, held: Held) -> bool:
    if value == UNKNOWN:
        return reader.whole.referred(reader.resource, value, (RESERVATION, FUTURE)) is held.resource
    return isinstance(value, str) and value.split("reservations/", 1)[-1].split("/", 1)[0] == held.name


def _gpus(reader: Reader) -> list[tuple[str | None, str | None]]:
    return sorted((entry.tail("type") or entry.tail("acceleratorType"), _amount(entry)) for entry in reader.items("guestAccelerators"))


def _amount(entry: Reader) -> str:
    count = entry.number("count")
    return str((count if count is not None else entry.number("acceleratorCount")) or 1)


def _ledger(whole: Whole) -> _Ledger:
    if whole not in _LEDGERS:
        held: dict[tuple[str, str], list[Held]] = defaultdict(list)
        for one in _all_held(whole):
            held[one.machine_type, one.region].append(one)
        _LEDGERS[whole] = _Ledger(held, {id(one): one.count for fits in held.values() for one in fits})
    return _LEDGERS[whole]


def _all_held(whole: Whole) -> Iterator[Held]:
    for kind, place, count in ((RESERVATION, "specificReservation", "count"), (FUTURE, "specificSkuProperties", "totalCount")):
        for resource in whole.of_type(kind):
            # A draft holds nothing and bills nothing: what names it is billed where it runs.
            if resource.inputs.get("planningStatus") == "DRAFT":
                continue
            try:
                yield from filter(None, [held_by(Reader(resource, ResourceUsage(), whole), place, count)])
            except Unreadable:
                continue  # its own lines say so


def held_by(reader: Reader, place: str, count: str) -> Held | None:
    """Return what a reservation holds, or None when it names no machine. Raises Unreadable for what cannot be read."""
    inside = reader.at(place)
    if inside is None:
        return None
    properties = inside.at("instanceProperties") or _of_template(inside)
    machine_type = properties and properties.tail("machineType")
    machines = inside.number(count)
    if properties is None or machine_type is None or machines is None:
        return None
    named = reader.text("reservationName") or reader.text("name") or reader.resource.name
    region, zone = reader.region, reader.zone
    return Held(reader.resource, named, properties, machine_type, machines, region, zone, reader.flag("specificReservationRequired"))


def _of_template(reader: Reader) -> Reader | None:
    value = (reader.inside or {}).get("sourceInstanceTemplate")
    found = reader.whole.referred(reader.resource, value, TEMPLATES)
    return replace(reader, inside=_properties(found.inputs), prefix=f"{found.name}.") if found else None


def _properties(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a template's inputs with its Local SSDs where a reservation has them."""
    disks = inputs.get("disks") or []
    scratch = [disk for disk in disks if isinstance(disk, Mapping) and disk.get("type") == "SCRATCH"] if isinstance(disks, list) else []
    return {**inputs, "localSsds": scratch}
