"""GPU node pools: complete for their machine. Fabric, driver, placement, Local SSD, boot disk and counts follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from aidc.blueprint.accelerator_network import network_key
from aidc.blueprint.capacity import QUEUED_LABEL, CapacitySpec, FallbackSpec, plan_capacity
from aidc.blueprint.compute_class import ComputeClassPlan, in_class, plan_compute_class
from aidc.blueprint.errors import shown
from aidc.blueprint.gpu_pool_rules import attached_gpu_rules, machine_rules
from aidc.blueprint.gpu_sharing import STRATEGIES, GpuSharingSpec, sharing_rules
from aidc.blueprint.node_pool import (
    AcceleratorPlan,
    NodePoolPlan,
    NodesPlan,
    NodesSpec,
    PoolContext,
    PoolSpec,
    TaintPlan,
    named_pool,
    one_of_boot_disks,
)
from aidc.blueprint.spec import Field, Rule, sets
from aidc.catalog.attached_gpus import host_machines, machine_with
from aidc.catalog.fabrics import FAST_SOCKET
from aidc.catalog.gpu_machines import GPU_MACHINES, GpuMachine
from aidc.catalog.local_ssd_raid import LOCAL_SSD_LABEL, MOUNT_PATH, RAID0
from aidc.did_you_mean import did_you_mean

DRANET_LABEL = "cloud.google.com/gke-networking-dra-driver"
"""Label of nodes whose interfaces are handed out by DRA claims (cluster-toolkit@1047080, xpk@367c838)."""


class GpuPoolSpec(PoolSpec):
    """A pool of GPU machines."""

    machine_type: str = Field(
        description="Compute Engine GPU machine type",
        **sets("container.NodePool.nodeConfig.machineType", "container.NodePool.nodeConfig.guestAccelerators"),
    )
    gpu: str | None = Field(
        default=None,
        description="GPU attached to an N1 machine; every other machine has its own",
        **sets("container.NodePool.nodeConfig.guestAccelerators.type"),
    )
    gpus_per_node: int | None = Field(
        default=None,
        ge=1,
        le=8,
        description="GPUs attached to an N1 machine",
        **sets("container.NodePool.nodeConfig.guestAccelerators.count"),
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
    sharing: GpuSharingSpec | None = Field(default=None, description="How pods share a GPU; default one pod has it alone")
    local_ssd: Literal["ephemeral", "raw", "raid0"] = Field(
        default="ephemeral",
        description=f"Local SSD as the nodes' ephemeral storage, as raw block devices, or as one RAID 0 array at {MOUNT_PATH} of the node; its data goes with the node",
        **sets("container.NodePool.nodeConfig.ephemeralStorageLocalSsdConfig", "container.NodePool.nodeConfig.localNvmeSsdBlockConfig"),
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

    @property
    def machine(self) -> GpuMachine | None:
        """The machine with its GPUs, or None when there is no such thing."""
        if self.machine_type in host_machines():
            return machine_with(self.machine_type, self.gpu or "", self.gpus_per_node or 1)
        return GPU_MACHINES.get(self.machine_type)

    @property
    def pool_names(self) -> list[str]:
        """Names of its node pools, without digest: one for each way to get machines."""
        return [pool_name(self.name, way, number) for number, way in enumerate(self.capacity.ways)]

    def rules(self) -> Iterator[Rule]:
        """Yield machines that do not exist and settings that the machine, the capacity mode or each other exclude."""
        yield from super().rules()
        yield from attached_gpu_rules(self)
        machine = self.machine
        if machine is None:
            if self.machine_type not in host_machines():
                close = did_you_mean(self.machine_type, [*GPU_MACHINES, *host_machines()])
                yield "machine_type", f"{shown(self.machine_type)} is not a GPU machine type in the catalogue.{close}"
            return
        yield from one_of_boot_disks(self.boot_disk, machine.family.boot_disks, self.machine_type)
        yield from machine_rules(self, machine)
        yield from sharing_rules(self.sharing, machine)


@dataclass(frozen=True, slots=True)
class GpuPoolPlan:
    """One GPU entry, decided: a pool for each way to get machines. Totals are for the largest size that one way may have."""

    path: str
    name: str
    machine: GpuMachine
    node_pools: tuple[NodePoolPlan, ...]
    """In the order in which they are tried."""
    compute_class: ComputeClassPlan | None
    gpus: float
    gpu_memory_gb: int
    bf16_dense_pflops: float | None
    """None where the GPU has no published dense bf16 peak."""
    transport: str

    @property
    def node_pool(self) -> NodePoolPlan:
        """The pool that is tried first."""
        return self.node_pools[0]


def plan_gpu_pool(spec: GpuPoolSpec, index: int, context: PoolContext) -> GpuPoolPlan:
    """Decide one GPU entry."""
    machine, path = spec.machine, f"gpu_pools[{index}]"
    assert machine is not None, "the schema admits only machines that exist"
    pools = [_node_pool(spec, way, number, machine, context) for number, way in enumerate(spec.capacity.ways)]
    if compute_class := plan_compute_class(spec.name, [[pool] for pool in pools], path, context.names):
        pools = [in_class(pool, compute_class.name) for pool in pools]
    gpus = spec.nodes.max * machine.gpus
    tflops = machine.family.gpu.bf16_dense_tflops
    return GpuPoolPlan(
        path=path,
        name=spec.name,
        machine=machine,
        node_pools=tuple(named_pool(pool, path, context.names) for pool in pools),
        compute_class=compute_class,
        gpus=int(gpus) if gpus == int(gpus) else float(gpus),
        gpu_memory_gb=spec.nodes.max * machine.gpu_memory_gb,
        bf16_dense_pflops=float(gpus) * tflops / 1000 if tflops is not None else None,
        transport=machine.family.fabric.transport,
    )


def pool_name(entry: str, way: FallbackSpec, number: int) -> str:
    """Return the name of the pool of one way: the first has the entry's own."""
    return f"{entry}-{way.mode}" if number else entry


