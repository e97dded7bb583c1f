"""One resource of a service and what the estimator says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from aidc.estimator.cost import Bill, estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource


def _bill_of(kind: str, inputs: Mapping[str, Any], used: Mapping[str, Any] | None = None, *more: Resource, free: bool = True) -> Bill:
    """Return the bill of one resource named `it`, in a record with `more`, with what is used of it."""
    usage = usage_of({"resources": {"it": used} if used else {}, "free_tiers": free}, "usage")
    return estimate([Resource(kind, "it", inputs), *more], usage)


def _lines_of(kind: str, inputs: Mapping[str, Any], used: Mapping[str, Any] | None = None, *more: Resource, free: bool = False):
    """Return dollars by component, without free tiers unless asked; nothing may be left unpriced."""
    bill = _bill_of(kind, inputs, used, *more, free=free)
    assert bill.unpriced == ()
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for line in bill.lines:
        if line.resource == "it":
            amounts[line.component] += line.usd_per_month
    return dict(amounts)


@pytest.fixture
def bill_of() -> Callable[..., Bill]:
    return _bill_of


@pytest.fixture
def lines_of() -> Callable[..., dict[str, Decimal]]:
    return _lines_of
