"""TPU VMs: TPUs of the Cloud TPU API, v2 to v6e, without GKE. One node is one slice; its hosts form one torus.

The API is in maintenance (trap T044): TPU7x and whatever follows is on GKE only, under tpu_slices. Nearly every change replaces a node (trap T048),
so its name ends in a digest as the name of a node pool does: the new one is made before the old one goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aidc.blueprint.access import READ_ROLE, WRITE_ROLE, BucketGrantPlan
from aidc.blueprint.disk import DiskPlan
from aidc.blueprint.errors import one_of, shown
from aidc.blueprint.names import SERVICE_ACCOUNT, TPU_NODE, Names, content_digest
from aidc.blueprint.network import NetworkPlan
from aidc.blueprint.reservation import ReservationPlan
from aidc.blueprint.reservation_window import rfc3339
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, listed_twice, sets
from aidc.blueprint.tpu_request import QueueWishes, TpuRequestPlan, request_of
from aidc.blueprint.tpu_vm_capacity import TpuVmCapacitySpec
from aidc.blueprint.tpu_vm_shape import asked_shape, shape_rules
from aidc.catalog.topologies import Topology, parse_topology
from aidc.catalog.tpu_vms import GKE_ONLY, TPU_VM_GENERATIONS, TpuVmGeneration

UPDATED_IN_PLACE = ("data_disks", "labels", "metadata", "tags")
"""All that the API changes on a TPU VM that exists (trap T048); anything else makes another one."""
NODE_ROLES = ("roles/logging.logWriter", "roles/monitoring.metricWriter")
"""What a TPU VM needs to tell how it is; data is granted bucket by bucket."""
SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)
OWN_METADATA = {"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE"}
"""People come in as themselves: OS Login asks IAM, and keys of the project open nothing."""
REPLACING_FIELDS = ("accelerator_type", "topology", "config_type", "runtime_version", "zone", "mode", "made_by", "secure_boot")
"""Settings whose change makes another node: they are in the digest that ends its name."""
_DISK = re.compile(r"projects/[^/\s]+/zones/([^/\s]+)/disks/[^/\s]+")


class DataDiskSpec(Spec):
    """A disk that is attached to every host of a node."""

    disk: str = Field(
        description="A disk of the stack by its name, or projects/P/zones/Z/disks/D of another", **sets("tpu.V2Vm.dataDisks.sourceDisk")
    )
    read_only: bool = Field(
        default=False, description="Attach it for reading; several hosts can only do that", **sets("tpu.V2Vm.dataDisks.mode")
    )

    def rules(self) -> Iterator[Rule]:
        """Yield what is neither a name nor a full name of a disk."""
        if "/" in self.disk and not _DISK.fullmatch(self.disk):
            yield "disk", f"{shown(self.disk)} is not a disk: write projects/P/zones/Z/disks/D, or the name of a disk of the stack"


class TpuVmSpec(Spec):
    """TPU VMs of one shape."""

    name: Name = Field(
        max_length=20, description="Name of the nodes, unique in the stack", **sets("tpu.V2Vm.name", "tpu.V2QueuedResource.name")
    )
    generation: str = Field(description="TPU generation, v2 to v6e", **sets("tpu.V2Vm.acceleratorType", "tpu.V2Vm.acceleratorConfig.type"))
    topology: str | None = Field(
        default=None,
        description="Chips along each axis of one node; or say accelerator_type",
        **sets("tpu.V2Vm.acceleratorConfig.topology", "tpu.V2Vm.acceleratorType"),
    )
    accelerator_type: str | None = Field(
        default=None,
        description="Type as the Cloud TPU API names it, v5p-8 or v5litepod-16; follows from topology",
        **sets("tpu.V2Vm.acceleratorType", "tpu.V2QueuedResource.tpu.nodeSpecs.node.acceleratorType"),
    )
    nodes: int = Field(default=1, ge=1, le=64, description="How many nodes of this shape", **sets("tpu.V2Vm.name"))
    runtime_version: str | None = Field(
        default=None,
        description="Software of the hosts, default Google's for the generation",
        **sets("tpu.V2Vm.runtimeVersion", "tpu.V2QueuedResource.tpu.nodeSpecs.node.runtimeVersion"),
    )
    zone: str | None = Field(
        default=None, description="Zone, default the site's first", **sets("tpu.V2Vm.zone", "tpu.V2QueuedResource.zone")
    )
    capacity: TpuVmCapacitySpec = Field(description="How the TPUs are obtained")
    secure_boot: bool = Field(
        default=True, description="Start signed software only", **sets("tpu.V2Vm.shieldedInstanceConfig.enableSecureBoot")
    )
    metadata: dict[str, str] = Field(
        default_factory=dict, description="Metadata of the hosts, such as startup-script", **sets("tpu.V2Vm.metadata")
    )
    data_disks: list[DataDiskSpec] = Field(default_factory=list, max_length=16, description="Disks of every host")
    reads: list[Name] = Field(
        default_factory=list, description="Buckets of this stack that they may read", **sets("storage.BucketIAMMember.role")
    )
    writes: list[Name] = Field(
        default_factory=list, description="Buckets of this stack that they may read and write", **sets("storage.BucketIAMMember.role")
    )

    def rules(self) -> Iterator[Rule]:
        """Yield generations, types and shapes that the Cloud TPU API does not have, and what queued nodes of the provider cannot carry."""
        for field in ("reads", "writes"):
            yield from listed_twice(field, getattr(self, field))
        for index, bucket in enumerate(self.writes):
            if bucket in self.reads:
                yield f"writes[{index}]", f"{bucket} is under reads as well; writing includes reading. Name it once"
        for key in self.metadata:
            if key in OWN_METADATA:
                yield f"metadata.{key}", f"is {OWN_METADATA[key]} on every TPU VM. Remove it"
        generation = TPU_VM_GENERATIONS.get(self.generation)
        if self.generation in GKE_ONLY:
            yield "generation", f"the Cloud TPU API does not serve {self.generation}: it is on GKE only. Put it under tpu_slices"
        elif generation is None:
            yield "generation", one_of(self.generation, list(TPU_VM_GENERATIONS), "a generation of the Cloud TPU API")
        else:
            yield from shape_rules(generation, self.topology, self.accelerator_type)
        yield from _bare_node_rules(self)


def _bare_node_rules(spec: TpuVmSpec) -> Iterator[Rule]:
    """Yield what the provider's queued resource drops without a word (trap T045)."""
    if spec.capacity.mode != "queued" or spec.capacity.made_by != "pulumi":
        return
    for field in ("metadata", "data_disks", "reads", "writes", "secure_boot"):
        if field in spec.model_fields_set:
            yield field, "the provider's queued resource cannot say it. Set capacity.made_by: request, or remove it"
    generation = TPU_VM_GENERATIONS.get(spec.generation)
    topology = parse_topology(spec.topology or "")
    if generation is None or topology is None or generation.names_its_shape:
        return
    same = [one for one in generation.topologies() if one.chips == topology.chips]
    if len(same) > 1:
        name = generation.accelerator_type(topology.chips)
        text = f"the provider's queued resource says {name}, which may be {' or '.join(map(str, same[:3]))}. Set capacity.made_by: request"
        yield "topology", f"{text}, or say accelerator_type: {name} and take Google's shape"


