"""Small bills and lines that several tests start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from aidc.estimator.cost import estimate
from aidc.estimator.cost.bill import Bill, Line
from aidc.estimator.cost.charge import Charge
from aidc.estimator.cost.rating import Billed, rate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource

MONTH = Decimal(730)


def _bill_of(machine: str, region: str, count: int = 1, hours: Decimal = MONTH, **more) -> Bill:
    """Return the bill of so many machines of a type, as rating makes it; `more` are fields of the charge."""
    item, unit = (machine, "chip-hour") if machine.startswith("tpu.") else (f"machine.{machine}", "machine-hour")
    charge = Charge("Nodes", item, region, count * hours, unit, running=Decimal(count), hours_each=hours)
    lines = rate([Billed("pool", "gcp:container/nodePool:NodePool", "", replace(charge, **more))], MONTH)
    return Bill(MONTH, tuple(line for line in lines if isinstance(line, Line)))


@pytest.fixture
def bill_of() -> Callable[..., Bill]:
    return _bill_of


@pytest.fixture
def pool() -> Line:
    """Return a line of one machine at a round rate, in a stack named dev."""
    return Line(
        resource="urn:pulumi:dev::acme::aidc:compute:CpuPool$gcp:container/nodePool:NodePool::cpu",
        type="gcp:container/nodePool:NodePool",
        component="Nodes (n2-standard-8)",
        kind="list",
        item="machine.n2-standard-8",
        region="us-central1",
        term="on-demand",
        quantity=MONTH,
        unit="machine-hour",
        usd_per_unit=Decimal("0.4"),
        usd_per_month=Decimal(292),
        as_of="2026-07-30",
        source="gcosts",
        confidence="verified",
        running=Decimal(1),
        hours_each=MONTH,
    )


@pytest.fixture
def bill() -> Callable[..., Bill]:
    return lambda *lines: Bill(MONTH, lines)


@pytest.fixture(scope="session")
def month_of() -> Callable[..., Bill]:
    """Return a function: type, inputs and usage of one resource in, its bill at list prices out (no free tiers unless asked)."""

    def month(kind: str, inputs: dict[str, Any], usage: dict[str, Any] | None = None, *, free_tiers: bool = False, **others: Any) -> Bill:
        document = {"resources": {"it": usage}} if usage else {}
        return estimate([Resource(kind, "it", inputs)], usage_of({**document, "free_tiers": free_tiers, **others}, "usage"))

    return month
