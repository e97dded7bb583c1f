"""How machines are bought and for how long they run: inputs first, then usage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, cast

from aidc.catalog.prices import Term
from aidc.estimator.cost.charge import Charge, Commitment, Gap, Note
from aidc.estimator.cost.compute.machine import Running
from aidc.estimator.cost.reader import Reader, Unreadable

_OF_MODEL: dict[str, Term] = {"SPOT": "spot", "FLEX_START": "flex-start", "RESERVATION_BOUND": "reservation"}


def term_of(reader: Reader) -> Term:
    """Return the purchase model that `scheduling` states, else the usage's, else on-demand. Raises Unreadable for an unknown model."""
    model = (reader.text("scheduling.provisioningModel") or "STANDARD").upper()
    if model in _OF_MODEL:
        return _OF_MODEL[model]
    if model != "STANDARD":
        raise Unreadable(f"scheduling.provisioningModel is {model!r:.60}; STANDARD, SPOT, FLEX_START or RESERVATION_BOUND is needed")
    if reader.flag("scheduling.preemptible"):
        return "spot"
    return cast("Term", reader.usage.text("term") or "on-demand")


def commitment_of(reader: Reader) -> Commitment | None:
    """Return the commitment that the usage states; all of it where no coverage is said. Raises Unreadable for a coverage without a term."""
    term, coverage = reader.usage.text("commitment.term"), reader.usage.number("commitment.coverage")
    if term is None and coverage:
        raise Unreadable("usage says commitment.coverage and no commitment.term: 1y or 3y is needed")
    if term is None:
        return None
    return Commitment(cast("Literal['1y', '3y']", term), Decimal(1) if coverage is None else coverage)


def running_of(reader: Reader, count: Decimal = Decimal(1)) -> Running:
    """Return machines as the resource says they run. Raises Unreadable for what cannot be read."""
    usage = reader.usage
    hours = usage.hours
    return Running(
        reader.region, count, hours, term_of(reader), commitment_of(reader), by_usage=False, hours_per_month=usage.hours_per_month
    )


def readable(parts: Iterable[tuple[str, Iterator[Charge | Gap | Note]]]) -> Iterator[Charge | Gap | Note]:
    """Yield all parts of a resource; one that cannot be read is a gap of its own and takes nothing of the others away."""
    for component, part in parts:
        try:
            yield from part
        except Unreadable as error:
            yield Gap(component, str(error))
