"""Proxies, Cloud Armor, Cloud DNS, Interconnect."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost import estimate
from aidc.inventory.resource import UNKNOWN, Resource

PROXIES = ["targetHttpProxy:TargetHttpProxy", "targetHttpsProxy:TargetHttpsProxy", "targetGrpcProxy:TargetGrpcProxy"]
PROXIES += ["targetSSLProxy:TargetSSLProxy", "targetTCPProxy:TargetTCPProxy", "regionTargetHttpProxy:RegionTargetHttpProxy"]
PROXIES += ["regionTargetHttpsProxy:RegionTargetHttpsProxy", "regionTargetTcpProxy:RegionTargetTcpProxy"]
POLICY = "gcp:compute/securityPolicy:SecurityPolicy"
ATTACHMENT = "gcp:compute/interconnectAttachment:InterconnectAttachment"


@pytest.mark.parametrize("proxy", PROXIES)
def test_a_proxy_pays_for_its_instances_and_bytes(month_of, proxy: str):
    bill = month_of(f"gcp:compute/{proxy}", {"region": "us-central1"}, {"monthly_proxy_instances": 10.2, "monthly_data_processed_gb": 100})
    assert bill.usd_per_month == Decimal("0.025") * 7_446 + Decimal("0.008") * 100
    assert month_of(f"gcp:compute/{proxy}", {"region": "us-central1"}).needs_usage


def test_a_security_policy_pays_for_itself_its_rules_and_requests(month_of):
    bill = month_of(
        POLICY, {"rules": [{"priority": 1.0}, {"priority": 2.0}, {"priority": 2147483647.0}]}, {"monthly_requests": 200_000_000}
    )
    assert bill.usd_per_month == Decimal(5) + Decimal(1) * 3 + Decimal("0.75") * 200


def test_a_rule_that_is_a_resource_of_its_own_is_one_rule(month_of):
    for kind in ("securityPolicyRule:SecurityPolicyRule", "regionSecurityPolicyRule:RegionSecurityPolicyRule"):
        assert month_of(f"gcp:compute/{kind}", {"priority": 1.0}).usd_per_month == 1


def test_requests_of_a_regional_policy_cost_less(month_of):
    bill = month_of("gcp:compute/regionSecurityPolicy:RegionSecurityPolicy", {"region": "us-central1"}, {"monthly_requests": 1_000_000})
    assert bill.usd_per_month == Decimal(5) + Decimal("0.6")


def test_a_network_edge_policy_needs_a_subscription(month_of):
    bill = month_of("gcp:compute/regionSecurityPolicy:RegionSecurityPolicy", {"type": "CLOUD_ARMOR_NETWORK"})
    assert [gap.reason for gap in bill.unpriced] == [
        "Security policy: a network edge policy needs Cloud Armor Enterprise, whose subscription is no resource of the record"
    ]


def test_a_policy_with_unknown_rules_still_costs_the_policy(month_of):
    bill = month_of(POLICY, {"rules": UNKNOWN})
    assert bill.usd_per_month == 5
    assert [gap.reason for gap in bill.unpriced] == ["rules is not known before the resources it depends on exist"]


@pytest.mark.parametrize(("zones", "usd"), [(1, "0.20"), (25, "5.00"), (26, "5.10"), (40, "6.50")])
def test_zones_after_the_first_25_cost_half(zones: int, usd: str):
    record = [Resource("gcp:dns/managedZone:ManagedZone", f"z{number}", {"visibility": "private"}) for number in range(zones)]
    assert estimate(record).usd_per_month == Decimal(usd)


def test_queries_cost_by_the_million_and_more_with_a_routing_policy(month_of):
    record = "gcp:dns/recordSet:RecordSet"
    assert month_of(record, {"type": "A"}, {"monthly_queries": 100_000}).usd_per_month == Decimal("0.04")
    assert month_of(record, {"routingPolicy": {"wrrs": []}}, {"monthly_queries": 1_000_000}).usd_per_month == Decimal("0.70")
    assert month_of(record, {"type": "A"}).needs_usage


@pytest.mark.parametrize(
    ("inputs", "usd_per_hour"),
    [
        ({"type": "DEDICATED", "bandwidth": "BPS_10G"}, "0.1"),
        ({}, "0.1"),
        ({"type": "PARTNER_PROVIDER", "bandwidth": "BPS_1G"}, "0.2778"),
    ],
)
def test_an_attachment_costs_its_hours(month_of, inputs, usd_per_hour):
    assert month_of(ATTACHMENT, {"region": "us-central1", **inputs}).usd_per_month == Decimal(usd_per_hour) * 730


def test_a_partner_attachment_without_a_capacity_is_a_gap(month_of):
    bill = month_of(ATTACHMENT, {"region": "us-central1", "type": "PARTNER"})
    assert [gap.reason for gap in bill.unpriced] == ["VLAN attachment: its capacity is set by the partner and not stated"]


def test_circuits_cost_their_hours_by_speed_and_number(month_of):
    kind = "gcp:compute/interconnect:Interconnect"
    bill = month_of(kind, {"linkType": "LINK_TYPE_ETHERNET_100G_LR", "requestedLinkCount": 2.0})
    assert bill.usd_per_month == Decimal("18.05") * 2 * 730
    assert [gap.reason for gap in month_of(kind, {}).unpriced] == ["Circuits: their speed or number is not stated"]


ENTERPRISE = "gcp:compute/projectCloudArmorTier:ProjectCloudArmorTier"


def test_a_subscription_of_a_project_covers_its_policies(month_of):
    assert month_of(ENTERPRISE, {"cloudArmorTier": "CA_ENTERPRISE_PAYGO"}).usd_per_month == 200
    assert month_of(ENTERPRISE, {"cloudArmorTier": "CA_ENTERPRISE_PAYGO"}, {"protected_resources": 5}).usd_per_month == 200 + 200 * 3
    subscription = Resource(ENTERPRISE, "tier", {"cloudArmorTier": "CA_ENTERPRISE_PAYGO", "project": "p"})
    inside, outside = Resource(POLICY, "in", {"project": "p"}), Resource(POLICY, "out", {"project": "q"})
    bill = estimate([subscription, inside, outside])
    assert bill.usd_per_month == 200 + 5
    assert [(free.resource, free.reason) for free in bill.free] == [
        ("in", "the Cloud Armor Enterprise subscription of the project covers policies, rules and requests")
    ]


def test_the_subscription_of_the_account_is_paid_once(month_of):
    assert month_of(ENTERPRISE, {"cloudArmorTier": "CA_ENTERPRISE_ANNUAL"}, {"protected_resources": 101}).usd_per_month == 3_000 + 30
    projects = [Resource(ENTERPRISE, name, {"cloudArmorTier": "CA_ENTERPRISE_ANNUAL", "project": name}) for name in "ab"]
    assert estimate(projects).usd_per_month == 3_000


def test_the_standard_tier_costs_nothing_by_itself_and_an_unknown_one_is_a_gap(month_of):
    assert month_of(ENTERPRISE, {"cloudArmorTier": "CA_STANDARD"}).free
    assert [gap.reason for gap in month_of(ENTERPRISE, {}).unpriced] == ["Cloud Armor: its tier is not stated"]