def _node_pool(spec: GpuPoolSpec, way: FallbackSpec, number: int, machine: GpuMachine, context: PoolContext) -> NodePoolPlan:
    family, zones = machine.family, tuple(spec.zones or context.site.zones[:1])
    disks = (machine.local_ssd_disks if family.local_ssd_bundled else spec.local_ssd_disks or 0) if family.local_ssd_declared else 0
    capacity = plan_capacity(way, context.site.project)
    managed = context.managed_accelerator_networks and family.fabric.managed_profile
    return NodePoolPlan(
        resource_name=pool_name(spec.name, way, number),
        name="",
        machine_type=machine.name,
        zones=zones,
        nodes=NodesPlan(0 if number else spec.nodes.min, spec.nodes.max, len(zones), False, "ANY" if capacity.is_scarce else "BALANCED"),
        capacity=capacity,
        boot_disk_type=spec.boot_disk.type or family.boot_disks[0],
        boot_disk_gib=spec.boot_disk.size_gib,
        accelerator=_accelerator(spec, machine),
        ephemeral_local_ssd_disks=disks if spec.local_ssd == "ephemeral" else 0,
        raw_local_ssd_disks=disks if spec.local_ssd != "ephemeral" else 0,
        compact=_is_compact(spec, way, machine, zones),
        tpu_topology="",
        workload_policy=family.nvlink_domain_topology,
        accelerator_network="" if managed else network_key(family.fabric, zones[0]),
        managed_accelerator_network=managed,
        fast_socket=family.fabric is FAST_SOCKET,
        gvnic=family.gvnic,
        shielded=family.shielded,
        confidential=spec.confidential or "",
        huge_pages_2mib=family.huge_pages_2mib,
        numa_aligned=spec.numa_aligned,
        image_caches=tuple(spec.image_caches),
        disk_key=context.disk_key,
        max_pods_per_node=spec.max_pods_per_node or family.max_pods_per_node,
        labels={"aidc/pool": spec.name, **_labels(spec, way, managed or family.fabric.claims_only), **spec.labels},
        taints=tuple(TaintPlan(taint.key, taint.value, taint.effect) for taint in spec.taints),
        resource_labels={**context.labels, "aidc-pool": spec.name},
        # An accelerator node is too scarce to surge: replace in place, one at a time.
        max_surge=0,
        max_unavailable=1,
        auto_repair=not capacity.is_granted,
    )


def _accelerator(spec: GpuPoolSpec, machine: GpuMachine) -> AcceleratorPlan:
    plain = AcceleratorPlan(machine.family.gpu.gke_accelerator, machine.gpu_count, spec.driver)
    if spec.sharing is None:
        return plain
    sharing = spec.sharing
    return replace(
        plain,
        partition=sharing.partition or "",
        sharing=STRATEGIES[sharing.strategy] if sharing.strategy else "",
        clients_per_gpu=sharing.clients_per_gpu or 0,
    )


def _labels(spec: GpuPoolSpec, way: FallbackSpec, claims: bool) -> dict[str, str]:
    wanted = {QUEUED_LABEL: way.mode == "queued", DRANET_LABEL: claims}
    raid = {LOCAL_SSD_LABEL: RAID0} if spec.local_ssd == "raid0" else {}
    return {**{label: "true" for label, holds in wanted.items() if holds}, **raid}


def _is_compact(spec: GpuPoolSpec, way: FallbackSpec, machine: GpuMachine, zones: tuple[str, ...]) -> bool:
    if spec.compact is not None:
        return spec.compact
    fits = machine.family.max_compact_nodes is not None and 1 < spec.nodes.max <= machine.family.max_compact_nodes
    return fits and len(zones) == 1 and way.mode in {"on-demand", "spot"}
