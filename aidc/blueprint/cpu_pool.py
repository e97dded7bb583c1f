"""CPU node pools: GKE's own pods, data loading, controllers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.capacity import CapacitySpec, plan_capacity
from aidc.blueprint.errors import shown
from aidc.blueprint.node_pool import NodePoolPlan, NodesPlan, NodesSpec, PoolContext, PoolSpec, TaintPlan, named_pool, one_of_boot_disks
from aidc.blueprint.spec import Field, Rule, sets
from aidc.catalog.capacity_modes import CLASSIC_MODES
from aidc.catalog.cpu_machines import CONFIDENTIAL_SERIES, CpuMachine, cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.did_you_mean import did_you_mean


class CpuPoolSpec(PoolSpec):
    """A pool of nodes without accelerators."""

    machine_type: str = Field(description="Compute Engine machine type", **sets("container.NodePool.nodeConfig.machineType"))
    nodes: NodesSpec = Field(description="How many nodes, over all zones")
    zones: list[str] | None = Field(
        default=None, min_length=1, description="Zones, default the cluster's", **sets("container.NodePool.nodeLocations")
    )
    capacity: CapacitySpec = Field(default_factory=lambda: CapacitySpec(mode="on-demand"), description="How the machines are obtained")

    def rules(self) -> Iterator[Rule]:
        """Yield machines that do not exist or do not boot from the disk asked for."""
        yield from super().rules()
        machine = cpu_machines().get(self.machine_type)
        if machine is None:
            where = " It has GPUs: put it under gpu_pools" if self.machine_type in GPU_MACHINES else ""
            close = where or did_you_mean(self.machine_type, cpu_machines())
            yield "machine_type", f"{shown(self.machine_type)} is not a machine type without accelerators.{close}"
        else:
            yield from one_of_boot_disks(self.boot_disk, machine.boot_disks, self.machine_type)
            yield from self._confidential_rules(machine)
        if self.capacity.mode not in CLASSIC_MODES:
            yield "capacity.mode", f"{self.capacity.mode} is for accelerators; CPU pools take on-demand, spot or reservation"
        if self.capacity.fallbacks:
            yield "capacity.fallbacks", "fallbacks are for accelerators; make a CPU pool for each way to get machines"

    def _confidential_rules(self, machine: CpuMachine) -> Iterator[Rule]:
        if self.confidential is not None and self.confidential not in machine.confidential:
            has = f"has {' or '.join(machine.confidential)}" if machine.confidential else "is not sold as a confidential node"
            able = ", ".join(f"{series} ({', '.join(kinds)})" for series, kinds in CONFIDENTIAL_SERIES.items())
            yield "confidential", f"{machine.name} {has}. Series that are: {able}"


@dataclass(frozen=True, slots=True)
class CpuPoolPlan:
    """One CPU pool, decided."""

    path: str
    name: str
    machine: CpuMachine
    node_pool: NodePoolPlan


def plan_cpu_pool(spec: CpuPoolSpec, index: int, context: PoolContext) -> CpuPoolPlan:
    """Decide one CPU pool."""
    machine = cpu_machines()[spec.machine_type]
    zones = tuple(spec.zones or context.site.cluster_zones)
    path = f"cpu_pools[{index}]"
    pool = NodePoolPlan(
        resource_name=spec.name,
        name="",
        machine_type=machine.name,
        zones=zones,
        nodes=NodesPlan(spec.nodes.min, spec.nodes.max, len(zones), False, "ANY" if spec.capacity.mode == "spot" else "BALANCED"),
        capacity=plan_capacity(spec.capacity, context.site.project),
        boot_disk_type=spec.boot_disk.type or machine.boot_disks[0],
        boot_disk_gib=spec.boot_disk.size_gib,
        accelerator=None,
        ephemeral_local_ssd_disks=0,
        raw_local_ssd_disks=0,
        compact=False,
        tpu_topology="",
        workload_policy="",
        accelerator_network="",
        managed_accelerator_network=False,
        fast_socket=False,
        gvnic=True,
        shielded=True,
        confidential=spec.confidential or "",
        huge_pages_2mib=0,
        numa_aligned=spec.numa_aligned,
        image_caches=tuple(spec.image_caches),
        disk_key=context.disk_key,
        max_pods_per_node=spec.max_pods_per_node or 64,
        labels={"aidc/pool": spec.name, **spec.labels},
        taints=tuple(TaintPlan(taint.key, taint.value, taint.effect) for taint in spec.taints),
        resource_labels={**context.labels, "aidc-pool": spec.name},
        max_surge=1,
        max_unavailable=0,
        auto_repair=True,
    )
    return CpuPoolPlan(path, spec.name, machine, named_pool(pool, path, context.names))
