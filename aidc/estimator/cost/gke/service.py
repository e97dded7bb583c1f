"""Services of type LoadBalancer: a forwarding rule each, beside those of the record; every other Service is free.

Type priced: kubernetes:core/v1:Service.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.gke.home import home_of, region_of_object
from aidc.estimator.cost.network.forwarding import balancer_rules, forwarding_rule_charges
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.whole import Whole

SERVICE = "kubernetes:core/v1:Service"
TRAFFIC: Keys = (UsageKey("monthly_data_processed_gb", "GiB a month", "Data that the load balancer processes"),)


def service(reader: Reader) -> Iterator[Charge | Gap | Note | Free]:
    """Price a Service: one forwarding rule where it is of type LoadBalancer."""
    if reader.text("spec.type") != "LoadBalancer":
        yield Free("has no load balancer")
        return
    region = region_of_object(reader)
    yield from forwarding_rule_charges(reader, region, _place(reader, region), "Load balancer")
    if data := reader.usage.number("monthly_data_processed_gb"):
        yield Charge("Load balancer: data processed", "load-balancing.data", region, data, "GiB", by_usage=True)


def _place(reader: Reader, region: str) -> int:
    """Return how many rules of the same project and region come before: the declared ones, then Services in the order of the record."""
    project = home_of(reader).project or ""
    declared = len(balancer_rules(reader.whole).get((project, region), ()))
    return declared + _balancers(reader.whole)[project, region].index(id(reader.resource))


@lru_cache(maxsize=1)
def _balancers(whole: Whole) -> dict[tuple[str, str], list[int]]:
    """Return the identities of Services that make a rule, by project and region."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for resource in whole.of_type(SERVICE):
        reader = Reader(resource, ResourceUsage(), whole)
        try:
            if reader.text("spec.type") == "LoadBalancer":
                found[home_of(reader).project or "", region_of_object(reader)].append(id(resource))
        except Unreadable:
            continue
    return found


PRICERS: dict[str, Pricer] = {SERVICE: service}
KEYS: dict[str, Keys] = {SERVICE: TRAFFIC}
