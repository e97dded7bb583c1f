"""What a reservation may say in the stack file, and which kind each field belongs to.

Owns the fields alone. What they must say together is in reservation_rules.py, what is decided from them in reservation.py.
"""

from __future__ import annotations

from typing import Literal

from aidc.blueprint.maintenance import Moment
from aidc.blueprint.reservation_window import WindowSpec
from aidc.blueprint.spec import Field, Name, ProjectId, Spec, sets
from aidc.catalog.attached_gpus import machine_with
from aidc.catalog.gpu_machines import GPU_MACHINES, GpuMachine
from aidc.catalog.reservations import MAX_SHARED_PROJECTS

Kind = Literal["specific", "future", "calendar", "existing"]
ORDERED: tuple[Kind, ...] = ("future", "calendar")
BELONGS: dict[str, tuple[Kind, ...]] = {
    "project": ("existing",),
    "instance_template": ("specific", "future"),
    "generation": ("future", "calendar", "existing"),
    "chips": ("future", "calendar", "existing"),
    "workload": ORDERED,
    "by_name_only": ("specific", "future"),
    "share_with": ("specific", "future", "calendar"),
    "google_services": ("specific",),
    "emergent_maintenance": ("specific",),
    "delete_after_hours": ("specific", "future"),
    "delete_at": ("future",),
    "delete_at_end": ("future",),
    "window": ORDERED,
    "submit": ORDERED,
    "yes_submit_order_to_google": ORDERED,
    "delivered": ORDERED,
    "commitment": ("future",),
    "deployment": ORDERED,
    "scheduling": ("future",),
}
"""Fields that only some kinds have."""


class CommitmentSpec(Spec):
    """A commitment that delivery buys or extends: it bills every hour of its term."""

    name: Name = Field(
        max_length=63, description="Name of the commitment", **sets("compute.FutureReservation.commitmentInfo.commitmentName")
    )
    term: Literal["TWELVE_MONTH", "THIRTY_SIX_MONTH"] = Field(
        description="Term of the commitment", **sets("compute.FutureReservation.commitmentInfo.commitmentPlan")
    )
    extend_previous: bool = Field(
        default=False,
        description="Extend the terms of the commitment of that name instead of buying another",
        **sets("compute.FutureReservation.commitmentInfo.previousCommitmentTerms"),
    )


