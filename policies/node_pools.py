"""Node pools, wherever they are declared: as resources of their own, inside a cluster, or as the default pool of a cluster.

What the machine types say: which accelerator, how many chips, how many hosts a TPU topology has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import prod
from typing import Any

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import defaults

NODE_POOL = "gcp:container/nodePool:NodePool"
CLUSTER = "gcp:container/cluster:Cluster"
_GPU_MACHINE = re.compile(r"(a2|a3|a4|a4x|g2|g4)-")
_TPU_MACHINE = re.compile(r"(ct\d|tpu\d)[a-z]*-")
_DEFAULT_ACCOUNT = re.compile(r"(default|(.*/)?\d+-compute@developer\.gserviceaccount\.com)")
_CHIPS = re.compile(r"-(\d+)t$")
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
    unjudged: Unknown | NotApplicable | None = None
    for pool in pools(bag):
        try:
            problem = check(pool)
        except NotApplicable as state:
            unjudged = unjudged or state
            continue
        except Unknown as state:
            unjudged = state
            continue
        if problem:
            return problem
    if unjudged:
        raise unjudged
    return None


def setting(pool: Bag, path: str) -> Any:
    """Return a setting of a pool as it takes effect, wherever the pool is declared. Raises Unknown, and KeyError for no row of defaults.csv."""
    value = pool.get(path)
    return defaults()[NODE_POOL, path] if value is None else value


def is_default_account(bag: Bag, path: str) -> bool:
    """Tell whether a machine runs as the default account of the project. One that is made in the same stack is not known yet, and is another."""
    try:
        account = bag.text(path)
    except Unknown:
        return False
    return not bag.has(path) or bool(_DEFAULT_ACCOUNT.fullmatch(account))


def accelerator(pool: Bag) -> str:
    """Return gpu, tpu, or an empty text. Raises Unknown when neither the machine nor its accelerators tell."""
    machine = machine_type(pool) if _is_known(pool, "nodeConfig.machineType") else None
    if machine and _TPU_MACHINE.match(machine):
        return "tpu"
    if machine and _GPU_MACHINE.match(machine):
        return "gpu"
    if any(gpu.number("count") != 0 for gpu in pool.bags("nodeConfig.guestAccelerators")):
        return "gpu"
    if machine is None:
        raise Unknown(f"{pool.path}nodeConfig.machineType")
    return ""


def needs_accelerator(pool: Bag) -> str:
    """Return gpu or tpu. Raises NotApplicable for a pool without, and Unknown."""
    kind = accelerator(pool)
    if not kind:
        raise NotApplicable("the pool has no accelerators")
    return kind


def machine_type(pool: Bag) -> str:
    """Return the machine type without a path before it. Raises Unknown."""
    return pool.text("nodeConfig.machineType").rsplit("/", 1)[-1].lower()


def chips_per_host(machine: str) -> int | None:
    """Return the TPU chips of a host, from the end of its machine type, or None."""
    found = _CHIPS.search(machine)
    return int(found[1]) if found else None


@lru_cache(maxsize=1024)
def hosts_of(topology: str, machine: str) -> int | None:
    """Return the hosts of a TPU slice: the chips of its topology over the chips of a host. None where that is no whole number."""
    sides = topology.lower().split("x")
    chips = chips_per_host(machine)
    if not chips or not all(side.isascii() and side.isdigit() and 0 < len(side) < 6 for side in sides):
        return None
    hosts, rest = divmod(prod(int(side) for side in sides), chips)
    return hosts if hosts and not rest else None


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


def _is_known(pool: Bag, path: str) -> bool:
    try:
        pool.get(path)
    except Unknown:
        return False
    return True
