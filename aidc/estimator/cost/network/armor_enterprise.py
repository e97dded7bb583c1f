"""Cloud Armor Enterprise: a subscription of a project (Paygo) or of the billing account (Annual), which covers policies, rules and requests.

Source: Cloud Armor Enterprise overview: Paygo has 2 protected resources in it and bills each further one as much again; Annual has 100 in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.whole import Whole

TIER = "gcp:compute/projectCloudArmorTier:ProjectCloudArmorTier"
PAYGO, ANNUAL = "CA_ENTERPRISE_PAYGO", "CA_ENTERPRISE_ANNUAL"
IN_PAYGO, IN_ANNUAL = Decimal(2), Decimal(100)


def tier_of_project(reader: Reader) -> Iterator[Charge | Gap | Note | Free]:
    """Price gcp:compute/projectCloudArmorTier:ProjectCloudArmorTier."""
    tier, resources = reader.text("cloudArmorTier"), reader.usage.number("protected_resources") or Decimal(0)
    if tier == PAYGO:
        months = 1 + max(resources - IN_PAYGO, Decimal(0))
        yield Charge("Cloud Armor Enterprise Paygo", "armor.enterprise.paygo", "global", months, "month")
    elif tier == ANNUAL:
        yield from _annual(reader, resources)
    elif tier == "CA_STANDARD":
        yield Free("Cloud Armor Standard bills by policy, rule and request")
    else:
        yield Gap("Cloud Armor", f"the tier {tier} has no price here" if tier else "its tier is not stated")


def _annual(reader: Reader, resources: Decimal) -> Iterator[Charge | Note]:
    """Bill the subscription of the account once, and what a project protects beyond it."""
    first = next((found for found in reader.whole.of_type(TIER) if found.inputs.get("cloudArmorTier") == ANNUAL), None)
    if first is reader.resource:
        yield Charge("Cloud Armor Enterprise Annual", "armor.enterprise.annual", "global", Decimal(1), "month")
    else:
        yield Note("the subscription of the billing account is on the line of the first project that is enrolled")
    beyond = max(resources - IN_ANNUAL, Decimal(0))
    if beyond:
        item = "armor.enterprise.annual-resource"
        yield Charge("Protected resources beyond 100", item, "global", beyond, "resource-month", by_usage=True)


def is_enrolled(reader: Reader) -> bool:
    """Say whether a resource's project is in Cloud Armor Enterprise, as far as the record says."""
    whole: Whole = reader.whole
    project = whole.project(reader.resource)
    return any(tier.inputs.get("cloudArmorTier") in (PAYGO, ANNUAL) and whole.project(tier) == project for tier in whole.of_type(TIER))


PRICERS: dict[str, Pricer] = {TIER: tier_of_project}
KEYS: dict[str, Keys] = {
    TIER: (UsageKey("protected_resources", "resources", "Backends and addresses that Cloud Armor Enterprise protects"),)
}
