"""TPU slices on GKE: one node pool is one slice. Several slices of one entry train together over the data-centre network (multi-slice).

Rules NP11 and NP13 to NP16. A single-host slice carries neither topology nor placement policy; its pool has one node for each slice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.accelerator_network import network_key
from aidc.blueprint.capacity import CapacitySpec, plan_capacity
from aidc.blueprint.errors import one_of, shown
from aidc.blueprint.names import Names
from aidc.blueprint.node_pool import NodePoolPlan, NodesPlan, PoolSpec, TaintPlan, named_pool, one_of_boot_disks
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Rule, sets
from aidc.catalog.topologies import Topology, hosts_on, is_legal, legal_topologies, machine_for, nearest_legal, parse_topology, wrapped_axes
from aidc.catalog.tpus import TPU_GENERATIONS, TpuGeneration, TpuMachine

SINGLE_HOST_MAX_PODS = 32
"""Our choice: a host that is a whole slice often serves several pods, and a /26 of addresses each is still cheap."""


class TpuSliceSpec(PoolSpec):
    """TPU slices of one shape."""

    generation: str = Field(description="TPU generation", **sets("container.NodePool.nodeConfig.machineType"))
    topology: str = Field(
        description="Chips along each axis of one slice, 4x4 or 4x4x8",
        **sets("container.NodePool.placementPolicy.tpuTopology", "container.NodePool.nodeCount"),
    )
    slices: int = Field(
        default=1,
        ge=1,
        le=256,
        description="How many slices of this shape; they train together over the data-centre network",
        **sets("container.NodePool.name", "container.NodePool.nodeCount"),
    )
    machine_type: str | None = Field(
        default=None, description="Host shape, default the one with the fewest hosts", **sets("container.NodePool.nodeConfig.machineType")
    )
    zone: str | None = Field(default=None, description="Zone, default the site's first", **sets("container.NodePool.nodeLocations"))
    capacity: CapacitySpec = Field(description="How the machines are obtained")

    def rules(self) -> Iterator[Rule]:
        """Yield generations, topologies and host shapes that do not exist or do not go together."""
        yield from super().rules()
        generation = TPU_GENERATIONS.get(self.generation)
        if generation is None:
            yield "generation", one_of(self.generation, list(TPU_GENERATIONS), "a TPU generation in the catalogue")
            return
        yield from one_of_boot_disks(self.boot_disk, generation.boot_disks, f"TPU {generation.name}")
        if self.capacity.mode not in generation.capacity_modes:
            yield "capacity.mode", f"{self.capacity.mode} is not sold for {generation.name}; use {', '.join(generation.capacity_modes)}"
        if self.capacity.sub_block and self.slices > 1:
            yield (
                "capacity.sub_block",
                f"a sub-block serves one node pool, and {self.slices} slices are {self.slices} pools. Make one entry for each sub-block",
            )
        yield from self._topology_rules(generation)

    def _topology_rules(self, generation: TpuGeneration) -> Iterator[Rule]:
        topology = parse_topology(self.topology)
        if topology is None:
            yield (
                "topology",
                f"{shown(self.topology)} is not a topology; write the chips along each axis, such as {legal_topologies(generation)[-1]}",
            )
        elif not is_legal(topology, generation):
            yield "topology", _illegal(topology, generation)
        else:
            yield from self._machine_rules(topology, generation)

    def _machine_rules(self, topology: Topology, generation: TpuGeneration) -> Iterator[Rule]:
        if self.machine_type is None:
            return
        machine = generation.machine(self.machine_type)
        if machine is None:
            yield (
                "machine_type",
                one_of(self.machine_type, [machine.name for machine in generation.machines], f"a host of {generation.name}"),
            )
        elif hosts_on(topology, machine) is None:
            fitting = machine_for(topology, generation).name
            yield (
                "machine_type",
                f"{machine.name} has {machine.chips} chips and cannot form a {topology} slice of {topology.chips}. Use {fitting}",
            )


def _illegal(topology: Topology, generation: TpuGeneration) -> str:
    nearest = ", ".join(f"{shape} ({shape.chips} chips)" for shape in nearest_legal(topology, generation))
    rule = (
        "one of the shapes from 1x1 to 16x16"
        if generation.torus == "2D"
        else f"2x2x1 to 2x4x4, or 4x4x4 cubes with sides in ascending order, at most {generation.max_slice_chips} chips"
    )
    return f"{topology} is not a {generation.name} slice: {rule}. Try {nearest}"


@dataclass(frozen=True, slots=True)
class TpuSlicePlan:
    """TPU slices of one shape, decided. `node_pools` has one pool for each multi-host slice, one in all for single-host slices."""

    path: str
    name: str
    generation: TpuGeneration
    machine: TpuMachine
    topology: Topology
    slices: int
    hosts_per_slice: int
    chips: int
    hbm_gib: int
    bf16_pflops: float
    wrapped_axes: tuple[bool, ...]
    transport: str
    node_pools: tuple[NodePoolPlan, ...]

    @property
    def multi_host(self) -> bool:
        """One slice spans several hosts, so its pool is atomic."""
        return self.hosts_per_slice > 1


def plan_tpu_slice(spec: TpuSliceSpec, index: int, site: SitePlan, labels: dict[str, str], names: Names) -> TpuSlicePlan:
    """Decide the slices of one entry."""
    generation, path = TPU_GENERATIONS[spec.generation], f"tpu_slices[{index}]"
    topology = parse_topology(spec.topology)
    assert topology is not None, "the schema admits only topologies"
    machine = generation.machine(spec.machine_type) if spec.machine_type else machine_for(topology, generation)
    assert machine is not None, "the schema admits only hosts of the generation"
    hosts = hosts_on(topology, machine) or 0
    chips = topology.chips * spec.slices
    return TpuSlicePlan(
        path=path,
        name=spec.name,
        generation=generation,
        machine=machine,
        topology=topology,
        slices=spec.slices,
        hosts_per_slice=hosts,
        chips=chips,
        hbm_gib=chips * generation.hbm_gib_per_chip,
        bf16_pflops=chips * generation.bf16_tflops_per_chip / 1000,
        wrapped_axes=wrapped_axes(topology, generation),
        transport=machine.fabric.transport,
        node_pools=tuple(named_pool(pool, path, names) for pool in _node_pools(spec, topology, hosts, machine, generation, site, labels)),
    )


def _node_pools(
    spec: TpuSliceSpec,
    topology: Topology,
    hosts: int,
    machine: TpuMachine,
    generation: TpuGeneration,
    site: SitePlan,
    labels: dict[str, str],
) -> Iterator[NodePoolPlan]:
    multi_host = hosts > 1
    count = spec.slices if multi_host else 1
    for slice_index in range(count):
        suffix = f"-{slice_index}" if count > 1 else ""
        nodes = hosts if multi_host else spec.slices
        yield _node_pool(spec, f"{spec.name}{suffix}", nodes, str(topology) if multi_host else "", machine, generation, site, labels)


def _node_pool(
    spec: TpuSliceSpec,
    name: str,
    nodes: int,
    topology: str,
    machine: TpuMachine,
    generation: TpuGeneration,
    site: SitePlan,
    labels: dict[str, str],
) -> NodePoolPlan:
    zone = spec.zone or site.zones[0]
    capacity = plan_capacity(spec.capacity, site.project)
    flexible = capacity.mode == "flex-start"
    return NodePoolPlan(
        resource_name=name,
        name="",
        machine_type=machine.name,
        zones=(zone,),
        # Totals hit a defect of the provider on TPU flex-start pools (rule NP11), hence limits for each zone.
        nodes=NodesPlan(0 if flexible else nodes, nodes, 1, flexible, "ANY" if capacity.is_scarce else "BALANCED"),
        capacity=capacity,
        boot_disk_type=spec.boot_disk.type or generation.boot_disks[0],
        boot_disk_gib=spec.boot_disk.size_gib,
        accelerator=None,
        ephemeral_local_ssd_disks=0,
        raw_local_ssd_disks=0,
        compact=bool(topology),
        tpu_topology=topology,
        accelerator_network=network_key(machine.fabric, zone),
        fast_socket=False,
        max_pods_per_node=spec.max_pods_per_node or (generation.max_pods_per_node if topology else SINGLE_HOST_MAX_PODS),
        labels={"aidc/pool": spec.name, "aidc/slice": name, **spec.labels},
        taints=tuple(TaintPlan(taint.key, taint.value, taint.effect) for taint in spec.taints),
        resource_labels={**labels, "aidc-pool": spec.name},
        max_surge=0,
        max_unavailable=1,
        auto_repair=not flexible,
    )
