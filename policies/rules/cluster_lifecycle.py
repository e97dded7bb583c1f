"""How a cluster lives on: its channel, when it is maintained, where it runs, and which pools are declared in it."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.clusters import CLUSTER, is_autopilot
from policies.either import either
from policies.node_pools import is_zone
from policies.purpose import only_for_production_serving, only_in_production
from policies.rule import rule

WINDOWS = ("recurringWindow", "recurringMaintenanceWindow", "dailyMaintenanceWindow")


@rule("cluster-release-channel", CLUSTER)
def release_channel(cluster: Bag) -> str | None:
    channel = cluster.text("releaseChannel.channel")
    if channel in ("REGULAR", "STABLE", "EXTENDED") or (not channel and is_autopilot(cluster)):
        return None
    if channel != "RAPID":
        return f"the cluster follows no release channel ({channel or 'none is stated'})"
    only_in_production(cluster)
    return "RAPID versions are the newest and come without a service level agreement"


@rule("cluster-maintenance-window", CLUSTER)
def maintenance_window(cluster: Bag) -> str | None:
    if any(cluster.has(f"maintenancePolicy.{window}") for window in WINDOWS):
        return None
    return "GKE may upgrade the cluster at any hour"


@rule("cluster-regional", CLUSTER)
def regional(cluster: Bag) -> str | None:
    location = cluster.text("location")
    if location and not is_zone(location):
        return None
    only_for_production_serving(cluster)
    if not location:
        raise NotApplicable("the location is the provider's, which the resource does not show")
    return f"the control plane has one copy, in {location:.40}, and is away during every upgrade"


@rule("cluster-separate-node-pools", CLUSTER)
def separate_node_pools(cluster: Bag) -> str | None:
    if not cluster.has("nodePools") or cluster.on("removeDefaultNodePool"):
        return None
    return "node pools are declared inside the cluster, where a change replaces the cluster"


@rule("cluster-autoprovisioning-multi-zone", CLUSTER)
def autoprovisioning_multi_zone(cluster: Bag) -> str | None:
    if not either(lambda: is_autopilot(cluster), lambda: cluster.on("clusterAutoscaling.enabled")):
        raise NotApplicable("node auto-provisioning is off")
    zones = {str(zone) for zone in cluster.list("clusterAutoscaling.autoProvisioningLocations")} or _zones(cluster)
    if len(zones) > 1 or not all(map(is_zone, zones)):
        return None
    only_for_production_serving(cluster)
    return f"nodes are made in one zone only ({', '.join(zones):.60})" if zones else None


def _zones(cluster: Bag) -> set[str]:
    """Return where a cluster has nodes: its zones, or its region, which stands for several."""
    return {str(zone) for zone in cluster.list("nodeLocations")} | ({location} if (location := cluster.text("location")) else set())
