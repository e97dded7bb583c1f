"""Cloud DNS: zones in tiers, queries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost import estimate
from aidc.inventory.resource import Resource

RECORD = "gcp:dns/recordSet:RecordSet"


@pytest.mark.parametrize(("zones", "usd"), [(1, "0.20"), (25, "5.00"), (26, "5.10"), (40, "6.50")])
def test_zones_after_the_first_25_cost_half(zones: int, usd: str):
    record = [Resource("gcp:dns/managedZone:ManagedZone", f"z{number}", {"visibility": "private"}) for number in range(zones)]
    assert estimate(record).usd_per_month == Decimal(usd)


def test_queries_cost_by_the_million_and_more_with_a_routing_policy(month_of):
    assert month_of(RECORD, {"type": "A"}, {"monthly_queries": 100_000}).usd_per_month == Decimal("0.04")
    assert month_of(RECORD, {"routingPolicy": {"wrrs": []}}, {"monthly_queries": 1_000_000}).usd_per_month == Decimal("0.70")
    assert month_of(RECORD, {"type": "A"}).needs_usage
