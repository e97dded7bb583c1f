"""Discounts that Google takes off by itself: sustained use.

Sustained use: only for series that Google lists; by quarter of the month that an instance runs, each quarter at a lower rate. Source: Compute
Engine documentation, sustained use discounts (30 % families pay 1.0, 0.8, 0.6, 0.4; 20 % families 1.0, 0.8678, 0.733, 0.6), and recorded
calculator bills for N1. Sole-tenant nodes and machines that a reservation holds have it too. Never together with spot or a commitment.
"""

from __future__ import annotations

from decimal import Decimal

_THIRTY = tuple(map(Decimal, ("1.0", "0.8", "0.6", "0.4")))
_TWENTY = tuple(map(Decimal, ("1.0", "0.8678", "0.733", "0.6")))
SUSTAINED_USE: dict[str, tuple[Decimal, ...]] = {
    **dict.fromkeys(("n1", "m1", "m2", "f1", "g1"), _THIRTY),
    **dict.fromkeys(("n2", "n2d", "c2"), _TWENTY),
}
"""What each quarter of the month pays, by series. Every other series pays the list price for all hours."""


def series_of(item: str) -> str:
    """Return the series of a machine or rate item: n1 of `machine.n1-standard-8`, `n1.custom.vcpu` and `n1.gpu.T4`."""
    return item.removeprefix("machine.").replace("-", ".").split(".", 1)[0]


def sustained_use_share(item: str, hours: Decimal, hours_per_month: Decimal) -> Decimal:
    """Return the share of the list price that is taken off for an instance that runs `hours`; 0 where there is no such discount.

    Continuous in the hours, and never falling: more hours never make the share smaller.
    """
    rates = SUSTAINED_USE.get(series_of(item))
    if rates is None or hours <= 0 or not _is_sustained(item):
        return Decimal(0)
    quarter = hours_per_month / 4
    paid = sum((rate * min(max(hours - quarter * index, Decimal(0)), quarter) for index, rate in enumerate(rates)), Decimal(0))
    beyond = max(hours - hours_per_month, Decimal(0)) * rates[-1]
    return 1 - (paid + beyond) / hours


def _is_sustained(item: str) -> bool:
    """Leave out what a series sells without the discount: Local SSD is a disk."""
    return "local_ssd" not in item
