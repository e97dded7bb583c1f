"""Node pools with accelerators: driver, taint, placement and network as their machines need them."""

from __future__ import annotations

from collections.abc import Iterator

from policies.accelerator_machines import accelerator, chips_per_host, machine_type, needs_accelerator
from policies.bag import Bag, NotApplicable, Unknown
from policies.node_pools import CLUSTER, NODE_POOL, is_queued, most_nodes, reservation
from policies.node_pools import pools as declared_pools
from policies.rule import State, each, rule, stack_rule
from policies.stack import Stack

_GPU_TAINT = "nvidia.com/gpu"
_REPELS = frozenset({"NO_SCHEDULE", "NO_EXECUTE"})
_WITHOUT_PLACEMENT = ("g2-", "n1-", "a3-highgpu-1g", "a3-highgpu-2g", "a3-highgpu-4g", "g4-standard-6", "g4-standard-12", "g4-standard-24")
"""Machines without compact placement of their own: they serve, one node at a time (Compute Engine GPU page)."""
_TOPOLOGY_IN_POLICY = "tpu7x-"
"""Its workload policy states the topology (GKE documentation, TPU7x in Standard clusters)."""
_BARE_METAL = "a4x-maxgpu-"
"""Its primary interface is an IDPF, which needs no setting (Cluster Toolkit, examples/gke-a4x-max-bm)."""


@rule("node-gpu-driver-explicit", NODE_POOL)
def gpu_driver(pool: Bag) -> str | None:
    if needs_accelerator(pool) != "gpu":
        raise NotApplicable("the pool has no GPUs")
    gpus = list(pool.bags("nodeConfig.guestAccelerators"))
    versions = [gpu.text("gpuDriverInstallationConfig.gpuDriverVersion") for gpu in gpus] or [""]
    wrong = next((version for version in versions if version not in ("DEFAULT", "LATEST")), None)
    if wrong is None:
        return None
    return f"GKE installs no driver: gpuDriverVersion is {wrong}" if wrong else "no driver version is stated"


@stack_rule("node-accelerator-dedicated", NODE_POOL)
def accelerator_dedicated(stack: Stack) -> Iterator[tuple[Bag, State]]:
    """GKE taints TPU nodes itself, and GPU nodes where the cluster has a pool without GPUs (GKE documentation, GPUs in Standard node pools)."""
    pools = stack.of(NODE_POOL)
    owner_of = {id(pool): _cluster(stack, pool) for pool in pools}
    plain = {owner_of[id(pool)] for pool in pools if _is_plain(pool)} - {""}
    plain |= {cluster.urn for cluster in stack.of(CLUSTER) if _has_plain_default(cluster)}

    def problem(pool: Bag) -> str | None:
        if needs_accelerator(pool) == "tpu" or owner_of[id(pool)] in plain or _is_tainted(pool):
            return None
        return f"nothing keeps other pods off: it has no taint, and its cluster no pool without GPUs, for which GKE would add {_GPU_TAINT}"

    accelerated = [pool for pool in pools if not _is_plain(pool)]
    if not accelerated:
        raise NotApplicable("the stack has no accelerators")
    yield from each(accelerated, problem)


def _cluster(stack: Stack, pool: Bag) -> str:
    """Return what tells the pool's cluster: its URN in the stack, else its name; empty where neither is known."""
    try:
        found = stack.referred(pool, "cluster", CLUSTER)
        return found.urn if found else pool.text("cluster").rsplit("/", 1)[-1]
    except Unknown:
        return ""


def _is_plain(pool: Bag) -> bool:
    try:
        return not accelerator(pool)
    except Unknown:
        return False


def _has_plain_default(cluster: Bag) -> bool:
    try:
        return any(_is_plain(pool) for pool in declared_pools(cluster))
    except (Unknown, NotApplicable):
        return False


def _is_tainted(pool: Bag) -> bool:
    return any(taint.text("effect") in _REPELS for taint in pool.bags("nodeConfig.taints"))


@rule("node-accelerator-placement", NODE_POOL)
def placement(pool: Bag) -> str | None:
    return _tpu_placement(pool) if needs_accelerator(pool) == "tpu" else _gpu_placement(pool)


def _gpu_placement(pool: Bag) -> str | None:
    if pool.has("placementPolicy.policyName") or pool.text("placementPolicy.type") == "COMPACT":
        return None
    if machine_type(pool).startswith(_WITHOUT_PLACEMENT):
        raise NotApplicable("the machine has no compact placement")
    if most_nodes(pool) in (0, 1):
        raise NotApplicable("the pool has one node")
    if reservation(pool) == "SPECIFIC_RESERVATION":
        raise NotApplicable("the reservation that it names decides where the machines stand")
    if is_queued(pool) or pool.on("nodeConfig.flexStart"):
        raise NotApplicable("machines that are granted later take no placement")
    return "its nodes may stand far apart: no placement is stated"


def _tpu_placement(pool: Bag) -> str | None:
    machine = machine_type(pool)
    if pool.has("placementPolicy.tpuTopology") or (machine.startswith(_TOPOLOGY_IN_POLICY) and pool.has("placementPolicy.policyName")):
        return None
    if chips_per_host(machine) != 4 or pool.has("autoscaling") or (most_nodes(pool) or 1) == 1:
        raise NotApplicable("the pool is of single hosts")
    return f"{most_nodes(pool)} hosts are no slice: no tpuTopology is stated"


@rule("node-fast-networking", NODE_POOL)
def fast_networking(pool: Bag) -> str | None:
    needs_accelerator(pool)
    if machine_type(pool).startswith(_BARE_METAL):
        raise NotApplicable("the machine has no gVNIC")
    return None if pool.on("nodeConfig.gvnic.enabled") else "the nodes have no gVNIC"


@rule("node-upgrade-preserves-slice", NODE_POOL, at_once=1)
def upgrade_preserves_slice(pool: Bag, at_once: int) -> str | None:
    needs_accelerator(pool)
    if pool.text("upgradeSettings.strategy") == "BLUE_GREEN":
        return None
    down = pool.number("upgradeSettings.maxUnavailable")
    return f"an upgrade takes {down:.0f} nodes away at once" if down and down > at_once else None
