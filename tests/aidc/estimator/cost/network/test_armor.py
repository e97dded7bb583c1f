"""Cloud Armor Standard: policies, rules, requests."""

from __future__ import annotations

from decimal import Decimal

from aidc.inventory.resource import UNKNOWN

POLICY = "gcp:compute/securityPolicy:SecurityPolicy"


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


def test_the_default_rule_that_google_adds_is_said_and_not_in_the_sum(month_of):
    bill = month_of(POLICY, {"rules": [{"priority": 1000.0}]})
    assert bill.usd_per_month == 5 + 1
    assert bill.notes == (("it", "Google adds a default rule, which bills as a rule and is not in the sum: state it"),)
