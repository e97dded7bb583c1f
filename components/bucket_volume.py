"""One bucket as a persistent volume of the cluster."""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes

from aidc.blueprint.bucket_volume import BucketVolumePlan


class BucketVolume(pulumi.ComponentResource):
    """A bucket offered to claims by a profile of Cloud Storage FUSE. Owns neither the bucket nor a claim, and never deletes data."""

    def __init__(self, plan: BucketVolumePlan, *, bucket: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:storage:BucketVolume", plan.resource_name, None, opts)
        kubernetes.core.v1.PersistentVolume(
            plan.resource_name,
            metadata=kubernetes.meta.v1.ObjectMetaArgs(name=plan.name),
            spec=kubernetes.core.v1.PersistentVolumeSpecArgs(
                storage_class_name=plan.storage_class,
                capacity={"storage": f"{plan.capacity_gib}Gi"},
                access_modes=[plan.access],
                persistent_volume_reclaim_policy="Retain",
                volume_mode="Filesystem",
                csi=kubernetes.core.v1.CSIPersistentVolumeSourceArgs(
                    driver=plan.driver,
                    # Known at once, and yet only there once the bucket and its grant are.
                    volume_handle=pulumi.Output.from_input(bucket).apply(lambda _: plan.handle),
                    read_only=True if plan.access == "ReadOnlyMany" else None,
                    volume_attributes=dict(plan.attributes) or None,
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})
