"""From which use a commitment pays: it bills every hour of the term, and what it replaces bills only the hours that run."""

from __future__ import annotations

from decimal import Decimal

from aidc.estimator.cost.discounts import sustained_use_share

_MONTH = Decimal(1)
_QUARTER = Decimal("0.25")


def paid_share(item: str, use: Decimal) -> Decimal:
    """Return what on-demand costs at a use from 0 to 1 of the month, as a share of a whole month at list price, sustained use taken off."""
    return use * (1 - sustained_use_share(item, use, _MONTH)) if use else Decimal(0)


def break_even_use(item: str, committed_share: Decimal) -> Decimal | None:
    """Return the share of the month from which a rate of `committed_share` of list is cheaper; None where it never is.

    Without a sustained-use discount that is the share itself: a commitment at 69 % of list pays above 69 % of the hours. With it on-demand
    grows cheaper quarter by quarter, and the line is met later.
    """
    for quarter in range(4):
        before, after = paid_share(item, quarter * _QUARTER), paid_share(item, (quarter + 1) * _QUARTER)
        if before <= committed_share <= after:
            return quarter * _QUARTER + _QUARTER * (committed_share - before) / (after - before)
    return None
