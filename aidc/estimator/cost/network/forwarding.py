"""Forwarding rules: the first five of a project and region together cost one flat rate, one or five; each further rule its own.

Global rules count apart from regional ones. The flat rate is a line of the first rule in the order of the record. Source: load balancing price page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.network.forwarding_kind import kind_of
from aidc.estimator.cost.network.internet import INTERNET_KEYS, internet_egress
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used
from aidc.estimator.cost.whole import Whole

REGIONAL = "gcp:compute/forwardingRule:ForwardingRule"
GLOBAL = "gcp:compute/globalForwardingRule:GlobalForwardingRule"
FLAT_RULES = 5


def forwarding_rule(reader: Reader) -> Iterator[Charge | Gap | Note | Free]:
    """Price a regional or a global forwarding rule."""
    region = "global" if reader.resource.type == GLOBAL else reader.region
    kind = kind_of(reader.resource, reader.whole)
    if kind == "balancer":
        yield from forwarding_rule_charges(reader, region, _places(reader.whole)[id(reader.resource)])
        yield from used(reader, "monthly_ingress_data_gb", "Data processed", "load-balancing.data", region, "GiB")
    elif kind == "vpn":
        yield Free("leads to a Classic VPN gateway: such a rule bills nothing beside the tunnel")
    else:
        yield Charge("Private Service Connect endpoint", "network.psc.endpoint", region, reader.usage.hours_per_month, "hour")
        if kind == "endpoint":
            yield from used(reader, "monthly_ingress_data_gb", "Data processed", "network.psc.data", region, "GiB")
    yield from internet_egress(reader)


def forwarding_rule_charges(reader: Reader, region: str, place: int, component: str = "Forwarding rule") -> Iterator[Charge | Note]:
    """Yield the hours of one rule; `place` is how many rules of its project and region come before it."""
    hours = reader.usage.hours_per_month
    if place == 0:
        yield Charge(f"{component}: first five together", "load-balancing.first-five-rules", region, hours, "hour")
    elif place < FLAT_RULES:
        yield Note(f"is among the first five forwarding rules of its project in {region}, which cost one flat rate together")
    else:
        yield Charge(f"{component}: beyond the first five", "load-balancing.further-rule", region, hours, "rule-hour")


@lru_cache(maxsize=1)
def balancer_rules(whole: Whole) -> dict[tuple[str, str], list[int]]:
    """Return the identities of the rules that share a flat rate, by project and region (global for global rules), in the order of the record."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for kind in (REGIONAL, GLOBAL):
        for resource in whole.of_type(kind):
            try:
                region = "global" if kind == GLOBAL else Reader(resource, ResourceUsage(), whole).region
            except Unreadable:
                continue
            if kind_of(resource, whole) == "balancer":
                found[whole.project(resource), region].append(id(resource))
    return found


@lru_cache(maxsize=1)
def _places(whole: Whole) -> dict[int, int]:
    """Return how many rules of its project and region come before each rule."""
    return {identity: place for rules in balancer_rules(whole).values() for place, identity in enumerate(rules)}


RULE_KEYS: Keys = (UsageKey("monthly_ingress_data_gb", "GiB a month", "Bytes that the rule takes in"), *INTERNET_KEYS)
PRICERS: dict[str, Pricer] = {REGIONAL: forwarding_rule, GLOBAL: forwarding_rule}
KEYS: dict[str, Keys] = {REGIONAL: RULE_KEYS, GLOBAL: RULE_KEYS}
