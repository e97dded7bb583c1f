"""What a cluster and its node pools must agree on: metrics of GPUs, the kubelet's port, encrypted memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policies import accelerator_machines, node_pools
from policies.bag import Bag, NotApplicable, Unknown
from policies.clusters import CLUSTER, is_autopilot, not_for_autopilot, pools, pools_of, switched_on
from policies.node_pools import NODE_POOL
from policies.purpose import only_for_strict_data
from policies.rule import State, each, stack_rule
from policies.stack import Stack

READONLY_PORT = "insecureKubeletReadonlyPortEnabled"
CONFIDENTIAL_MACHINES = ("n2d-", "c2d-", "c3d-", "c4d-", "c3-", "a3-highgpu-1g")
"""Machines sold as confidential nodes (Confidential VM documentation, supported configurations)."""


@stack_rule("cluster-managed-prometheus", CLUSTER)
def managed_prometheus(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    found = pools(stack)
    return each(stack.of(CLUSTER), lambda cluster: _metrics(cluster, found))


def _metrics(cluster: Bag, found: list[tuple[Bag, Bag | None]]) -> str | None:
    # Standard clusters have it unasked only when made with GKE 1.27 or later, which no property tells.
    if not cluster.on("monitoringConfig.managedPrometheus.enabled", default=is_autopilot(cluster)):
        return "metrics of workloads and accelerators are not collected by Managed Prometheus"
    if "DCGM" in cluster.list("monitoringConfig.enableComponents"):
        return None
    has_gpus = any(_has_gpus(pool) for pool in (*pools_of(cluster, found), *_own_pools(cluster)))
    return "the cluster has GPUs and does not collect DCGM, their metrics" if has_gpus else None


def _has_gpus(pool: Bag) -> bool:
    try:
        return accelerator_machines.accelerator(pool) == "gpu"
    except Unknown:
        return False


def _own_pools(cluster: Bag) -> list[Bag]:
    """Return the pools declared inside a cluster, without one that is deleted at once."""
    try:
        return list(node_pools.pools(cluster))
    except (NotApplicable, Unknown):
        return []


@stack_rule("cluster-no-insecure-kubelet-port", CLUSTER, NODE_POOL)
def no_insecure_kubelet_port(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    yield from each(stack.of(CLUSTER), _cluster_port)
    owners = {id(pool): owner for pool, owner in pools(stack)}
    yield from each(stack.of(NODE_POOL), lambda pool: _pool_port(pool, owners[id(pool)]))


def _cluster_port(cluster: Bag) -> str | None:
    made_by_gke = f"nodePoolAutoConfig.nodeKubeletConfig.{READONLY_PORT}"
    if cluster.on(made_by_gke):
        return "kubelets of pools that GKE makes answer anybody on port 10255"
    if is_autopilot(cluster) and cluster.get(made_by_gke) is not None:
        return None
    if cluster.on(f"nodePoolDefaults.nodeConfigDefaults.{READONLY_PORT}", default=True):
        return "kubelets of new pools may answer anybody on port 10255"
    is_open = any(pool.on(f"nodeConfig.kubeletConfig.{READONLY_PORT}") for pool in _own_pools(cluster))
    return "kubelets of a pool of the cluster answer anybody on port 10255" if is_open else None


def _pool_port(pool: Bag, cluster: Bag | None) -> str | None:
    path = f"nodeConfig.kubeletConfig.{READONLY_PORT}"
    if pool.get(path) is not None:
        return "kubelets of the pool answer anybody on port 10255" if pool.on(path) else None
    if cluster and not cluster.on(f"nodePoolDefaults.nodeConfigDefaults.{READONLY_PORT}", default=True):
        return None
    return "kubelets of the pool may answer anybody on port 10255, for neither it nor its cluster closes it"


@stack_rule("cluster-confidential-nodes", CLUSTER, NODE_POOL)
def confidential_nodes(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    found = pools(stack)
    owners: Mapping[int, Bag | None] = {id(pool): owner for pool, owner in found}
    with_pools = {id(owner) for owner in owners.values()}
    yield from each((cluster for cluster in stack.of(CLUSTER) if id(cluster) not in with_pools), _cluster_memory)
    yield from each(stack.of(NODE_POOL), lambda pool: _pool_memory(pool, owners[id(pool)]))


def _cluster_memory(cluster: Bag) -> str | None:
    if switched_on(cluster, "confidentialNodes.enabled"):
        return None
    not_for_autopilot(cluster, "pods choose confidential nodes themselves")
    only_for_strict_data(cluster)
    return "the memory of nodes is not encrypted by the processor"


def _pool_memory(pool: Bag, cluster: Bag | None) -> str | None:
    if switched_on(pool, "nodeConfig.confidentialNodes.enabled") or (cluster and switched_on(cluster, "confidentialNodes.enabled")):
        return None
    machine = accelerator_machines.machine_type(pool)
    if machine and not machine.startswith(CONFIDENTIAL_MACHINES):
        raise NotApplicable(f"{machine} is not sold as a confidential node")
    for labelled in (pool, cluster):
        if labelled:
            only_for_strict_data(labelled)
    return f"the memory of {machine or 'nodes'} is not encrypted by the processor"
