"""Renders a NodePoolPlan as a GKE node pool. Every kind of pool goes through here, so none can forget a setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.capacity import RESERVATION_NAME_KEY
from aidc.blueprint.node_pool import NodePoolPlan
from aidc.blueprint.reservation import named_reservation
from components.accelerator_network import AcceleratorNetwork

_GKE_MANAGED = ["initialNodeCount", "nodeConfig.ephemeralStorageLocalSsdConfig", "nodeConfig.localNvmeSsdBlockConfig"]
"""Settings that GKE answers with values of its own; reading them back would replace the pool (traps T031, T035)."""


@dataclass(frozen=True, slots=True)
class PoolInputs:
    """What every pool takes from the rest of the stack: live names, and the accelerator networks by key."""

    project: str
    cluster: pulumi.Input[str]
    cluster_location: str
    node_account: pulumi.Input[str]
    disk_key: pulumi.Input[str] | None
    node_tag: str
    accelerator_networks: dict[str, AcceleratorNetwork]
    reservations: dict[str, pulumi.Output[str]]
    """Reservations that the stack makes, by full name."""
    workload_policies: dict[str, pulumi.Output[str]]
    """Live names, by accelerator topology."""


def node_pool(plan: NodePoolPlan, inputs: PoolInputs, parent: pulumi.Resource) -> gcp.container.NodePool:
    """Declare one node pool with everything its machine needs."""
    fabric = inputs.accelerator_networks.get(plan.accelerator_network)
    return gcp.container.NodePool(
        plan.resource_name,
        name=plan.name,
        project=inputs.project,
        cluster=inputs.cluster,
        location=inputs.cluster_location,
        node_locations=list(plan.zones),
        max_pods_per_node=plan.max_pods_per_node,
        **_counts(plan),
        management=gcp.container.NodePoolManagementArgs(auto_repair=plan.auto_repair, auto_upgrade=True),
        upgrade_settings=gcp.container.NodePoolUpgradeSettingsArgs(
            strategy="SURGE", max_surge=plan.max_surge, max_unavailable=plan.max_unavailable
        ),
        placement_policy=_placement(plan, inputs),
        queued_provisioning=gcp.container.NodePoolQueuedProvisioningArgs(enabled=True) if plan.capacity.mode == "queued" else None,
        network_config=gcp.container.NodePoolNetworkConfigArgs(
            enable_private_nodes=True,
            accelerator_network_profile="auto" if plan.managed_accelerator_network else None,
            additional_node_network_configs=[
                gcp.container.NodePoolNetworkConfigAdditionalNodeNetworkConfigArgs(network=interface.network, subnetwork=interface.subnet)
                for interface in (fabric.interfaces if fabric else [])
            ]
            or None,
        ),
        node_config=_node_config(plan, inputs),
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=_GKE_MANAGED),
    )


def _counts(plan: NodePoolPlan) -> dict[str, Any]:
    nodes = plan.nodes
    if nodes.is_fixed:
        return {"node_count": nodes.per_zone}
    limits = (
        {"min_node_count": nodes.min_total, "max_node_count": nodes.max_total}
        if nodes.per_zone_limits
        else {"total_min_node_count": nodes.min_total, "total_max_node_count": nodes.max_total}
    )
    autoscaling = gcp.container.NodePoolAutoscalingArgs(location_policy=nodes.location_policy, **limits)
    return {"autoscaling": autoscaling, "initial_node_count": -(-nodes.min_total // nodes.zones)}


def _placement(plan: NodePoolPlan, inputs: PoolInputs) -> gcp.container.NodePoolPlacementPolicyArgs | None:
    if not plan.compact and not plan.workload_policy:
        return None
    # The type is required even where a workload policy decides.
    return gcp.container.NodePoolPlacementPolicyArgs(
        type="COMPACT",
        policy_name=inputs.workload_policies[plan.workload_policy] if plan.workload_policy else None,
        tpu_topology=plan.tpu_topology or None,
    )


def _node_config(plan: NodePoolPlan, inputs: PoolInputs) -> gcp.container.NodePoolNodeConfigArgs:
    seconds = plan.capacity.max_run_seconds
    return gcp.container.NodePoolNodeConfigArgs(
        machine_type=plan.machine_type,
        # GPUDirect needs this image, and every other machine runs well on it.
        image_type="COS_CONTAINERD",
        service_account=inputs.node_account,
        oauth_scopes=["https://www.googleapis.com/auth/cloud-platform"],
        boot_disk=gcp.container.NodePoolNodeConfigBootDiskArgs(disk_type=plan.boot_disk_type, size_gb=plan.boot_disk_gib),
        boot_disk_kms_key=inputs.disk_key,
        guest_accelerators=_accelerators(plan),
        spot=True if plan.capacity.mode == "spot" else None,
        flex_start=True if plan.capacity.is_granted else None,
        max_run_duration=f"{seconds}s" if seconds else None,
        reservation_affinity=_reservation(plan, inputs),
        **_local_ssd(plan),
        gvnic=gcp.container.NodePoolNodeConfigGvnicArgs(enabled=True) if plan.gvnic else None,
        fast_socket=gcp.container.NodePoolNodeConfigFastSocketArgs(enabled=True) if plan.fast_socket else None,
        gcfs_config=gcp.container.NodePoolNodeConfigGcfsConfigArgs(enabled=True),
        labels=plan.labels,
        taints=[gcp.container.NodePoolNodeConfigTaintArgs(key=taint.key, value=taint.value, effect=taint.effect) for taint in plan.taints]
        or None,
        tags=[inputs.node_tag],
        resource_labels=plan.resource_labels,
        metadata={"disable-legacy-endpoints": "true"},
        shielded_instance_config=gcp.container.NodePoolNodeConfigShieldedInstanceConfigArgs(
            enable_secure_boot=True, enable_integrity_monitoring=True
        )
        if plan.shielded
        else None,
        workload_metadata_config=gcp.container.NodePoolNodeConfigWorkloadMetadataConfigArgs(mode="GKE_METADATA"),
        kubelet_config=_kubelet(plan),
        linux_node_config=gcp.container.NodePoolNodeConfigLinuxNodeConfigArgs(
            hugepages_config=gcp.container.NodePoolNodeConfigLinuxNodeConfigHugepagesConfigArgs(hugepage_size2m=plan.huge_pages_2mib)
        )
        if plan.huge_pages_2mib
        else None,
        confidential_nodes=gcp.container.NodePoolNodeConfigConfidentialNodesArgs(enabled=True, confidential_instance_type=plan.confidential)
        if plan.confidential
        else None,
        secondary_boot_disks=[
            gcp.container.NodePoolNodeConfigSecondaryBootDiskArgs(disk_image=image, mode="CONTAINER_IMAGE_CACHE")
            for image in plan.image_caches
        ]
        or None,
    )


def _kubelet(plan: NodePoolPlan) -> gcp.container.NodePoolNodeConfigKubeletConfigArgs:
    if not plan.numa_aligned:
        return gcp.container.NodePoolNodeConfigKubeletConfigArgs(insecure_kubelet_readonly_port_enabled="FALSE")
    return gcp.container.NodePoolNodeConfigKubeletConfigArgs(
        insecure_kubelet_readonly_port_enabled="FALSE",
        cpu_manager_policy="static",
        memory_manager=gcp.container.NodePoolNodeConfigKubeletConfigMemoryManagerArgs(policy="Static"),
        topology_manager=gcp.container.NodePoolNodeConfigKubeletConfigTopologyManagerArgs(policy="restricted", scope="pod"),
    )


def _accelerators(plan: NodePoolPlan) -> list[gcp.container.NodePoolNodeConfigGuestAcceleratorArgs] | None:
    if plan.accelerator is None:
        return None
    return [
        gcp.container.NodePoolNodeConfigGuestAcceleratorArgs(
            type=plan.accelerator.type,
            count=plan.accelerator.count,
            gpu_driver_installation_config=gcp.container.NodePoolNodeConfigGuestAcceleratorGpuDriverInstallationConfigArgs(
                gpu_driver_version=plan.accelerator.driver_version
            ),
            gpu_partition_size=plan.accelerator.partition or None,
            gpu_sharing_config=gcp.container.NodePoolNodeConfigGuestAcceleratorGpuSharingConfigArgs(
                gpu_sharing_strategy=plan.accelerator.sharing, max_shared_clients_per_gpu=plan.accelerator.clients_per_gpu
            )
            if plan.accelerator.sharing
            else None,
        )
    ]


def _reservation(plan: NodePoolPlan, inputs: PoolInputs) -> gcp.container.NodePoolNodeConfigReservationAffinityArgs:
    value = plan.capacity.reservation_value
    if not value:
        return gcp.container.NodePoolNodeConfigReservationAffinityArgs(consume_reservation_type="NO_RESERVATION")
    made_here = inputs.reservations.get(named_reservation(value, inputs.project))
    return gcp.container.NodePoolNodeConfigReservationAffinityArgs(
        consume_reservation_type="SPECIFIC_RESERVATION",
        key=RESERVATION_NAME_KEY,
        # The text is decided; taken through the reservation's own output, the pool waits for it.
        values=[value if made_here is None else made_here.apply(lambda _: value)],
    )


def _local_ssd(plan: NodePoolPlan) -> dict[str, Any]:
    if plan.ephemeral_local_ssd_disks:
        config = gcp.container.NodePoolNodeConfigEphemeralStorageLocalSsdConfigArgs(local_ssd_count=plan.ephemeral_local_ssd_disks)
        return {"ephemeral_storage_local_ssd_config": config}
    if plan.raw_local_ssd_disks:
        raw = gcp.container.NodePoolNodeConfigLocalNvmeSsdBlockConfigArgs(local_ssd_count=plan.raw_local_ssd_disks)
        return {"local_nvme_ssd_block_config": raw}
    return {}
