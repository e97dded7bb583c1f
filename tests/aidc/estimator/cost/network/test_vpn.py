"""Tunnels by the hour; traffic of gateways and private connections by where it goes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost import estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource

EXTERNAL = "gcp:compute/externalVpnGateway:ExternalVpnGateway"
WAYS = {"same_region": 250, "us_or_canada": 100, "europe": 70, "asia": 50, "south_america": 100, "oceania": 50, "worldwide": 200}


def test_a_tunnel_costs_its_hours(month_of):
    assert month_of("gcp:compute/vPNTunnel:VPNTunnel", {"region": "us-central1"}).usd_per_month == Decimal("0.05") * 730


@pytest.mark.parametrize(
    "kind", ["gcp:compute/vPNGateway:VPNGateway", "gcp:compute/haVpnGateway:HaVpnGateway", "gcp:servicenetworking/connection:Connection"]
)
def test_traffic_between_locations_costs_what_the_way_costs(month_of, kind: str):
    bill = month_of(kind, {"region": "us-central1"}, {"monthly_egress_data_transfer_gb": WAYS})
    assert bill.usd_per_month == (
        Decimal("0.01") * 250  # between zones of a region, not between regions
        + Decimal("0.02") * 100
        + Decimal("0.02") * 70
        + Decimal("0.08") * 50
        + Decimal("0.14") * 100
        + Decimal("0.10") * 50
        + Decimal("0.08") * 200
    )
    assert month_of(kind, {"region": "us-central1"}).needs_usage


def test_what_goes_through_an_external_gateway_leaves_from_a_region_that_somebody_must_say(month_of):
    usage = {"monthly_egress_data_transfer_gb": {"worldwide": 12_500}}
    bill = month_of(EXTERNAL, {}, usage)
    assert [gap.reason for gap in bill.unpriced] == ["names no region, nor does its provider: set gcp:region or say --region"]


def test_an_external_gateway_sends_from_the_region_of_its_provider():
    usage = {"resources": {"it": {"monthly_egress_data_transfer_gb": {"worldwide": 12_500, "china": 8_500, "australia": 250}}}}
    bill = estimate(
        [Resource(EXTERNAL, "it", {})],
        usage_of({**usage, "free_tiers": False}, "usage"),
        region="us-central1",
    )
    assert bill.usd_per_month == (
        Decimal("0.12") * 1_024
        + Decimal("0.11") * 9_216
        + Decimal("0.08") * 2_260
        + Decimal("0.23") * 1_024
        + Decimal("0.22") * 7_476
        + Decimal("0.19") * 250
    )
    assert bill.usd_per_month == Decimal("3245.18"), "the sum that the Infracost open-source engine recorded"
