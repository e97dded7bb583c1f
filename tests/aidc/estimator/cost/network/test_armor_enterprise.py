"""Cloud Armor Enterprise: a subscription that covers policies, rules and requests."""

from __future__ import annotations

from aidc.estimator.cost import estimate
from aidc.inventory.resource import Resource

ENTERPRISE = "gcp:compute/projectCloudArmorTier:ProjectCloudArmorTier"
POLICY = "gcp:compute/securityPolicy:SecurityPolicy"


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
