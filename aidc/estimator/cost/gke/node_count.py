"""How many nodes a pool has: expected, at least and at most, over all its zones.

`nodeCount`, `initialNodeCount`, `minNodeCount`, `maxNodeCount` and the usage key `nodes` count the nodes of one zone; `totalMinNodeCount`,
`totalMaxNodeCount` and the usage key `total_nodes` those of the whole pool (provider documentation; the usage key `nodes` as Infracost has it).
A multi-host TPU pool is one slice: as many nodes as its topology has hosts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from aidc.catalog.topologies import parse_topology
from aidc.estimator.cost.gke.node_config import machine_type_of
from aidc.estimator.cost.reader import Reader

_TPU_CHIPS = re.compile(r"^(?:ct|tpu).*-(\d+)t$")


@dataclass(frozen=True, slots=True)
class NodeCount:
    """Nodes of a whole pool. `minimum` and `maximum` only where it is autoscaled."""

    expected: Decimal
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    by_usage: bool = False
    note: str = ""


def node_count(pool: Reader, zones: int) -> NodeCount | None:
    """Return the nodes of a pool, or None where nobody says how many. Raises Unreadable."""
    stated, limits = _stated(pool), _limits(pool, zones)
    total, each = pool.usage.number("total_nodes"), pool.usage.number("nodes")
    nodes = each * zones if total is None and each is not None else total
    if nodes is not None:
        return _within(limits, nodes, by_usage=True)
    if stated:
        within = stated * zones if limits is None else min(max(stated * zones, limits[0]), limits[1])
        return _within(limits, within)
    if limits is not None:
        expected, word = (limits[0], "minimum") if limits[0] else (limits[1], "maximum")
        note = f"autoscaled; counted at its {word} of {expected.normalize():f} nodes: say nodes in the usage to count others"
        return _within(limits, expected, note=note)
    hosts = slice_hosts(pool)
    if stated is None and hosts:
        return NodeCount(hosts, note=f"no node count is stated: counted as one slice of {hosts} hosts")
    return None if stated is None else NodeCount(stated)


def _stated(pool: Reader) -> Decimal | None:
    """Return the count for each zone that the inputs state; zero gives way to any other number."""
    counts = [pool.number(key) for key in ("nodeCount", "initialNodeCount")]
    known = [count for count in counts if count is not None]
    return max(known) if known and known[0] == 0 else next(iter(known), None)


def _limits(pool: Reader, zones: int) -> tuple[Decimal, Decimal] | None:
    """Return least and most nodes of an autoscaled pool. A pair of which nobody gives the maximum is no limit."""
    scaling = pool.at("autoscaling")
    if scaling is None:
        return None
    for least, most, times in (("totalMinNodeCount", "totalMaxNodeCount", 1), ("minNodeCount", "maxNodeCount", zones)):
        if maximum := scaling.number(most):
            return (scaling.number(least) or Decimal(0)) * times, maximum * times
    minimum = max((scaling.number("minNodeCount") or Decimal(0)) * zones, scaling.number("totalMinNodeCount") or Decimal(0))
    return (minimum, minimum) if minimum else None


def _within(limits: tuple[Decimal, Decimal] | None, expected: Decimal, *, by_usage: bool = False, note: str = "") -> NodeCount:
    if limits is None:
        return NodeCount(expected, by_usage=by_usage, note=note)
    return NodeCount(expected, min(limits[0], expected), max(limits[1], expected), by_usage, note)


def slice_hosts(pool: Reader) -> Decimal | None:
    """Return the hosts of the slice that a TPU pool is, or None for any other pool and where no topology is stated."""
    machine = _TPU_CHIPS.match(machine_type_of(pool))
    topology = parse_topology(_topology(pool) or "") if machine else None
    return None if machine is None or topology is None else Decimal(max(topology.chips // int(machine[1]), 1))


def _topology(pool: Reader) -> str | None:
    if stated := pool.text("placementPolicy.tpuTopology"):
        return stated
    policy = pool.whole.referred(pool.resource, pool.text("placementPolicy.policyName"), ("gcp:compute/resourcePolicy:ResourcePolicy",))
    return None if policy is None else Reader(policy, pool.usage, pool.whole).text("workloadPolicy.acceleratorTopology")


def is_side_by_side(pool: Reader) -> bool:
    """Say whether the machines must share a zone: a slice of several hosts, or compact placement (GKE documentation, compact placement)."""
    return (slice_hosts(pool) or 0) > 1 or pool.text("placementPolicy.type") == "COMPACT"
