"""CPU node pools: GKE's own pods, data loading, controllers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.capacity import CapacitySpec, plan_capacity
from aidc.blueprint.errors import did_you_mean, shown
from aidc.blueprint.names import Names
from aidc.blueprint.node_pool import NodePoolPlan, NodesPlan, NodesSpec, PoolSpec, TaintPlan, named_pool, one_of_boot_disks
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Rule, sets
from aidc.catalog.cpu_machines import CpuMachine, cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES


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
        if self.capacity.mode == "flex-start":
            yield "capacity.mode", "flex-start is for accelerators; CPU pools take on-demand, spot or reservation"


@dataclass(frozen=True, slots=True)
class CpuPoolPlan:
    """One CPU pool, decided."""

    path: str
    name: str
    machine: CpuMachine
    node_pool: NodePoolPlan


def plan_cpu_pool(spec: CpuPoolSpec, index: int, site: SitePlan, labels: dict[str, str], names: Names) -> CpuPoolPlan:
    """Decide one CPU pool."""
    machine = cpu_machines()[spec.machine_type]
    zones = tuple(spec.zones or site.cluster_zones)
    path = f"cpu_pools[{index}]"
    pool = NodePoolPlan(
        resource_name=spec.name,
        name="",
        machine_type=machine.name,
        zones=zones,
        nodes=NodesPlan(spec.nodes.min, spec.nodes.max, len(zones), False, "ANY" if spec.capacity.mode == "spot" else "BALANCED"),
        capacity=plan_capacity(spec.capacity, site.project),
        boot_disk_type=spec.boot_disk.type or machine.boot_disks[0],
        boot_disk_gib=spec.boot_disk.size_gib,
        accelerator=None,
        ephemeral_local_ssd_disks=0,
        raw_local_ssd_disks=0,
        compact=False,
        tpu_topology="",
        accelerator_network="",
        fast_socket=False,
        max_pods_per_node=spec.max_pods_per_node or 64,
        labels={"aidc/pool": spec.name, **spec.labels},
        taints=tuple(TaintPlan(taint.key, taint.value, taint.effect) for taint in spec.taints),
        resource_labels={**labels, "aidc-pool": spec.name},
        max_surge=1,
        max_unavailable=0,
        auto_repair=True,
    )
    return CpuPoolPlan(path, spec.name, machine, named_pool(pool, path, names))
