"""Reservations: capacity that is held, and billed, before it is used. One that Google made already is only named and checked.

Owns what is decided about one reservation. Which pools draw on it, and whether they fit, is in reservation_use.py and
reservation_coherence.py. A submitted future reservation is an order (trap T064), so it takes two yeses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.names import COMPUTE, Names
from aidc.blueprint.reservation_fields import ORDERED, CommitmentSpec, Kind, ReservationFields
from aidc.blueprint.reservation_rules import broken_rules
from aidc.blueprint.reservation_window import SECONDS_PER_HOUR, WindowPlan, plan_window, rfc3339
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Rule
from aidc.catalog.reservations import TPU_FAMILIES


class ReservationSpec(ReservationFields):
    """Capacity held in one zone. Fields beside `kind` belong to the kinds their description names."""

    def rules(self) -> Iterator[Rule]:
        """Yield fields that do not belong to the kind, what the kind lacks, and what cannot be held."""
        yield from broken_rules(self)


@dataclass(frozen=True, slots=True)
class ReservationUse:
    """One pool that draws on a reservation of the stack. `amount` is machines, or TPU chips where it has a generation, at its largest size."""

    path: str
    name: str
    reservation: str
    zones: tuple[str, ...]
    machine_type: str
    generation: str
    gpu: str
    """GPU that is attached to its machines; empty where they have their own or none."""
    gpus_per_machine: int
    local_ssd_disks: int
    mode: str
    min_nodes: int
    amount: int
    size_field: str
    """The field that makes the pool larger."""


@dataclass(frozen=True, slots=True)
class CommitmentPlan:
    """A commitment as Compute Engine takes it."""

    name: str
    plan: str
    previous_terms: str


@dataclass(frozen=True, slots=True)
class TpuAggregatePlan:
    """TPU chips held in aggregate."""

    generation: str
    chips: int
    vm_family: str
    accelerator_type: str
    """Name of the accelerator type with project and zone."""
    workload: str


@dataclass(frozen=True, slots=True)
class ReservationPlan:
    """One reservation, decided. `name` is what pools say; of a future one it is the name of the reservation that Google delivers."""

    path: str
    resource_name: str
    kind: Kind
    name: str
    project: str
    zone: str
    """Empty where an existing one does not say it."""
    machine_type: str
    instance_template: str
    machines: int | None
    gpu: str
    """GPU attached to each machine; empty where the machine type says it."""
    gpus_per_machine: int
    local_ssd_disks: int
    tpus: TpuAggregatePlan | None
    by_name_only: bool
    share_with: tuple[str, ...]
    google_services: Literal["", "ALLOW_ALL", "DISALLOW_ALL"]
    emergent_maintenance: bool
    delete_after_seconds: str
    """Text, as Compute Engine takes it (trap T014); empty for never."""
    delete_at: str
    delete_at_end: bool
    window: WindowPlan | None
    planning_status: Literal["", "DRAFT", "SUBMITTED"]
    delivered: bool
    """Pools may have nodes from it."""
    commitment: CommitmentPlan | None
    deployment: str
    scheduling: str
    guarded: bool
    used_by: tuple[str, ...]
    """Pools that draw on it, by name."""
    used: int
    """Machines, or TPU chips, that they may take at their largest sizes."""

    @property
    def is_made_here(self) -> bool:
        """The stack creates it; an existing one is only named."""
        return self.kind != "existing"

    @property
    def is_order(self) -> bool:
        """It is ordered for a time, not held from now on."""
        return self.kind in ORDERED

    @property
    def uri(self) -> str:
        """Its name with the project, as machines of other projects and blocks say it."""
        return reservation_uri(self.project, self.name)


def reservation_uri(project: str, name: str) -> str:
    """Return the full name of a reservation, as the values of pools begin."""
    return f"projects/{project}/reservations/{name}"


def named_reservation(value: str, project: str) -> str:
    """Return the full name of the reservation in the value of a pool: a short name is one of the pool's own project."""
    return "/".join(value.split("/")[:4]) if "/" in value else reservation_uri(project, value)


def cloud_name(spec: ReservationSpec, path: str, names: Names) -> str:
    """Return the name in the cloud: an existing one has it already."""
    return spec.name if spec.kind == "existing" else names.name(COMPUTE, spec.name, path=f"{path}.name")


def plan_reservation(
    spec: ReservationSpec, index: int, site: SitePlan, guarded: bool, uses: Sequence[ReservationUse], names: Names
) -> ReservationPlan:
    """Decide one reservation."""
    path = f"reservations[{index}]"
    zone = spec.zone or ("" if spec.kind == "existing" else site.zones[0])
    ordered = spec.kind in ORDERED
    return ReservationPlan(
        path=path,
        resource_name=spec.name,
        kind=spec.kind,
        name=cloud_name(spec, path, names),
        project=spec.project or site.project,
        zone=zone,
        machine_type=spec.machine_type or "",
        instance_template=spec.instance_template or "",
        machines=spec.machines,
        gpu=spec.gpu or "",
        gpus_per_machine=(spec.gpus_per_machine or 1) if spec.gpu else 0,
        local_ssd_disks=spec.local_ssd_disks or 0,
        tpus=_plan_tpus(spec, site.project, zone),
        by_name_only=spec.by_name_only,
        share_with=tuple(spec.share_with),
        google_services="" if spec.google_services is None else "ALLOW_ALL" if spec.google_services else "DISALLOW_ALL",
        emergent_maintenance=spec.emergent_maintenance,
        delete_after_seconds=str(spec.delete_after_hours * SECONDS_PER_HOUR) if spec.delete_after_hours else "",
        delete_at=rfc3339(spec.delete_at) if spec.delete_at else "",
        delete_at_end=spec.delete_at_end,
        window=plan_window(spec.window) if spec.window else None,
        planning_status=("SUBMITTED" if spec.submit else "DRAFT") if ordered else "",
        delivered=spec.delivered or not ordered,
        commitment=_plan_commitment(spec.commitment),
        deployment="DENSE" if spec.kind == "calendar" else spec.deployment or "",
        scheduling=spec.scheduling or "",
        guarded=guarded and spec.kind != "existing",
        used_by=tuple(use.name for use in uses),
        used=sum(use.amount for use in uses),
    )


def _plan_tpus(spec: ReservationSpec, project: str, zone: str) -> TpuAggregatePlan | None:
    if spec.generation is None or spec.chips is None:
        return None
    family = TPU_FAMILIES.get(spec.generation)
    return TpuAggregatePlan(
        generation=spec.generation,
        chips=spec.chips,
        vm_family=family.vm_family if family else "",
        accelerator_type=f"projects/{project}/zones/{zone}/acceleratorTypes/{family.accelerator_type}" if family else "",
        workload=spec.workload or "",
    )


def _plan_commitment(spec: CommitmentSpec | None) -> CommitmentPlan | None:
    return CommitmentPlan(spec.name, spec.term, "EXTEND" if spec.extend_previous else "") if spec else None
