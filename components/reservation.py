"""One reservation that the stack makes: held from now on, or ordered for a time."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.reservation import ReservationPlan
from aidc.catalog.gpu_machines import LOCAL_SSD_GIB_PER_DISK


class Reservation(pulumi.ComponentResource):
    """Capacity held in one zone. Does not own what draws on it: pools take its name from here, so they are made after it and deleted before."""

    reservation: pulumi.Output[str]
    """Name of the reservation; of a future one, of what Google delivers."""

    def __init__(self, plan: ReservationPlan, *, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:Reservation", plan.resource_name, None, opts)
        # It costs money whether used or not, and what it holds may not be had again.
        child = pulumi.ResourceOptions(parent=self, protect=plan.guarded)
        self.reservation = _future(plan, child) if plan.is_order else _specific(plan, child)
        self.register_outputs({"reservation": self.reservation})


def _specific(plan: ReservationPlan, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    held = gcp.compute.Reservation(
        plan.resource_name,
        name=plan.name,
        project=plan.project,
        zone=plan.zone,
        specific_reservation=gcp.compute.ReservationSpecificReservationArgs(
            count=plan.machines or 0, instance_properties=_properties(plan), source_instance_template=plan.instance_template or None
        ),
        specific_reservation_required=plan.by_name_only,
        share_settings=gcp.compute.ReservationShareSettingsArgs(
            share_type="SPECIFIC_PROJECTS",
            project_maps=[gcp.compute.ReservationShareSettingsProjectMapArgs(id=one, project_id=one) for one in plan.share_with],
        )
        if plan.share_with
        else None,
        reservation_sharing_policy=gcp.compute.ReservationReservationSharingPolicyArgs(service_share_type=plan.google_services)
        if plan.google_services
        else None,
        enable_emergent_maintenance=plan.emergent_maintenance or None,
        delete_after_duration=gcp.compute.ReservationDeleteAfterDurationArgs(seconds=plan.delete_after_seconds)
        if plan.delete_after_seconds
        else None,
        opts=opts,
    )
    return held.name


def _properties(plan: ReservationPlan) -> gcp.compute.ReservationSpecificReservationInstancePropertiesArgs | None:
    """Return what a machine is. Its GPUs and bundled Local SSD come with the machine type; only what one chooses is said."""
    if not plan.machine_type:
        return None
    accelerator = gcp.compute.ReservationSpecificReservationInstancePropertiesGuestAcceleratorArgs
    return gcp.compute.ReservationSpecificReservationInstancePropertiesArgs(
        machine_type=plan.machine_type,
        guest_accelerators=[accelerator(accelerator_type=plan.gpu, accelerator_count=plan.gpus_per_machine)] if plan.gpu else None,
        local_ssds=[
            gcp.compute.ReservationSpecificReservationInstancePropertiesLocalSsdArgs(interface="NVME", disk_size_gb=LOCAL_SSD_GIB_PER_DISK)
            for _ in range(plan.local_ssd_disks)
        ]
        or None,
    )


def _future(plan: ReservationPlan, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    assert plan.window is not None, "the schema admits no order without a window"
    window = plan.window
    ordered = gcp.compute.FutureReservation(
        plan.resource_name,
        name=plan.name,
        project=plan.project,
        zone=plan.zone,
        planning_status=plan.planning_status,
        reservation_mode="CALENDAR" if plan.kind == "calendar" else "DEFAULT",
        # Said, so that pools know the name of what is delivered before it is.
        reservation_name=plan.name,
        time_window=gcp.compute.FutureReservationTimeWindowArgs(
            start_time=window.start,
            end_time=window.end or None,
            duration=gcp.compute.FutureReservationTimeWindowDurationArgs(seconds=window.seconds) if window.seconds else None,
        ),
        specific_reservation_required=plan.by_name_only,
        auto_delete_auto_created_reservations=plan.delete_at_end,
        deployment_type=plan.deployment or None,
        scheduling_type=plan.scheduling or None,
        **_ordered_capacity(plan),
        **_ordered_terms(plan),
        opts=opts,
    )
    return ordered.reservation_name.apply(lambda name: name or plan.name)


def _ordered_capacity(plan: ReservationPlan) -> dict[str, Any]:
    if plan.tpus is not None:
        accelerator = gcp.compute.FutureReservationAggregateReservationReservedResourceAcceleratorArgs(
            accelerator_count=plan.tpus.chips, accelerator_type=plan.tpus.accelerator_type
        )
        aggregate = gcp.compute.FutureReservationAggregateReservationArgs(
            vm_family=plan.tpus.vm_family,
            workload_type=plan.tpus.workload or None,
            reserved_resources=[gcp.compute.FutureReservationAggregateReservationReservedResourceArgs(accelerator=accelerator)],
        )
        return {"aggregate_reservation": aggregate}
    accelerator = gcp.compute.FutureReservationSpecificSkuPropertiesInstancePropertiesGuestAcceleratorArgs
    properties = gcp.compute.FutureReservationSpecificSkuPropertiesInstancePropertiesArgs(
        machine_type=plan.machine_type,
        guest_accelerators=[accelerator(accelerator_type=plan.gpu, accelerator_count=plan.gpus_per_machine)] if plan.gpu else None,
        local_ssds=[
            gcp.compute.FutureReservationSpecificSkuPropertiesInstancePropertiesLocalSsdArgs(
                interface="NVME", disk_size_gb=str(LOCAL_SSD_GIB_PER_DISK)
            )
            for _ in range(plan.local_ssd_disks)
        ]
        or None,
    )
    machines = gcp.compute.FutureReservationSpecificSkuPropertiesArgs(
        # Text in this provider although it counts machines (trap T014).
        total_count=str(plan.machines),
        instance_properties=properties if plan.machine_type else None,
        source_instance_template=plan.instance_template or None,
    )
    return {"specific_sku_properties": machines}


def _ordered_terms(plan: ReservationPlan) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    if plan.share_with:
        shared = [gcp.compute.FutureReservationShareSettingsProjectMapArgs(id=one, project_id=one) for one in plan.share_with]
        terms["share_settings"] = gcp.compute.FutureReservationShareSettingsArgs(share_type="SPECIFIC_PROJECTS", project_maps=shared)
    if plan.delete_after_seconds:
        duration = gcp.compute.FutureReservationAutoCreatedReservationsDurationArgs(seconds=plan.delete_after_seconds)
        terms["auto_created_reservations_duration"] = duration
    if plan.delete_at:
        terms["auto_created_reservations_delete_time"] = plan.delete_at
    if plan.commitment is not None:
        terms["commitment_info"] = gcp.compute.FutureReservationCommitmentInfoArgs(
            commitment_name=plan.commitment.name,
            commitment_plan=plan.commitment.plan,
            previous_commitment_terms=plan.commitment.previous_terms or None,
        )
    return terms
