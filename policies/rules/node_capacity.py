"""Node pools: how machines are obtained, how many there may be, and where."""

from __future__ import annotations

from policies.accelerator_machines import needs_accelerator
from policies.bag import Bag, NotApplicable
from policies.labels import SERVING, says
from policies.node_pools import NODE_POOL, is_queued, is_spot, reservation, zones
from policies.rule import rule

_LABELS = ("nodeConfig.labels", "nodeConfig.resourceLabels", "nodeConfig.taints")


@rule("node-capacity-source-explicit", NODE_POOL)
def capacity_source(pool: Bag) -> str | None:
    needs_accelerator(pool)
    draws = reservation(pool)
    chosen = [
        name
        for name, is_chosen in (
            ("a reservation", draws not in ("", "NO_RESERVATION")),
            ("spot", is_spot(pool)),
            # Queued provisioning is a way of flex-start: both are set for one.
            ("flex-start", pool.on("nodeConfig.flexStart") or is_queued(pool)),
        )
        if is_chosen
    ]
    if len(chosen) > 1:
        return f"{' and '.join(chosen)} are chosen together"
    if not chosen and not draws:
        return "nothing says how its machines are obtained, so they draw on any reservation that is open"
    return None


@rule("node-no-spot-for-serving", NODE_POOL)
def no_spot_for_serving(pool: Bag) -> str | None:
    if not is_spot(pool):
        return None
    if not says(pool, SERVING, *_LABELS):
        raise NotApplicable("no label says that it serves or keeps state")
    return "machines that serve or keep state may be taken away at any time"


@rule("node-host-maintenance-planned", NODE_POOL)
def host_maintenance(pool: Bag) -> str | None:
    needs_accelerator(pool)
    path = "nodeConfig.hostMaintenancePolicy.maintenanceInterval"
    if pool.text(path) not in ("", "MAINTENANCE_INTERVAL_UNSPECIFIED"):
        return None
    if reservation(pool) != "SPECIFIC_RESERVATION":
        raise NotApplicable("its machines are not reserved")
    return "no maintenance interval is stated for its reserved machines"


@rule("node-autoscaling-bounded", NODE_POOL, most_nodes=1000)
def autoscaling_bounded(pool: Bag, most_nodes: int) -> str | None:
    if pool.get("autoscaling") in (None, []):
        raise NotApplicable("the pool does not grow by itself")
    limits = [
        limit for limit in (pool.number(f"autoscaling.{name}") for name in ("maxNodeCount", "totalMaxNodeCount")) if limit is not None
    ]
    if not limits:
        return "it grows without a limit"
    if pool.has("placementPolicy.tpuTopology"):
        return None
    return f"it may grow to {max(limits):.0f} nodes, more than {most_nodes}" if max(limits) > most_nodes else None


@rule("node-serving-multi-zone", NODE_POOL)
def serving_multi_zone(pool: Bag) -> str | None:
    if not says(pool, SERVING, *_LABELS):
        raise NotApplicable("no label says that it serves")
    stated = zones(pool)
    # In a regional cluster a pool without zones of its own lies in all of the cluster's.
    if len(stated) > 1 or (not stated and pool.has("location")):
        return None
    return f"it serves from {next(iter(stated), 'no stated zone')} alone"
