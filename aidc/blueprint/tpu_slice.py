"""TPU slices on GKE: one node pool is one slice. Several slices of one entry train together over the data-centre network (multi-slice).

Rules NP11 and NP13 to NP16. A single-host slice carries neither topology nor placement policy; its pool has one node for each slice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.accelerator_network import network_key
from aidc.blueprint.capacity import QUEUED_LABEL, CapacityPlan, CapacitySpec, FallbackSpec, plan_capacity
from aidc.blueprint.compute_class import ComputeClassPlan, in_class, plan_compute_class
from aidc.blueprint.errors import one_of, shown
from aidc.blueprint.gpu_pool import DRANET_LABEL, pool_name
from aidc.blueprint.node_pool import NodePoolPlan, NodesPlan, PoolContext, PoolSpec, TaintPlan, named_pool, one_of_boot_disks
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
    min_slices: int | None = Field(
        default=None,
        ge=0,
        le=256,
        description="Slices that stay when there is no work; the others come and go as a whole. Default all of them stay",
        **sets("container.NodePool.autoscaling.minNodeCount", "container.NodePool.autoscaling.maxNodeCount"),
    )
    machine_type: str | None = Field(
        default=None, description="Host shape, default the one with the fewest hosts", **sets("container.NodePool.nodeConfig.machineType")
    )
    zone: str | None = Field(default=None, description="Zone, default the site's first", **sets("container.NodePool.nodeLocations"))
    capacity: CapacitySpec = Field(description="How the machines are obtained")

    @property
    def machine(self) -> TpuMachine:
        """The host shape, asked for or chosen. Only of an entry that holds to its rules."""
        generation, topology = TPU_GENERATIONS[self.generation], parse_topology(self.topology)
        assert topology is not None, "the schema admits only topologies"
        return (generation.machine(self.machine_type) if self.machine_type else None) or machine_for(topology, generation)

    @property
    def hosts_per_slice(self) -> int:
        """Hosts of one slice. Only of an entry that holds to its rules."""
        topology = parse_topology(self.topology)
        assert topology is not None, "the schema admits only topologies"
        return hosts_on(topology, self.machine) or 1

    @property
    def pool_names(self) -> list[str]:
        """Names of its node pools, without digest: one for each slice of several hosts and each way to get machines."""
        many = self.slices > 1 and self.hosts_per_slice > 1
        slices = [f"{self.name}-{index}" for index in range(self.slices)] if many else [self.name]
        return [pool_name(name, way, number) for number, way in enumerate(self.capacity.ways) for name in slices]

    def rules(self) -> Iterator[Rule]:
        """Yield generations, topologies and host shapes that do not exist or do not go together."""
        yield from super().rules()
        generation = TPU_GENERATIONS.get(self.generation)
        if generation is None:
            yield "generation", one_of(self.generation, list(TPU_GENERATIONS), "a TPU generation in the catalogue")
            return
        yield from one_of_boot_disks(self.boot_disk, generation.boot_disks, generation.product)
        yield from self._capacity_rules(generation)
        yield from self._size_rules()
        if self.confidential is not None:
            yield "confidential", "TPU hosts are not sold as confidential nodes. Remove it"
        yield from self._topology_rules(generation)

    def _capacity_rules(self, generation: TpuGeneration) -> Iterator[Rule]:
        for index, way in enumerate(self.capacity.ways):
            where = "capacity" if index == 0 else f"capacity.fallbacks[{index - 1}]"
            if way.mode not in generation.capacity_modes:
                yield f"{where}.mode", f"{way.mode} is not sold for {generation.name}; use {', '.join(generation.capacity_modes)}"
            if way.sub_block and self.slices > 1:
                yield (
                    f"{where}.sub_block",
                    f"a sub-block serves one node pool, and {self.slices} slices are {self.slices} pools. Make one entry for each sub-block",
                )

    def _size_rules(self) -> Iterator[Rule]:
        if self.min_slices is None:
            return
        if self.min_slices > self.slices:
            yield "min_slices", f"{self.min_slices} is more than slices {self.slices}"
        elif self.min_slices and (self.capacity.fallbacks or plan_capacity(self.capacity, "").starts_empty):
            why = "one of several ways" if self.capacity.fallbacks else self.capacity.mode
            yield "min_slices", f"slices had by {why} come when there is work, so none of them stays. Set 0 or remove it"

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
    order = " with sides in ascending order" if generation.ordered_sides else ""
    rule = (
        f"one of the shapes from {legal_topologies(generation)[0]} to {legal_topologies(generation)[-1]}"
        if generation.torus == "2D"
        else f"{legal_topologies(generation)[0]} to 2x4x4, or 4x4x4 cubes{order}, at most {generation.max_slice_chips} chips"
    )
    return f"{topology} is not a {generation.name} slice: {rule}. Try {nearest}"


@dataclass(frozen=True, slots=True)
class TpuSlicePlan:
    """TPU slices of one shape, decided. `node_pools` has one pool for each multi-host slice, one in all for single-host slices, and as many
    again for each fallback."""

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
    compute_class: ComputeClassPlan | None

    @property
    def multi_host(self) -> bool:
        """One slice spans several hosts, so its pool is atomic."""
        return self.hosts_per_slice > 1


def plan_tpu_slice(spec: TpuSliceSpec, index: int, context: PoolContext) -> TpuSlicePlan:
    """Decide the slices of one entry."""
    generation, path = TPU_GENERATIONS[spec.generation], f"tpu_slices[{index}]"
    topology = parse_topology(spec.topology)
    assert topology is not None, "the schema admits only topologies"
    machine, hosts = spec.machine, spec.hosts_per_slice
    shape = _Shape(generation, machine, topology, hosts)
    tried = [list(_node_pools(spec, way, number, shape, context)) for number, way in enumerate(spec.capacity.ways)]
    compute_class = plan_compute_class(spec.name, tried, path, context.names)
    pools = [pool if compute_class is None else in_class(pool, compute_class.name) for pools in tried for pool in pools]
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
        node_pools=tuple(named_pool(pool, path, context.names) for pool in pools),
        compute_class=compute_class,
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    generation: TpuGeneration
    machine: TpuMachine
    topology: Topology
    hosts: int

    @property
    def multi_host(self) -> bool:
        return self.hosts > 1


def _node_pools(spec: TpuSliceSpec, way: FallbackSpec, number: int, shape: _Shape, context: PoolContext) -> Iterator[NodePoolPlan]:
    count = spec.slices if shape.multi_host else 1
    for slice_index in range(count):
        name = f"{spec.name}-{slice_index}" if count > 1 else spec.name
        yield _node_pool(spec, way, slice_index, name, pool_name(name, way, number), shape, context)


def _nodes(spec: TpuSliceSpec, slice_index: int, shape: _Shape, capacity: CapacityPlan) -> NodesPlan:
    most = shape.hosts if shape.multi_host else spec.slices
    staying = spec.slices if spec.min_slices is None else spec.min_slices
    least = (most if slice_index < staying else 0) if shape.multi_host else staying
    if capacity.starts_empty or spec.capacity.fallbacks:
        least = 0
    # Totals hit a defect of the provider on TPU flex-start pools (rule NP11), hence limits for each zone.
    return NodesPlan(least, most, 1, least != most, "ANY" if capacity.is_scarce else "BALANCED")


def _node_pool(
    spec: TpuSliceSpec, way: FallbackSpec, slice_index: int, slice_name: str, name: str, shape: _Shape, context: PoolContext
) -> NodePoolPlan:
    zone, generation, machine = spec.zone or context.site.zones[0], shape.generation, shape.machine
    capacity = plan_capacity(way, context.site.project)
    topology = str(shape.topology) if shape.multi_host else ""
    managed = context.managed_accelerator_networks and machine.fabric.managed_profile
    return NodePoolPlan(
        resource_name=name,
        name="",
        machine_type=machine.name,
        zones=(zone,),
        nodes=_nodes(spec, slice_index, shape, capacity),
        capacity=capacity,
        boot_disk_type=spec.boot_disk.type or generation.boot_disks[0],
        boot_disk_gib=spec.boot_disk.size_gib,
        accelerator=None,
        ephemeral_local_ssd_disks=0,
        raw_local_ssd_disks=0,
        compact=bool(topology),
        tpu_topology=topology,
        workload_policy=topology if generation.workload_policy else "",
        accelerator_network="" if managed else network_key(machine.fabric, zone),
        managed_accelerator_network=managed,
        fast_socket=False,
        gvnic=True,
        shielded=True,
        confidential="",
        huge_pages_2mib=0,
        numa_aligned=spec.numa_aligned,
        image_caches=tuple(spec.image_caches),
        disk_key=context.disk_key,
        max_pods_per_node=spec.max_pods_per_node or (generation.max_pods_per_node if topology else SINGLE_HOST_MAX_PODS),
        labels={"aidc/pool": spec.name, "aidc/slice": slice_name, **_labels(way, managed), **spec.labels},
        taints=tuple(TaintPlan(taint.key, taint.value, taint.effect) for taint in spec.taints),
        resource_labels={**context.labels, "aidc-pool": spec.name},
        max_surge=0,
        max_unavailable=1,
        auto_repair=not capacity.is_granted,
    )


def _labels(way: FallbackSpec, managed: bool) -> dict[str, str]:
    return {**({QUEUED_LABEL: "true"} if way.mode == "queued" else {}), **({DRANET_LABEL: "true"} if managed else {})}
