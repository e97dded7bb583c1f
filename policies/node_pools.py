"""Node pools, wherever they are declared: as resources of their own, inside a cluster, or as the default pool of a cluster.

How many nodes there may be, where they lie and how they are obtained; what their machines are is in accelerator_machines.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import defaults, taken
from policies.reading import first_problem

NODE_POOL = "gcp:container/nodePool:NodePool"
CLUSTER = "gcp:container/cluster:Cluster"
_DEFAULT_ACCOUNT = re.compile(r"(default|(.*/)?\d+-compute@developer\.gserviceaccount\.com)")
_ZONE = re.compile(r"[a-z]+-[a-z]+\d+-[a-z0-9]+")


def pools(bag: Bag) -> Iterator[Bag]:
    """Yield the pools that a node pool or a cluster declares. Raises NotApplicable for a cluster that has none of its own, and Unknown."""
    if bag.type != CLUSTER:
        yield bag
        return
    if bag.on("enableAutopilot"):
        raise NotApplicable("Google sets the nodes of an Autopilot cluster")
    if bag.has("nodePools"):
        yield from bag.bags("nodePools")
    elif bag.on("removeDefaultNodePool"):
        raise NotApplicable("the default pool is deleted when the cluster is made")
    else:
        yield bag


def in_pools(bag: Bag, check: Callable[[Bag], str | None]) -> str | None:
    """Return the first problem of the pools of a bag. Raises Unknown, or NotApplicable, when there is none and a pool cannot be judged."""
    return first_problem(pools(bag), check)


def is_zone(place: str) -> bool:
    """Tell a zone from a region, also by its full name."""
    return _ZONE.fullmatch(place.rsplit("/", 1)[-1]) is not None


def setting(pool: Bag, path: str) -> Any:
    """Return a setting of a pool as it takes effect, wherever the pool is declared. Raises Unknown, and KeyError for no row of defaults.csv."""
    return taken(pool.get(path), defaults()[NODE_POOL, path])


def is_on(pool: Bag, path: str) -> bool:
    """Tell whether a switch of a pool takes effect as on. Raises Unknown, and KeyError for no row of defaults.csv."""
    return pool.on(path, default=defaults()[NODE_POOL, path])


def is_default_account(bag: Bag, path: str) -> bool:
    """Tell whether a machine runs as the default account of the project. One that is made in the same stack is not known yet, and is another."""
    try:
        account = bag.text(path)
    except Unknown:
        return False
    return not bag.has(path) or bool(_DEFAULT_ACCOUNT.fullmatch(account))


def zones(pool: Bag) -> frozenset[str]:
    """Return the zones of a pool as stated: its own, or its location where that is a zone; empty where the cluster decides. Raises Unknown."""
    stated = frozenset(str(zone) for zone in pool.list("nodeLocations"))
    location = pool.text("location")
    return stated or (frozenset({location}) if _ZONE.fullmatch(location) else frozenset())


def most_nodes(pool: Bag) -> int | None:
    """Return the most nodes that a pool may have over its stated zones, or None where no number is stated. Raises Unknown."""
    per_zone = max(len(zones(pool)), 1)
    total = pool.number("autoscaling.totalMaxNodeCount")
    if total is not None:
        return int(total)
    for path in ("autoscaling.maxNodeCount", "nodeCount", "initialNodeCount"):
        number = pool.number(path)
        if number is not None:
            return int(number) * per_zone
    return None


def is_spot(pool: Bag) -> bool:
    """Tell whether the machines may be taken away at any time. Raises Unknown."""
    return pool.on("nodeConfig.spot") or pool.on("nodeConfig.preemptible")


def is_queued(pool: Bag) -> bool:
    """Tell whether machines come only through the queue of the Dynamic Workload Scheduler. Raises Unknown."""
    return pool.on("queuedProvisioning.enabled")


def reservation(pool: Bag) -> str:
    """Return how the pool draws on reservations, empty where it is not said. Raises Unknown."""
    stated = pool.text("nodeConfig.reservationAffinity.consumeReservationType")
    return "" if stated == "UNSPECIFIED" else stated
