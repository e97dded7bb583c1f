"""Reservations of machines: every machine is billed for every hour, run or not, at the on-demand rate; a calendar block at its own.

A future reservation costs nothing until its time window; inside it, the whole block is billed. Sources: Compute Engine documentation of
reservations, of future reservations and of calendar mode.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from aidc.catalog.prices import Term
from aidc.estimator.cost.charge import Charge, Commitment, Gap, Note, Pricer
from aidc.estimator.cost.compute.buying import commitment_of
from aidc.estimator.cost.compute.held import FUTURE, RESERVATION, Held, held_by
from aidc.estimator.cost.compute.machine import LOCAL_SSD_GIB, TPU_ITEM, Running, attached_gpus, bundles_local_ssd, local_ssds, machines
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import COMMITMENT, Keys

_Said = Iterator[Charge | Gap | Note]


def reservation(reader: Reader) -> _Said:
    """Price gcp:compute/reservation:Reservation: paid whether used or not, for the whole month."""
    held = held_by(reader)
    if held is None:
        raise Unreadable("specificReservation says no count or no machine type")
    yield from _machines(held, _running(held, reader, "reservation", reader.usage.hours_per_month, commitment_of(reader)))


def future_reservation(reader: Reader) -> _Said:
    """Price gcp:compute/futureReservation:FutureReservation inside its time window."""
    if (reader.text("planningStatus") or "SUBMITTED") == "DRAFT":
        yield Note("it is a draft: nothing is reserved and nothing is billed")
        return
    held = held_by(reader)
    hours, term = _hours(reader), _term(reader)
    if held is None:
        yield Gap(
            "Reserved block",
            "it names neither machines and their count nor a TPU family and its chips",
        )
        return
    yield Note(f"it is billed inside its time window alone, here {hours.normalize():f} hours of a month")
    yield from _machines(held, _running(held, reader, term, hours, None))


def _term(reader: Reader) -> Term:
    return "calendar" if (reader.text("reservationMode") or "").upper() == "CALENDAR" else "reservation"


def _hours(reader: Reader) -> Decimal:
    """Return the hours of the time window that fall in one month; a whole month where it has no readable end."""
    month = reader.usage.hours_per_month
    seconds = reader.number("timeWindow.duration.seconds")
    start, end = reader.text("timeWindow.startTime"), reader.text("timeWindow.endTime")
    if seconds is None and start and end:
        try:
            seconds = Decimal((datetime.fromisoformat(end) - datetime.fromisoformat(start)).days * 86400)
            seconds += (datetime.fromisoformat(end) - datetime.fromisoformat(start)).seconds
        except (ValueError, TypeError):
            raise Unreadable(f"timeWindow is {start!r:.40} to {end!r:.40}; two times such as 2026-03-01T00:00:00Z are needed") from None
    if seconds is not None and seconds < 0:
        raise Unreadable("timeWindow ends before it starts")
    return month if seconds is None else min(seconds / 3600, month)


def _running(held: Held, reader: Reader, term: Term, hours: Decimal, commitment: Commitment | None) -> Running:
    return Running(held.region, held.count, hours, term, commitment, hours_per_month=reader.usage.hours_per_month)


def _machines(held: Held, running: Running) -> _Said:
    if held.unit in TPU_ITEM.values():
        yield running.of("Reserved TPU chips", held.unit, "chip-hour")
        return
    yield from machines("Reserved machine", held.unit, running)
    for entry in held.properties.items("guestAccelerators"):
        gpu, each = entry.tail("acceleratorType") or entry.tail("type"), entry.number("acceleratorCount") or entry.number("count")
        if gpu:
            yield from attached_gpus("Reserved GPUs", held.unit, gpu, each or Decimal(1), running)
    if bundles_local_ssd(held.unit):
        return
    for entry in held.properties.items("localSsds"):
        yield from local_ssds("Reserved Local SSD", Decimal(1), running, entry.number("diskSizeGb") or LOCAL_SSD_GIB)


PRICERS: dict[str, Pricer] = {RESERVATION: reservation, FUTURE: future_reservation}
KEYS: dict[str, Keys] = {RESERVATION: COMMITMENT}
