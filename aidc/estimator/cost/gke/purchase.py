"""How a pool's machines are bought, and which of them a reservation of the same record already pays for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from aidc.catalog.prices import Term
from aidc.estimator.cost.charge import Commitment
from aidc.estimator.cost.gke.node_config import node_config
from aidc.estimator.cost.reader import Reader
from aidc.inventory.resource import UNKNOWN, Resource

RESERVATION = "gcp:compute/reservation:Reservation"


@dataclass(frozen=True, slots=True)
class Purchase:
    """A term, a commitment over a share of it, and a reservation of this record that pays for the machines."""

    term: Term
    commitment: Commitment | None = None
    reservation: Resource | None = None


def purchase_of(pool: Reader) -> Purchase:
    """Return how the machines are bought: by the inputs, and where they say nothing by the usage. Raises Unreadable."""
    node = node_config(pool)
    if node.flag("spot") or node.flag("preemptible"):
        return Purchase("spot")
    if node.flag("flexStart") or pool.flag("queuedProvisioning.enabled"):
        return Purchase("flex-start")
    if node.text("reservationAffinity.consumeReservationType") == "SPECIFIC_RESERVATION":
        return Purchase("reservation", reservation=_reservation(node))
    term = cast(Term, pool.usage.text("term") or "on-demand")
    return Purchase(term, _commitment(pool))


def _commitment(pool: Reader) -> Commitment | None:
    term, coverage = pool.usage.text("commitment.term"), pool.usage.number("commitment.coverage")
    if term not in ("1y", "3y"):
        return None
    return Commitment(term, Decimal(1) if coverage is None else coverage)


def _reservation(node: Reader) -> Resource | None:
    """Return the reservation of this record that a pool names, or None: it is someone else's, billed where it is declared."""
    affinity = node.at("reservationAffinity")
    values = (affinity.inside or {}).get("values") if affinity else None
    for value in values if isinstance(values, list) else [values]:
        name = value
        if isinstance(value, str) and value != UNKNOWN:
            name = value.split("/reservationBlocks/")[0].rstrip("/").rsplit("/", 1)[-1]
        if found := node.whole.referred(node.resource, name, (RESERVATION,)):
            return found
        named = [reservation for reservation in node.whole.of_type(RESERVATION) if reservation.name == name]
        if named:
            return named[0]
    return None


def machines_reserved(pool: Reader, reservation: Resource) -> Decimal:
    """Return how many machines a reservation holds. Raises Unreadable for an unknown count."""
    held = Reader(reservation, pool.usage, pool.whole).number("specificReservation.count")
    return Decimal(0) if held is None else held
