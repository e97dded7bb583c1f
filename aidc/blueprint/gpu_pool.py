"""GPU node pools: complete for their machine. Fabric, driver, placement, Local SSD, boot disk and counts follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.accelerator_network import network_key
from aidc.blueprint.capacity import CapacitySpec, plan_capacity
from aidc.blueprint.errors import did_you_mean, shown
from aidc.blueprint.names import Names
from aidc.blueprint.node_pool import AcceleratorPlan, NodePoolPlan, NodesPlan, NodesSpec, PoolSpec, TaintPlan, named_pool, one_of_boot_disks
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Rule, sets
from aidc.catalog.fabrics import FAST_SOCKET
from aidc.catalog.gpu_machines import GPU_MACHINES, GpuMachine


class GpuPoolSpec(PoolSpec):
    """A pool of GPU machines."""

    machine_type: str = Field(
        description="Compute Engine GPU machine type",
        **sets("container.NodePool.nodeConfig.machineType", "container.NodePool.nodeConfig.guestAccelerators"),
    )
    nodes: NodesSpec = Field(description="How many nodes, over all zones")
    zones: list[str] | None = Field(
        default=None, min_length=1, description="Zones, default the site's first", **sets("container.NodePool.nodeLocations")
    )
    capacity: CapacitySpec = Field(description="How the machines are obtained")
    compact: bool | None = Field(
        default=None,
        description="Compact placement; default for several on-demand or spot nodes of a machine that has it",
        **sets("container.NodePool.placementPolicy.type"),
    )
    driver: Literal["DEFAULT", "LATEST"] = Field(
        default="DEFAULT", description="NVIDIA driver that GKE installs", **sets("container.NodePool.nodeConfig.guestAccelerators")
    )
    local_ssd: Literal["ephemeral", "raw"] = Field(
        default="ephemeral",
        description="Local SSD as the nodes' ephemeral storage, or as raw block devices",
        **sets("container.NodePool.nodeConfig.ephemeralStorageLocalSsdConfig"),
    )
    local_ssd_disks: int | None = Field(
        default=None,
        ge=0,
        description="Local SSD disks, where the machine lets one choose; default none",
        **sets(
            "container.NodePool.nodeConfig.ephemeralStorageLocalSsdConfig.localSsdCount",
            "container.NodePool.nodeConfig.localNvmeSsdBlockConfig.localSsdCount",
        ),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield machines that do not exist and settings that the machine, the capacity mode or each other exclude."""
        yield from super().rules()
        machine = GPU_MACHINES.get(self.machine_type)
        if machine is None:
            yield (
                "machine_type",
                f"{shown(self.machine_type)} is not a GPU machine type in the catalogue.{did_you_mean(self.machine_type, GPU_MACHINES)}",
            )
            return
        yield from one_of_boot_disks(self.boot_disk, machine.family.boot_disks, self.machine_type)
        yield from self._capacity_rules(machine)
        yield from self._placement_rules(machine)
        yield from self._local_ssd_rules(machine)

    def _capacity_rules(self, machine: GpuMachine) -> Iterator[Rule]:
        mode = self.capacity.mode
        if mode not in machine.family.capacity_modes:
            yield "capacity.mode", f"{mode} is not sold for {machine.name}; use {', '.join(machine.family.capacity_modes)}"
        if mode == "flex-start" and self.nodes.min != 0:
            yield "nodes", f"flex-start pools grow from zero when work arrives. Use nodes: {{min: 0, max: {self.nodes.max}}}"

    def _placement_rules(self, machine: GpuMachine) -> Iterator[Rule]:
        zones = self.zones or []
        if machine.family.fabric.vpcs and len(zones) > 1:
            yield (
                "zones",
                f"{machine.name} talks over {machine.family.fabric.transport}, which stays in one zone. Make one pool for each zone",
            )
        if not self.compact:
            return
        if machine.family.max_compact_nodes is None:
            yield "compact", f"{machine.name} has no compact placement. Remove it"
        elif self.nodes.max > machine.family.max_compact_nodes:
            yield (
                "compact",
                f"{self.nodes.max} nodes are more than the {machine.family.max_compact_nodes} that {machine.name} places compactly",
            )
        if len(zones) > 1:
            yield "compact", f"compact placement lies in exactly one zone, not in {len(zones)}. Name one zone"
        if self.capacity.mode == "flex-start" and not machine.family.flex_start_compact:
            yield (
                "compact",
                f"flex-start places {machine.name} as it comes; compact placement goes with it only on A3 Ultra and A4. Remove it",
            )
        if self.capacity.mode == "reservation":
            yield "compact", "a reservation has its own placement; a policy of the pool would not match it. Remove it"

    def _local_ssd_rules(self, machine: GpuMachine) -> Iterator[Rule]:
        if self.local_ssd_disks is None:
            return
        if machine.family.local_ssd_bundled and self.local_ssd_disks != machine.local_ssd_disks:
            yield "local_ssd_disks", f"{machine.name} always comes with {machine.local_ssd_disks} Local SSD disks. Remove it"
        elif self.local_ssd_disks > machine.local_ssd_disks:
            yield "local_ssd_disks", f"{self.local_ssd_disks} is more than the {machine.local_ssd_disks} that {machine.name} takes"