@dataclass(frozen=True, slots=True)
class TpuNodePlan:
    """One node: its Pulumi name and its name in the cloud."""

    resource_name: str
    name: str


@dataclass(frozen=True, slots=True)
class DataDiskPlan:
    """A disk of every host. `own` is the name of a disk of the stack; empty for another's."""

    own: str
    disk: str
    mode: Literal["READ_WRITE", "READ_ONLY"]


@dataclass(frozen=True, slots=True)
class TpuVmPlan:
    """TPU VMs of one entry, decided. `made_by` says what stands for them: V2Vm, V2QueuedResource, or a request that is only rendered."""

    path: str
    name: str
    generation: TpuVmGeneration
    accelerator_type: str
    topology: str
    """Empty where the type leaves the shape to Google."""
    config_type: str
    """Set where type and topology are sent apart, since the type alone does not say the shape."""
    nodes: tuple[TpuNodePlan, ...]
    """What is declared: a request stands for all of its nodes."""
    node_count: int
    hosts_per_node: int
    chips: int
    zone: str
    runtime_version: str
    mode: str
    made_by: Literal["V2Vm", "V2QueuedResource", "request"]
    account_id: str
    """Empty where the nodes run as the project's default account."""
    roles: tuple[str, ...]
    grants: tuple[BucketGrantPlan, ...]
    secure_boot: bool
    metadata: dict[str, str]
    data_disks: tuple[DataDiskPlan, ...]
    labels: dict[str, str]
    tags: tuple[str, ...]
    request: TpuRequestPlan | None
    updated_in_place: tuple[str, ...]
    """What a change keeps the nodes for."""
    replaced_by_another: tuple[str, ...]
    """A change of one of these makes other nodes first and then deletes the present ones (trap T048)."""

    @property
    def hosts(self) -> int:
        """Machines of all nodes: each takes one address."""
        return self.hosts_per_node * self.node_count


def hosts_of(specs: Sequence[TpuVmSpec]) -> int:
    """Return the machines of all entries: each takes one address of the nodes' range."""
    return sum(TPU_VM_GENERATIONS[spec.generation].hosts(shape_of(spec)) * spec.nodes for spec in specs)


def shape_of(spec: TpuVmSpec) -> Topology:
    """Return the shape that an entry asks for."""
    return asked_shape(TPU_VM_GENERATIONS[spec.generation], spec.topology, spec.accelerator_type)


def plan_tpu_vms(
    specs: Sequence[TpuVmSpec],
    site: SitePlan,
    network: NetworkPlan,
    disks: Sequence[DiskPlan],
    reservations: Sequence[ReservationPlan],
    labels: dict[str, str],
    names: Names,
) -> tuple[TpuVmPlan, ...]:
    """Decide every entry of tpu_vms, with the disks and reservations of the stack that it may name."""
    disk_names = {disk.resource_name: disk.name for disk in disks}
    held = {one.resource_name: one for one in reservations}
    return tuple(plan_tpu_vm(spec, index, site, network, disk_names, held, labels, names) for index, spec in enumerate(specs))


