"""Cloud Armor Standard: each policy, each rule, and requests. Source: Cloud Armor price page.

Every rule that is stated counts, the default rule too where the policy states it; where it does not, a note says that it is missing. Network edge
policies need Cloud Armor Enterprise.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.network.armor_enterprise import is_enrolled
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used

_GLOBAL = "gcp:compute/securityPolicy:SecurityPolicy"
_REGIONAL = "gcp:compute/regionSecurityPolicy:RegionSecurityPolicy"
_RULES = (
    "gcp:compute/securityPolicyRule:SecurityPolicyRule",
    "gcp:compute/regionSecurityPolicyRule:RegionSecurityPolicyRule",
)
DEFAULT_PRIORITY = (2_147_483_647, "2147483647")
COVERED = "the Cloud Armor Enterprise subscription of the project covers policies, rules and requests"


def security_policy(reader: Reader) -> Iterator[Charge | Gap | Note | Free]:
    """Price a global or regional policy and the rules inside it."""
    if is_enrolled(reader):
        yield Free(COVERED)
        return
    if reader.text("type") == "CLOUD_ARMOR_NETWORK":
        yield Gap("Security policy", "a network edge policy needs Cloud Armor Enterprise, whose subscription is no resource of the record")
        return
    yield Charge("Security policy", "armor.policy", "global", Decimal(1), "policy-month")
    requests = "armor.requests.regional" if reader.resource.type == _REGIONAL else "armor.requests"
    yield from used(reader, "monthly_requests", "Requests", requests, "global", "request")
    rules = [rule.inside or {} for rule in reader.items("rules")]
    if rules:
        yield Charge("Rules", "armor.rule", "global", Decimal(len(rules)), "rule-month")
    if not any(rule.get("priority") in DEFAULT_PRIORITY for rule in rules):
        yield Note("Google adds a default rule, which bills as a rule and is not in the sum: state it")


def security_policy_rule(reader: Reader) -> Iterator[Charge | Free]:
    """Price a rule that is a resource of its own."""
    if is_enrolled(reader):
        yield Free(COVERED)
    else:
        yield Charge("Rule", "armor.rule", "global", Decimal(1), "rule-month")


PRICERS: dict[str, Pricer] = {
    _GLOBAL: security_policy,
    _REGIONAL: security_policy,
    **dict.fromkeys(_RULES, security_policy_rule),
}
KEYS: dict[str, Keys] = dict.fromkeys(
    (_GLOBAL, _REGIONAL), (UsageKey("monthly_requests", "requests a month", "Requests that the policy judges"),)
)
