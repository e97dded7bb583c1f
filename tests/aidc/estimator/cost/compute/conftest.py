"""Builders of records and their bills."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from aidc.estimator.cost import Bill, estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource

BillOf = Callable[..., Bill]
INSTANCE = "gcp:compute/instance:Instance"


@pytest.fixture
def bill_of() -> BillOf:
    def of(*resources: Resource, usage: dict[str, Any] | None = None, **options: Any) -> Bill:
        return estimate(resources, usage_of({"resources": usage or {}, **options}, "usage"))

    return of


@pytest.fixture
def machine() -> Callable[..., Resource]:
    """Return a machine in Iowa whose boot disk is a resource of its own, so that the machine alone is on the bill."""

    def of(machine_type: Any = "n1-standard-8", name: str = "vm", **inputs: Any) -> Resource:
        return Resource(INSTANCE, name, {"machineType": machine_type, "zone": "us-central1-a", "bootDisk": {"source": "boot"}, **inputs})

    return of


@pytest.fixture
def shown() -> Callable[[Bill], dict[str, Decimal]]:
    """Return the amounts of a bill by component."""

    def of(bill: Bill) -> dict[str, Decimal]:
        return {line.component: line.usd_per_month for line in bill.lines}

    return of