class ReservationFields(Spec):
    """What one reservation may say. Fields beside `kind` belong to the kinds their description names."""

    name: Name = Field(
        max_length=40,
        description="Name of the reservation, unique in the stack; pools name it. existing: its name in the cloud",
        **sets("compute.Reservation.name", "compute.FutureReservation.name", "compute.FutureReservation.reservationName"),
    )
    kind: Kind = Field(
        description="specific: held from now on; future: ordered for a time; calendar: ordered for at most 90 days; existing: only named",
        **sets("compute.FutureReservation.reservationMode"),
    )
    project: ProjectId | None = Field(default=None, description="existing: the project that owns a shared one, default the site's")
    zone: str | None = Field(
        default=None,
        description="Zone, default the site's first; existing: default not said",
        **sets("compute.Reservation.zone", "compute.FutureReservation.zone"),
    )
    machine_type: str | None = Field(
        default=None,
        description="Machine type with or without GPUs",
        **sets(
            "compute.Reservation.specificReservation.instanceProperties.machineType",
            "compute.FutureReservation.specificSkuProperties.instanceProperties.machineType",
        ),
    )
    instance_template: str | None = Field(
        default=None,
        description="specific, future: instance template that says what a machine is, instead of machine_type",
        **sets(
            "compute.Reservation.specificReservation.sourceInstanceTemplate",
            "compute.FutureReservation.specificSkuProperties.sourceInstanceTemplate",
        ),
    )
    machines: int | None = Field(
        default=None,
        ge=1,
        le=10000,
        description="How many machines are held",
        **sets("compute.Reservation.specificReservation.count", "compute.FutureReservation.specificSkuProperties.totalCount"),
    )
    gpu: str | None = Field(
        default=None,
        description="GPU attached to each machine, for N1 machine types alone; others have theirs",
        **sets(
            "compute.Reservation.specificReservation.instanceProperties.guestAccelerators",
            "compute.FutureReservation.specificSkuProperties.instanceProperties.guestAccelerators",
        ),
    )
    gpus_per_machine: int | None = Field(
        default=None,
        ge=1,
        description="How many of that GPU each machine has, default 1",
        **sets(
            "compute.Reservation.specificReservation.instanceProperties.guestAccelerators",
            "compute.FutureReservation.specificSkuProperties.instanceProperties.guestAccelerators",
        ),
    )
    local_ssd_disks: int | None = Field(
        default=None,
        ge=0,
        description="Local SSD disks of each machine, where the machine lets one choose; default none",
        **sets(
            "compute.Reservation.specificReservation.instanceProperties.localSsds",
            "compute.FutureReservation.specificSkuProperties.instanceProperties.localSsds",
        ),
    )
    generation: str | None = Field(
        default=None,
        description="future, calendar, existing: TPU generation",
        **sets("compute.FutureReservation.aggregateReservation.vmFamily"),
    )
    chips: int | None = Field(
        default=None,
        ge=1,
        le=10000,
        description="future, calendar, existing: TPU chips held",
        **sets("compute.FutureReservation.aggregateReservation.reservedResources"),
    )
    workload: Literal["BATCH", "SERVING"] | None = Field(
        default=None,
        description="future, calendar: what the TPUs are for",
        **sets("compute.FutureReservation.aggregateReservation.workloadType"),
    )
    by_name_only: bool = Field(
        default=True,
        description="specific, future: only machines that name the reservation draw on it",
        **sets("compute.Reservation.specificReservationRequired", "compute.FutureReservation.specificReservationRequired"),
    )
    share_with: list[ProjectId] = Field(
        default_factory=list,
        max_length=MAX_SHARED_PROJECTS,
        description="specific, future, calendar: projects that may draw on it as well",
        **sets("compute.Reservation.shareSettings.projectMaps", "compute.FutureReservation.shareSettings.projectMaps"),
    )
    google_services: bool | None = Field(
        default=None,
        description="specific: whether Vertex AI and other services of Google may draw on it; default Google's",
        **sets("compute.Reservation.reservationSharingPolicy.serviceShareType"),
    )
    emergent_maintenance: bool = Field(
        default=False,
        description="specific: let Google maintain the machines at short notice",
        **sets("compute.Reservation.enableEmergentMaintenance"),
    )
    delete_after_hours: int | None = Field(
        default=None,
        ge=1,
        le=87600,
        description="specific: hours after creation, future: after the start, when Google deletes it and billing ends",
        **sets("compute.Reservation.deleteAfterDuration.seconds", "compute.FutureReservation.autoCreatedReservationsDuration.seconds"),
    )
    delete_at: Moment | None = Field(
        default=None,
        description="future: when Google deletes what it delivered, with time zone",
        **sets("compute.FutureReservation.autoCreatedReservationsDeleteTime"),
    )
    delete_at_end: bool = Field(
        default=True,
        description="future: delete what was delivered when the window ends; false keeps it, and its bill, for ever",
        **sets("compute.FutureReservation.autoDeleteAutoCreatedReservations"),
    )
    window: WindowSpec | None = Field(default=None, description="future, calendar: when the capacity is held")
    submit: bool = Field(
        default=False,
        description="future, calendar: send the order to Google; needs a second yes",
        **sets("compute.FutureReservation.planningStatus"),
    )
    yes_submit_order_to_google: bool = Field(
        default=False,
        description="The second yes that submit needs: an order costs money, and one in calendar mode can never be cancelled",
    )
    delivered: bool = Field(
        default=False, description="future, calendar: Google has delivered, so pools may have nodes; set it when the start has come"
    )
    commitment: CommitmentSpec | None = Field(default=None, description="future: a commitment that delivery buys")
    deployment: Literal["DENSE", "FLEXIBLE"] | None = Field(
        default=None,
        description="future, calendar: how close together the machines stand; default Google's, calendar always DENSE",
        **sets("compute.FutureReservation.deploymentType"),
    )
    scheduling: Literal["GROUPED", "INDEPENDENT"] | None = Field(
        default=None,
        description="future: maintain the machines together or one by one; default Google's",
        **sets("compute.FutureReservation.schedulingType"),
    )

    @property
    def gpu_machine(self) -> GpuMachine | None:
        """The machine with its GPUs, or None where it has none or there is no such thing."""
        if self.gpu is not None:
            return machine_with(self.machine_type or "", self.gpu, self.gpus_per_machine or 1)
        return GPU_MACHINES.get(self.machine_type or "")
