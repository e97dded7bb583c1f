"""The pools of a stack together: every node pool that its entries come to, and the accelerator fabrics they share."""

from __future__ import annotations

from dataclasses import dataclass

from aidc.blueprint.accelerator_network import FabricUse
from aidc.blueprint.cpu_pool import CpuPoolPlan, plan_cpu_pool
from aidc.blueprint.gpu_pool import GpuPoolPlan, plan_gpu_pool
from aidc.blueprint.node_pool import NodePoolPlan, PoolContext
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.tpu_slice import TpuSlicePlan, plan_tpu_slice


@dataclass(frozen=True, slots=True)
class Pools:
    """The entries of cpu_pools, gpu_pools and tpu_slices, in the order of the stack file."""

    cpu: tuple[CpuPoolPlan, ...]
    gpu: tuple[GpuPoolPlan, ...]
    tpu: tuple[TpuSlicePlan, ...]

    @property
    def node_pools(self) -> tuple[NodePoolPlan, ...]:
        """Every node pool: an accelerator entry has one for each way to get machines."""
        accelerated = (pool for entry in (*self.gpu, *self.tpu) for pool in entry.node_pools)
        return (*(pool.node_pool for pool in self.cpu), *accelerated)

    def fabric_uses(self) -> list[FabricUse]:
        """Return who uses which accelerator fabric, in which zone, with how many nodes at most. GKE's own networks are left out."""
        entries = [(entry, entry.machine.family.fabric, "machine_type") for entry in self.gpu]
        entries += [(entry, entry.machine.fabric, "topology") for entry in self.tpu]
        return [
            FabricUse(fabric, entry.node_pools[0].zones[0], sum(pool.nodes.max_total for pool in entry.node_pools), f"{entry.path}.{field}")
            for entry, fabric, field in entries
            if not entry.node_pools[0].managed_accelerator_network
        ]


def plan_pools(blueprint: Blueprint, context: PoolContext) -> Pools:
    """Decide every pool. Reservations in the blueprint already bear the names of the cloud."""
    return Pools(
        tuple(plan_cpu_pool(spec, index, context) for index, spec in enumerate(blueprint.cpu_pools)),
        tuple(plan_gpu_pool(spec, index, context) for index, spec in enumerate(blueprint.gpu_pools)),
        tuple(plan_tpu_slice(spec, index, context) for index, spec in enumerate(blueprint.tpu_slices)),
    )
