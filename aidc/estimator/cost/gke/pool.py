"""Node pools: machines, GPUs, Local SSD, boot disks and external addresses of all their nodes.

Type priced: gcp:container/nodePool:NodePool. The default pool and the pools declared inside a cluster are priced here too, as lines of the
cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import cast

from aidc.catalog.prices import Term
from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.compute.buying import commitment_of
from aidc.estimator.cost.compute.licence import licences
from aidc.estimator.cost.compute.machine import Running, attached_gpus, machines
from aidc.estimator.cost.compute.reservation_use import taken
from aidc.estimator.cost.gke.node_config import machine_type_of, node_config
from aidc.estimator.cost.gke.node_count import NodeCount, is_side_by_side, node_count
from aidc.estimator.cost.gke.node_disks import boot_disks, node_local_ssds, secondary_boot_disks
from aidc.estimator.cost.gke.placement import Placement, cluster_of, placement_of
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import MACHINE, Keys, UsageKey

Said = Charge | Gap | Note | Free

POOL: Keys = (
    UsageKey("total_nodes", "nodes", "Nodes of the pool over all of its zones, on average; before nodes"),
    UsageKey("nodes", "nodes in each zone", "Nodes of the pool in each of its zones, for an autoscaled pool the average"),
    *MACHINE,
)


def node_pool(reader: Reader) -> Iterator[Said]:
    """Price gcp:container/nodePool:NodePool."""
    cluster = cluster_of(reader)
    if cluster and cluster.flag("enableAutopilot"):
        yield Free("its cluster is Autopilot, which bills pods and not nodes")
        return
    yield from pool_charges("", reader, cluster, placement_of(reader, cluster, one_zone=is_side_by_side(reader)))


def pool_charges(prefix: str, pool: Reader, cluster: Reader | None, placement: Placement) -> Iterator[Said]:
    """Yield everything that the nodes of a pool cost. `prefix` names the pool on a bill that has several. Raises Unreadable."""
    count = node_count(pool, placement.zones)
    if count is None:
        yield Gap(f"{prefix}Nodes", "no node count is stated; say nodes in the usage")
        return
    for note in (placement.note, count.note):
        if note:
            yield Note(f"{prefix}{note}")
    if not count.expected and not count.maximum:
        yield Note(f"{prefix}0 nodes") if prefix else Free("has 0 nodes")
        return
    running = _running(pool, placement, count)
    yield from _machines(prefix, pool, running)
    yield from boot_disks(f"{prefix}Boot disks of nodes", pool, running)
    yield from secondary_boot_disks(f"{prefix}Secondary boot disks of nodes", pool)
    yield from _addresses(f"{prefix}External addresses of nodes", pool, cluster, running)
    yield from _without_rate(prefix, pool, cluster)


def _without_rate(prefix: str, pool: Reader, cluster: Reader | None) -> Iterator[Gap]:
    """Yield what costs money by machine and has no rate in the tables."""
    if node_config(pool).flag("confidentialNodes.enabled") or (cluster and cluster.flag("confidentialNodes.enabled")):
        yield Gap(f"{prefix}Confidential nodes", "the fee of Confidential VM for each vCPU and GiB is not in the price tables")
    tier = pool.text("networkConfig.networkPerformanceConfig.totalEgressBandwidthTier")
    if tier == "TIER_1" or (cluster and cluster.text("networkPerformanceConfig.totalEgressBandwidthTier") == "TIER_1"):
        yield Gap(f"{prefix}Tier_1 networking", "its price for each machine is not in the price tables")


def _running(pool: Reader, placement: Placement, count: NodeCount) -> Running:
    return Running(
        placement.region,
        count.expected,
        pool.usage.hours,
        term_of_nodes(pool),
        commitment_of(pool),
        count.minimum,
        count.maximum,
        count.by_usage,
        pool.usage.hours_per_month,
    )


def term_of_nodes(pool: Reader) -> Term:
    """Return how the machines are bought: by the inputs, and where they say nothing by the usage. Raises Unreadable."""
    node = node_config(pool)
    if node.flag("spot") or node.flag("preemptible"):
        return "spot"
    if node.flag("flexStart") or pool.flag("queuedProvisioning.enabled"):
        return "flex-start"
    if node.text("reservationAffinity.consumeReservationType") == "SPECIFIC_RESERVATION":
        # A booked block is a reservation too; only the usage tells it apart.
        return "calendar" if pool.usage.text("term") == "calendar" else "reservation"
    return cast("Term", pool.usage.text("term") or "on-demand")


def _machines(prefix: str, pool: Reader, running: Running) -> Iterator[Said]:
    """Yield machines, GPUs and Local SSD, less those that a reservation or sole-tenant nodes pay for; and licences of all."""
    node, machine_type = node_config(pool), machine_type_of(pool)
    if node.tail("machineType") is None:
        yield Note(f"{prefix}machines taken to be {machine_type}, the default of GKE")
    if any(node.items("soleTenantConfig.nodeAffinities")) or node.text("nodeGroup"):
        yield Note(f"{prefix}nodes run on sole-tenant nodes, which are billed whole: they are not billed again")
        left = running.less(max(running.count, running.maximum or running.count))
    else:
        left, reserved = taken(node, machine_type, running)
        if reserved:
            yield Note(
                f"{prefix}{(running.count - left.count).normalize():f} of {running.count.normalize():f} nodes run on {reserved}, where they are paid"
            )
    if left.count or left.maximum:
        yield from machines(f"{prefix}Nodes", machine_type, left)
        for gpu in node.items("guestAccelerators"):
            each = gpu.number("count")
            yield from attached_gpus(
                f"{prefix}GPUs of nodes", machine_type, gpu.tail("type") or "", Decimal(1) if each is None else each, left
            )
        yield from node_local_ssds(f"{prefix}Local SSD of nodes", pool, left)
    if (node.text("imageType") or "").upper().startswith("WINDOWS"):
        yield from licences(f"{prefix}Nodes", machine_type, "windows-cloud", running)


def _addresses(component: str, pool: Reader, cluster: Reader | None, running: Running) -> Iterator[Said]:
    """Yield the address of each node where the inputs say that nodes are not private; where nobody says, only a note."""
    private = _switch(pool, "networkConfig.enablePrivateNodes")
    if private is None and cluster:
        private = _switch(cluster, "privateClusterConfig.enablePrivateNodes")
    if private is None:
        yield Note(
            f"{component}: not counted, as no input says whether nodes are private; nodes with external addresses pay for them by the hour"
        )
    elif not private:
        item = "address.used.spot" if running.term == "spot" else "address.used"
        yield replace(running, term="on-demand", commitment=None).of(component, item, "IP-hour")


def _switch(reader: Reader, path: str) -> bool | None:
    return None if reader.value(path) is None else reader.flag(path)


PRICERS: dict[str, Pricer] = {"gcp:container/nodePool:NodePool": node_pool}
KEYS: dict[str, Keys] = {"gcp:container/nodePool:NodePool": POOL}
