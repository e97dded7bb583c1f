"""One persistent volume of the cluster."""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes

from aidc.blueprint.volume import VolumePlan

ZONE_OF_NODES = "topology.gke.io/zone"
"""Label by which the driver of disks knows where a node stands."""


class Volume(pulumi.ComponentResource):
    """Storage that stands, offered to claims of the cluster. Owns neither the storage nor a claim, and never deletes data."""

    def __init__(
        self,
        plan: VolumePlan,
        *,
        storage: pulumi.Input[str],
        address: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("aidc:storage:Volume", plan.resource_name, None, opts)
        kubernetes.core.v1.PersistentVolume(
            plan.resource_name,
            metadata=kubernetes.meta.v1.ObjectMetaArgs(name=plan.name),
            spec=kubernetes.core.v1.PersistentVolumeSpecArgs(
                # Without a class only a claim that names this volume gets it.
                storage_class_name="",
                capacity={"storage": f"{plan.capacity_gib}Gi"},
                access_modes=[plan.access],
                persistent_volume_reclaim_policy="Retain",
                volume_mode=plan.mode,
                csi=kubernetes.core.v1.CSIPersistentVolumeSourceArgs(
                    driver=plan.driver,
                    # Known at once, and yet only there once the storage is.
                    volume_handle=pulumi.Output.from_input(storage).apply(lambda _: plan.handle),
                    fs_type=plan.file_system or None,
                    read_only=True if plan.access == "ReadOnlyMany" else None,
                    volume_attributes={**plan.attributes, **({"ip": address} if address is not None else {})} or None,
                ),
                node_affinity=_nodes_in(plan.zone) if plan.zone else None,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})


def _nodes_in(zone: str) -> kubernetes.core.v1.VolumeNodeAffinityArgs:
    here = kubernetes.core.v1.NodeSelectorRequirementArgs(key=ZONE_OF_NODES, operator="In", values=[zone])
    term = kubernetes.core.v1.NodeSelectorTermArgs(match_expressions=[here])
    return kubernetes.core.v1.VolumeNodeAffinityArgs(required=kubernetes.core.v1.NodeSelectorArgs(node_selector_terms=[term]))
