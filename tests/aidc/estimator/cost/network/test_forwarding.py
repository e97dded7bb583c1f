"""Forwarding rules: a flat rate for the first five of a project and region; endpoints and VPN rules apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.estimator.cost import estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import UNKNOWN, Resource

RULE = "gcp:compute/forwardingRule:ForwardingRule"
GLOBAL = "gcp:compute/globalForwardingRule:GlobalForwardingRule"


def rules(count: int, kind: str = RULE, **inputs: object) -> list[Resource]:
    return [Resource(kind, f"r{number}", {"region": "europe-west4", **inputs}) for number in range(count)]


def usd(resources: list[Resource]) -> Decimal:
    return estimate(resources).usd_per_month


@pytest.mark.parametrize(("count", "usd_per_month"), [(1, "20.44"), (5, "20.44"), (6, "28.47")])
def test_the_published_rules_in_the_netherlands(count: int, usd_per_month: str):
    assert usd(rules(count)) == Decimal(usd_per_month)


def test_rules_that_cost_nothing_more_say_why_and_do_not_wait_for_usage():
    bill = estimate(rules(2))
    assert bill.notes == (
        ("r1", "is among the first five forwarding rules of its project in europe-west4, which cost one flat rate together"),
    )
    assert not bill.needs_usage


@given(st.integers(0, 12))
def test_another_rule_never_makes_the_bill_smaller_and_nothing_costs_nothing(count: int):
    fewer, more = usd(rules(count)), usd(rules(count + 1))
    assert fewer <= more
    assert (fewer == 0) == (count == 0)


def test_every_project_region_and_the_globe_have_first_five_rules_of_their_own():
    flat = Decimal("0.028") * 730
    assert usd([*rules(1), *rules(1, project="other")]) == flat * 2
    assert usd([*rules(1), *rules(1, region="us-central1")]) == flat + Decimal("0.025") * 730
    assert usd([*rules(1), *rules(1, GLOBAL)]) == flat + Decimal("0.025") * 730


@pytest.mark.parametrize("scheme", ["INTERNAL", "INTERNAL_MANAGED", "EXTERNAL", "EXTERNAL_MANAGED"])
def test_rules_of_every_load_balancer_share_the_flat_rate(scheme: str):
    assert usd([*rules(1), *rules(1, loadBalancingScheme=scheme)]) == usd(rules(1))


def test_bytes_are_paid_for_beside_the_rule(month_of):
    bill = month_of(RULE, {"region": "us-central1"}, {"monthly_ingress_data_gb": 100})
    assert bill.usd_per_month == Decimal("0.025") * 730 + Decimal("0.008") * 100
    over_the_globe = month_of(GLOBAL, {"target": "proxy"}, {"monthly_ingress_data_gb": 100})
    assert over_the_globe.usd_per_month == bill.usd_per_month


def test_bytes_that_leave_pay_egress(month_of):
    bill = month_of(RULE, {"region": "us-central1"}, {"monthly_egress_data_transfer_gb": {"asia": 100}})
    assert bill.usd_per_month == Decimal("0.025") * 730 + Decimal("0.12") * 100


@pytest.mark.parametrize("target", ["all-apis", "vpc-sc"])
def test_an_endpoint_for_google_apis_costs_its_hours_alone(month_of, target: str):
    bill = month_of(GLOBAL, {"target": target, "loadBalancingScheme": ""}, {"monthly_ingress_data_gb": 100})
    assert bill.usd_per_month == Decimal("0.01") * 730


def test_an_endpoint_for_a_published_service_pays_for_its_bytes_and_takes_no_place_of_a_rule():
    attachment = "projects/p/regions/us-central1/serviceAttachments/db"
    endpoint = Resource(RULE, "a", {"region": "us-central1", "target": attachment, "loadBalancingScheme": ""})
    rule = Resource(RULE, "b", {"region": "us-central1", "backendService": "web"})
    usage = usage_of({"resources": {"a": {"monthly_ingress_data_gb": 1_000}}}, "usage")
    assert estimate([endpoint, rule], usage).usd_per_month == Decimal("0.01") * 730 + Decimal("0.01") * 1_000 + Decimal("0.025") * 730


def test_an_unknown_target_is_followed_to_what_the_rule_depends_on():
    gateway = Resource("gcp:compute/vPNGateway:VPNGateway", "vpn", {"region": "us-central1"}, urn="urn:g")
    rule = Resource(RULE, "udp500", {"region": "us-central1", "target": UNKNOWN, "portRange": "500"}, urn="urn:r", dependencies=("urn:g",))
    bill = estimate([gateway, rule])
    assert not bill.lines
    assert [free.reason for free in bill.free] == ["leads to a Classic VPN gateway: such a rule bills nothing beside the tunnel"]


def test_a_rule_without_a_region_is_unpriced_and_takes_no_place():
    nowhere = Resource(RULE, "a", {"region": UNKNOWN})
    bill = estimate([nowhere, *rules(1)])
    assert [gap.reason for gap in bill.unpriced] == ["region is not known before the resources it depends on exist; --region may say it"]
    assert bill.usd_per_month == Decimal("20.44")


def test_egress_in_the_standard_tier_has_no_known_price(month_of):
    inputs = {"region": "us-central1", "networkTier": "STANDARD"}
    bill = month_of(RULE, inputs, {"monthly_egress_data_transfer_gb": {"worldwide": 100}})
    assert [gap.reason for gap in bill.unpriced] == [
        "Egress to the internet: no price of egress in the Standard Tier of the network is known"
    ]
    assert bill.usd_per_month == Decimal("0.025") * 730
