"""Load balancers that Kubernetes objects make: forwarding rules beside those of the record.

Types priced: Service (one rule of its region where it is of type LoadBalancer), Ingress (a rule for HTTP and one for HTTPS, global unless its
class is gce-internal) and Gateway (a rule for each port it listens on). An Ingress or Gateway of another class is served by a controller inside
the cluster and makes no rule of its own. Source: GKE documentation, Ingress and Gateway for Application Load Balancers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.gke.home import home_of, region_of_object
from aidc.estimator.cost.gke.load_balancer import INGRESSES, LoadBalancer, balancer_of
from aidc.estimator.cost.network.forwarding import balancer_rules, forwarding_rule_charges
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.whole import Whole

TRAFFIC: Keys = (UsageKey("monthly_data_processed_gb", "GiB a month", "Data that the load balancer processes"),)


def load_balancer(reader: Reader) -> Iterator[Charge | Gap | Note | Free]:
    """Price a Service, an Ingress or a Gateway by the forwarding rules it makes."""
    balancer = balancer_of(reader)
    if balancer is None:
        yield Free("makes no load balancer of its own")
        return
    region = _region(reader, balancer)
    first = _places(reader.whole)[id(reader.resource)]
    for rule in range(balancer.rules):
        yield from forwarding_rule_charges(reader, region, first + rule, "Load balancer")
    if data := reader.usage.number("monthly_data_processed_gb"):
        yield Charge("Load balancer: data processed", "load-balancing.data", region, data, "GiB", by_usage=True)


def _region(reader: Reader, balancer: LoadBalancer) -> str:
    return "global" if balancer.is_global else region_of_object(reader)


@lru_cache(maxsize=1)
def _places(whole: Whole) -> dict[int, int]:
    """Return, by identity, how many rules of the same project and region come before those of an object: declared ones first."""
    used = defaultdict(int, {place: len(rules) for place, rules in balancer_rules(whole).items()})
    places: dict[int, int] = {}
    for resource in (found for kind in PRICERS for found in whole.of_type(kind)):
        reader = Reader(resource, ResourceUsage(), whole)
        try:
            if balancer := balancer_of(reader):
                place = home_of(reader).project or "", _region(reader, balancer)
                places[id(resource)] = used[place]
                used[place] += balancer.rules
        except Unreadable:
            continue  # its own line says so
    return places


PRICERS: dict[str, Pricer] = dict.fromkeys(("kubernetes:core/v1:Service", *INGRESSES), load_balancer)
KEYS: dict[str, Keys] = dict.fromkeys(PRICERS, TRAFFIC)
