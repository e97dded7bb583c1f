"""Connectors are machines: two e2-micro (0.008376 an hour in us-central1) at least."""

from __future__ import annotations

from decimal import Decimal

import pytest

CONNECTOR = "gcp:vpcaccess/connector:Connector"
MICRO = Decimal("0.25") * Decimal("0.021811") + 1 * Decimal("0.002923")


def test_a_connector_has_two_instances_unless_told_otherwise_and_may_grow_to_ten(bill_of):
    bill = bill_of(CONNECTOR, {"region": "us-central1", "network": "default"})
    assert bill.usd_per_month == pytest.approx(MICRO * 2 * 730, rel=Decimal("0.001"))
    assert bill.maximum_usd_per_month == bill.usd_per_month * 5


@pytest.mark.parametrize("inputs", [{"minInstances": 3.0, "maxInstances": 4.0}, {"minThroughput": 300.0, "maxThroughput": 400.0}])
def test_instances_may_be_stated_as_such_or_as_throughput(bill_of, inputs):
    bill = bill_of(CONNECTOR, {"region": "us-central1", "machineType": "e2-standard-4", **inputs})
    assert [(line.component, line.quantity) for line in bill.lines] == [("Connector instances (e2-standard-4)", 3 * 730)]


def test_usage_says_how_many_run(bill_of):
    bill = bill_of(CONNECTOR, {"region": "us-central1"}, {"instances": 5, "monthly_hrs": 100})
    assert [line.quantity for line in bill.lines] == [500]