@dataclass(frozen=True, slots=True)
class GpuPoolPlan:
    """One GPU pool, decided. Totals are for the largest size the pool may have."""

    path: str
    name: str
    machine: GpuMachine
    node_pool: NodePoolPlan
    gpus: int
    gpu_memory_gb: int
    bf16_dense_pflops: float | None
    """None where the GPU has no published dense bf16 peak."""
    transport: str


def plan_gpu_pool(spec: GpuPoolSpec, index: int, site: SitePlan, labels: dict[str, str], names: Names) -> GpuPoolPlan:
    """Decide one GPU pool."""
    machine, path = GPU_MACHINES[spec.machine_type], f"gpu_pools[{index}]"
    gpus = spec.nodes.max * machine.gpu_count
    tflops = machine.family.gpu.bf16_dense_tflops
    return GpuPoolPlan(
        path=path,
        name=spec.name,
        machine=machine,
        node_pool=named_pool(_node_pool(spec, machine, site, labels), path, names),
        gpus=gpus,
        gpu_memory_gb=gpus * machine.family.gpu.memory_gb,
        bf16_dense_pflops=gpus * tflops / 1000 if tflops is not None else None,
        transport=machine.family.fabric.transport,
    )


def _node_pool(spec: GpuPoolSpec, machine: GpuMachine, site: SitePlan, labels: dict[str, str]) -> NodePoolPlan:
    zones = tuple(spec.zones or site.zones[:1])
    disks = machine.local_ssd_disks if machine.family.local_ssd_bundled else spec.local_ssd_disks or 0
    capacity = plan_capacity(spec.capacity, site.project)
    return NodePoolPlan(
        resource_name=spec.name,
        name="",
        machine_type=machine.name,
        zones=zones,
        nodes=NodesPlan(spec.nodes.min, spec.nodes.max, len(zones), False, "ANY" if capacity.is_scarce else "BALANCED"),
        capacity=capacity,
        boot_disk_type=spec.boot_disk.type or machine.family.boot_disks[0],
        boot_disk_gib=spec.boot_disk.size_gib,
        accelerator=AcceleratorPlan(machine.family.gpu.gke_accelerator, machine.gpu_count, spec.driver),
        ephemeral_local_ssd_disks=disks if spec.local_ssd == "ephemeral" else 0,
        raw_local_ssd_disks=disks if spec.local_ssd == "raw" else 0,
        compact=_is_compact(spec, machine, zones),
        tpu_topology="",
        accelerator_network=network_key(machine.family.fabric, zones[0]),
        fast_socket=machine.family.fabric is FAST_SOCKET,
        max_pods_per_node=spec.max_pods_per_node or machine.family.max_pods_per_node,
        labels={"aidc/pool": spec.name, **spec.labels},
        taints=tuple(TaintPlan(taint.key, taint.value, taint.effect) for taint in spec.taints),
        resource_labels={**labels, "aidc-pool": spec.name},
        # An accelerator node is too scarce to surge: replace in place, one at a time.
        max_surge=0,
        max_unavailable=1,
        auto_repair=capacity.mode != "flex-start",
    )


def _is_compact(spec: GpuPoolSpec, machine: GpuMachine, zones: tuple[str, ...]) -> bool:
    if spec.compact is not None:
        return spec.compact
    fits = machine.family.max_compact_nodes is not None and 1 < spec.nodes.max <= machine.family.max_compact_nodes
    return fits and len(zones) == 1 and spec.capacity.mode in {"on-demand", "spot"}
