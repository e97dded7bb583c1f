"""Kueue: queues hand out what the pools have, no more and no less. More is admitted and never starts; less stands idle and is paid for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.accelerator_machines import accelerator, chips_per_host, machine_type
from policies.bag import Bag, NotApplicable, Unknown
from policies.node_pools import NODE_POOL, is_spot, most_nodes, zones
from policies.rule import State, each, stack_rule
from policies.stack import Stack

_VERSIONS = ("v1beta1", "v1beta2")
QUEUE = tuple(f"kubernetes:kueue.x-k8s.io/{version}:ClusterQueue" for version in _VERSIONS)
FLAVOR = tuple(f"kubernetes:kueue.x-k8s.io/{version}:ResourceFlavor" for version in _VERSIONS)
_RESOURCES = {"nvidia.com/gpu": "gpu", "google.com/tpu": "tpu"}
TPU_LABELS = {
    "ct4p": "tpu-v4-podslice",
    "ct5lp": "tpu-v5-lite-podslice",
    "ct5p": "tpu-v5p-slice",
    "ct6e": "tpu-v6e-slice",
    "tpu7x": "tpu7x",
}
"""Value of cloud.google.com/gke-tpu-accelerator by the beginning of the machine type (GKE documentation, TPUs in GKE)."""


@stack_rule("queue-quota-matches-pools", *QUEUE)
def queue_quota_matches_pools(stack: Stack) -> Iterator[tuple[Bag, State]]:
    flavors = {_name(flavor): flavor for flavor in stack.of(*FLAVOR)}
    pools = stack.of(NODE_POOL)
    if not pools:
        raise NotApplicable("the pools lie outside the stack")
    queues = stack.of(*QUEUE)

    def problem(queue: Bag) -> str | None:
        for flavor, resource, _ in _quotas(queue):
            given = _given(queues, flavor, resource)
            have = _capacity(pools, flavors.get(flavor), resource)
            if have is not None and given != have:
                return f"queues hand out {given:g} {resource} of the flavor {flavor}, its pools have {have}"
        return None

    yield from each(queues, problem)


def _given(queues: tuple[Bag, ...], flavor: str, resource: str) -> float:
    return sum(quota for queue in queues for name, kind, quota in _quotas(queue) if (name, kind) == (flavor, resource))


def _quotas(queue: Bag) -> Iterator[tuple[str, str, float]]:
    """Yield flavor, resource and quota of the accelerators of a queue. Raises Unknown."""
    for group in queue.bags("spec.resourceGroups"):
        for flavor in group.bags("flavors"):
            for resource in flavor.bags("resources"):
                quota = resource.number("nominalQuota")
                if resource.text("name") in _RESOURCES and quota is not None:
                    yield flavor.text("name"), resource.text("name"), quota


def _capacity(pools: tuple[Bag, ...], flavor: Bag | None, resource: str) -> int | None:
    """Return the accelerators of the pools that a flavor stands for, or None where the stack does not tell."""
    if flavor is None:
        return None
    wanted = flavor.get("spec.nodeLabels") or {}
    total = 0
    for pool in pools:
        if accelerator(pool) != _RESOURCES[resource]:
            continue
        matches = _matches(pool, wanted)
        have = _accelerators(pool) if matches else 0
        if matches is None or have is None:
            return None
        total += have
    return total


def _matches(pool: Bag, wanted: Mapping[str, Any]) -> bool | None:
    """Tell whether the nodes of a pool have labels, None where something else than the stack may set one."""
    labels = _labels(pool)
    sure = True
    for key, value in wanted.items() if isinstance(wanted, Mapping) else ():
        if key in labels and labels[key] != str(value):
            return False
        sure = sure and key in labels
    return True if sure else None


def _labels(pool: Bag) -> dict[str, str]:
    """Return the labels of a pool's nodes: its own, and those that GKE adds. Raises Unknown."""
    own = pool.get("nodeConfig.labels")
    machine = machine_type(pool)
    labels = {str(key): str(value) for key, value in own.items()} if isinstance(own, Mapping) else {}
    labels["cloud.google.com/gke-nodepool"] = pool.text("name") or pool.name
    labels["node.kubernetes.io/instance-type"] = machine
    labels["cloud.google.com/gke-spot"] = "true" if is_spot(pool) else ""
    labels["cloud.google.com/gke-accelerator"] = next((gpu.text("type") for gpu in pool.bags("nodeConfig.guestAccelerators")), "")
    labels["cloud.google.com/gke-tpu-accelerator"] = TPU_LABELS.get(machine.split("-")[0], "")
    if pool.has("placementPolicy.tpuTopology"):
        labels["cloud.google.com/gke-tpu-topology"] = pool.text("placementPolicy.tpuTopology")
    if len(zones(pool)) == 1:
        labels["topology.kubernetes.io/zone"] = next(iter(zones(pool)))
    return labels


def _accelerators(pool: Bag) -> int | None:
    """Return the most accelerators that a pool may have, None where its nodes share or cut them. Raises Unknown."""
    nodes = most_nodes(pool)
    gpus = list(pool.bags("nodeConfig.guestAccelerators"))
    if any(gpu.has("gpuSharingConfig") or gpu.has("gpuPartitionSize") for gpu in gpus):
        return None
    each_node = chips_per_host(machine_type(pool)) if accelerator(pool) == "tpu" else sum(int(gpu.number("count") or 0) for gpu in gpus)
    return nodes * each_node if nodes is not None and each_node else None


def _name(flavor: Bag) -> str:
    try:
        return flavor.text("metadata.name") or flavor.name
    except Unknown:
        return flavor.name