def plan_tpu_vm(
    spec: TpuVmSpec,
    index: int,
    site: SitePlan,
    network: NetworkPlan,
    disk_names: Mapping[str, str],
    reservations: Mapping[str, ReservationPlan],
    labels: dict[str, str],
    names: Names,
) -> TpuVmPlan:
    """Decide the nodes of one entry. `disk_names` has the cloud names of the stack's disks, `reservations` those that it has."""
    path, generation, shape = f"tpu_vms[{index}]", TPU_VM_GENERATIONS[spec.generation], shape_of(spec)
    queued, by_request = spec.capacity.mode == "queued", spec.capacity.made_by == "request"
    made_by: Literal["V2Vm", "V2QueuedResource", "request"] = "V2Vm" if not queued else "request" if by_request else "V2QueuedResource"
    bare = made_by == "V2QueuedResource"
    apart = spec.topology is not None and not generation.names_its_shape and not bare
    zone = spec.zone or site.zones[0]
    plan = TpuVmPlan(
        path=path,
        name=spec.name,
        generation=generation,
        accelerator_type=generation.accelerator_type(shape.chips),
        topology=str(shape) if spec.topology is not None or generation.names_its_shape else "",
        config_type=generation.config_type if apart else "",
        nodes=(),
        node_count=spec.nodes,
        hosts_per_node=generation.hosts(shape),
        chips=shape.chips * spec.nodes,
        zone=zone,
        runtime_version=spec.runtime_version or generation.runtime_version,
        mode=spec.capacity.mode,
        made_by=made_by,
        account_id="" if bare else names.name(SERVICE_ACCOUNT, spec.name, path=f"{path}.name"),
        roles=() if bare else NODE_ROLES,
        grants=(*(BucketGrantPlan(one, READ_ROLE) for one in spec.reads), *(BucketGrantPlan(one, WRITE_ROLE) for one in spec.writes)),
        secure_boot=spec.secure_boot and not bare,
        metadata={} if bare else {**OWN_METADATA, **spec.metadata},
        data_disks=tuple(_plan_disk(disk, zone, site.project, disk_names) for disk in spec.data_disks),
        labels={} if bare else {**labels, "aidc-tpu-vm": spec.name},
        tags=() if bare else (network.node_tag,),
        request=None,
        updated_in_place=UPDATED_IN_PLACE if made_by == "V2Vm" else (),
        replaced_by_another=REPLACING_FIELDS,
    )
    return _named(plan, spec, site, network, reservations, names)


def _plan_disk(spec: DataDiskSpec, zone: str, project: str, disk_names: Mapping[str, str]) -> DataDiskPlan:
    own = spec.disk if "/" not in spec.disk else ""
    source = f"projects/{project}/zones/{zone}/disks/{disk_names.get(own, own)}" if own else spec.disk
    return DataDiskPlan(own, source, "READ_ONLY" if spec.read_only else "READ_WRITE")


def _named(
    plan: TpuVmPlan, spec: TpuVmSpec, site: SitePlan, network: NetworkPlan, reservations: Mapping[str, ReservationPlan], names: Names
) -> TpuVmPlan:
    """Return the plan with its nodes, their names, and the request where one is rendered."""
    # A request that asks for something else is another request; what stands by itself keeps its name.
    asked = spec.capacity.model_dump(mode="json") if plan.made_by == "request" else {}
    digest = content_digest(*(getattr(plan, field) for field in REPLACING_FIELDS), asked)
    many = spec.nodes > 1 and plan.made_by != "request"
    own = [f"{spec.name}-{index}" for index in range(spec.nodes)] if many else [spec.name]
    nodes = tuple(TpuNodePlan(name, names.name(TPU_NODE, name, digest, path=f"{plan.path}.name")) for name in own)
    if plan.made_by != "request":
        return replace(plan, nodes=nodes)
    wishes = QueueWishes(
        guaranteed=spec.capacity.guaranteed,
        spot=spec.capacity.spot,
        reservation=_reservation_of(spec.capacity, plan.zone, site, reservations),
        valid_until=rfc3339(spec.capacity.valid_until) if spec.capacity.valid_until else "",
        valid_for_hours=spec.capacity.valid_for_hours or 0,
    )
    return replace(plan, nodes=nodes, request=request_of(plan, nodes[0].name, spec.nodes, wishes, site, network))


def _reservation_of(spec: TpuVmCapacitySpec, zone: str, site: SitePlan, reservations: Mapping[str, ReservationPlan]) -> str:
    """Return the reservation as the Cloud TPU API names it; one of the stack by its name in the cloud."""
    if spec.reservation is None:
        return ""
    plan = reservations.get(spec.reservation)
    if plan is None or spec.reservation_project not in (None, plan.project):
        return f"projects/{spec.reservation_project or site.project}/locations/{zone}/reservations/{spec.reservation}"
    return f"projects/{plan.project}/locations/{zone}/reservations/{plan.name}"
