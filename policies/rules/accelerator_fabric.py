"""Accelerator pools: the networks, the slice and the placement that make single machines one computer.

Facts: Cluster Toolkit (GoogleCloudPlatform/cluster-toolkit@1047080: gpu_direct.tf, the gke examples and preconditions of gke-node-pool) and the
Compute Engine GPU page, as collected in November 2026.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.accelerator_machines import hosts_of, machine_type, needs_accelerator
from policies.bag import Bag, NotApplicable
from policies.node_pools import CLUSTER, NODE_POOL, most_nodes, zones
from policies.rule import State, each, rule, stack_rule
from policies.stack import Stack

NETWORKS = {
    "a3-highgpu-8g": (4, "network"),
    "a3-megagpu-8g": (8, "network"),
    "a3-ultragpu-8g": (9, "subnetwork"),
    "a4-highgpu-8g": (9, "subnetwork"),
    "a4x-highgpu-4g": (5, "subnetwork"),
    "a4x-maxgpu-4g-metal": (9, ""),
}
"""Interfaces beside the primary one, and what no two of them share: the VPC of GPUDirect-TCPX, the subnet of RDMA (gVNIC of the host included)."""
_RACKS = ("a4x-",)
_RACK_NODES = 18
"""Nodes of one NVLink domain: 72 GPUs, four to a node (Compute Engine GPU page)."""
_WORKLOAD_POLICY = ("tpu7x-",)


@rule("accelerator-fabric-complete", NODE_POOL)
def fabric_complete(pool: Bag) -> str | None:
    machine = machine_type(pool).removesuffix("-nolssd")
    if machine not in NETWORKS:
        raise NotApplicable("the machine has no accelerator network")
    needed, apart = NETWORKS[machine]
    if pool.has("networkConfig.acceleratorNetworkProfile"):
        return None
    if most_nodes(pool) == 1:
        raise NotApplicable("the pool has one node")
    given = list(pool.bags("networkConfig.additionalNodeNetworkConfigs"))
    if len(given) != needed:
        return f"{machine} has {needed} interfaces beside the primary one, {len(given)} networks are given"
    named = [network.values[apart] for network in given if isinstance(network.values.get(apart), str)]
    if len(set(named)) != len(named):
        return f"two interfaces lie in one {apart}, {next(one for one in named if named.count(one) > 1)}"
    return None


@stack_rule("accelerator-networks-reach-pods", NODE_POOL)
def networks_reach_pods(stack: Stack) -> Iterator[tuple[Bag, State]]:
    pools = [pool for pool in stack.of(NODE_POOL) if pool.has("networkConfig.additionalNodeNetworkConfigs")]
    if not pools:
        raise NotApplicable("no pool has networks beside the primary one")

    def problem(pool: Bag) -> str | None:
        if machine_type(pool).startswith("a4x-maxgpu-"):
            return None
        cluster = stack.referred(pool, "cluster", CLUSTER)
        if cluster is None:
            raise NotApplicable("its cluster lies outside the stack")
        if not cluster.on("enableMultiNetworking"):
            return "pods cannot have its networks: enableMultiNetworking of its cluster is off"
        if cluster.text("datapathProvider") != "ADVANCED_DATAPATH":
            return "pods cannot have its networks: its cluster is without Dataplane V2"
        return None

    yield from each(pools, problem)


@rule("accelerator-slice-atomic", NODE_POOL)
def slice_atomic(pool: Bag) -> str | None:
    if needs_accelerator(pool) != "tpu" or not pool.has("placementPolicy.tpuTopology"):
        raise NotApplicable("the pool is no TPU slice")
    topology = pool.text("placementPolicy.tpuTopology")
    hosts = hosts_of(topology, machine_type(pool))
    if hosts is None:
        return f"{topology} is no number of {machine_type(pool)} hosts"
    if hosts == 1:
        raise NotApplicable("a slice of one host")
    if len(zones(pool)) > 1:
        return f"a slice lies in one zone, {len(zones(pool))} are named"
    return _autoscaled_slice(pool, hosts) if pool.has("autoscaling") else _fixed_slice(pool, topology, hosts)


def _fixed_slice(pool: Bag, topology: str, hosts: int) -> str | None:
    count = pool.number("nodeCount")
    count = pool.number("initialNodeCount") if count is None else count
    if count is None:
        return f"{topology} has {hosts} hosts, and no number of nodes is stated"
    return None if count in (0, hosts) else f"{topology} has {hosts} hosts, the pool {count:.0f}"


def _autoscaled_slice(pool: Bag, hosts: int) -> str | None:
    """A slice comes and goes as a whole: from none to all of its hosts, or always all."""
    for name, allowed in (
        ("minNodeCount", (0, hosts)),
        ("totalMinNodeCount", (0, hosts)),
        ("maxNodeCount", (hosts,)),
        ("totalMaxNodeCount", (hosts,)),
    ):
        limit = pool.number(f"autoscaling.{name}")
        if limit is not None and limit not in allowed:
            return f"a slice of {hosts} hosts cannot be resized: autoscaling.{name} is {limit:.0f}"
    return None


@rule("accelerator-workload-policy-named", NODE_POOL)
def workload_policy(pool: Bag) -> str | None:
    machine = machine_type(pool)
    if machine.startswith(_RACKS):
        nodes = most_nodes(pool) or 0
        if nodes > _RACK_NODES:
            return f"one NVLink domain has {_RACK_NODES} nodes, the pool {nodes}"
    elif not machine.startswith(_WORKLOAD_POLICY) or hosts_of(_topology(pool), machine) in (None, 1):
        raise NotApplicable("the machine needs no workload policy")
    return None if pool.has("placementPolicy.policyName") else "no workload policy keeps its hosts in one domain"


def _topology(pool: Bag) -> str:
    return pool.text("placementPolicy.tpuTopology")


@rule("accelerator-placement-one-zone", NODE_POOL)
def placement_one_zone(pool: Bag) -> str | None:
    if pool.text("placementPolicy.type") != "COMPACT":
        raise NotApplicable("the pool asks for no compact placement")
    named = zones(pool)
    if len(named) != 1:
        return f"compact placement needs one zone, {len(named) or 'none'} {'are' if len(named) > 1 else 'is'} named"
    return "compact placement cannot be upgraded BLUE_GREEN" if pool.text("upgradeSettings.strategy") == "BLUE_GREEN" else None
