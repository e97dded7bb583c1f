"""Who runs on a reservation of the same record. The reservation is billed whole, used or not; what runs on it is not billed again.

A reservation that must be named serves those that name it; any other serves what fits it in its zone, as Google does. What is taken is kept for
the record as long as it lives, so that two pools never count on the same machines.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from aidc.estimator.cost.compute.held import FUTURE, RESERVATION, Held, all_held, unit_of
from aidc.estimator.cost.compute.machine import Running
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import UNKNOWN


@dataclass(slots=True)
class _Ledger:
    held: dict[tuple[str, str], list[Held]]  # by unit and region
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


def taken_chips(reader: Reader, item: str, chips: Decimal, region: str) -> tuple[Decimal, str]:
    """Return how many chips of a reserved TPU slice the record's reservations hold, and the names of these."""
    return _claim(reader, item, chips, region, "reservationAffinity")


def _claim(reader: Reader, machine_type: str, count: Decimal, region: str, affinity: str) -> tuple[Decimal, str]:
    ledger = _ledger(reader.whole)
    key = (reader.resource.urn or reader.resource.name, reader.resource.type, reader.prefix, machine_type)
    if not ledger.held or key in ledger.claims:
        return ledger.claims.get(key, (Decimal(0), ""))
    unit, each = unit_of(machine_type)
    total, names = Decimal(0), []
    fits = ledger.held.get((unit, region), [])
    for held in tuple(fits):
        free = min(ledger.left[id(held)], count * each - total)
        if free > 0 and _may_use(reader, affinity, held):
            ledger.left[id(held)] -= free
            if not ledger.left[id(held)]:
                fits.remove(held)
            total += free
            names.append(held.name)
    ledger.claims[key] = total / each, " and ".join(names)
    return ledger.claims[key]


def _may_use(reader: Reader, affinity: str, held: Held) -> bool:
    """Say whether a resource runs on a reservation: by name, or, unless that must be named, because it fits."""
    kind = str(reader.value(f"{affinity}.type") or reader.value(f"{affinity}.consumeReservationType") or "ANY_RESERVATION")
    if kind == "SPECIFIC_RESERVATION":
        return any(_names(reader, value, held) for value in _values(reader, affinity))
    zone = reader.resource.inputs.get("zone")
    in_zone = not isinstance(zone, str) or held.zone is None or zone.rsplit("/", 1)[-1] == held.zone
    by_name = held.named_only and not reader.resource.type.startswith("gcp:tpu/")  # a TPU VM has no way to name one
    inside = not held.unit.startswith(("n1-", "custom-"))  # other machine types hold their GPUs, stated again or not
    fits = inside or _gpus(reader) == _gpus(held.properties)
    return kind == "ANY_RESERVATION" and not by_name and in_zone and fits


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
        for one in all_held(whole):
            held[one.unit, one.region].append(one)
        _LEDGERS[whole] = _Ledger(held, {id(one): one.count for fits in held.values() for one in fits})
    return _LEDGERS[whole]
