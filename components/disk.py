"""One Hyperdisk."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.disk import DiskPlan


class Disk(pulumi.ComponentResource):
    """Block storage in one zone. Attaching it is the business of the volume's driver."""

    disk: pulumi.Output[str]

    def __init__(
        self,
        plan: DiskPlan,
        *,
        project: str,
        key: pulumi.Input[str] | None,
        storage_pool: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("aidc:storage:Disk", plan.resource_name, None, opts)
        disk = gcp.compute.Disk(
            plan.resource_name,
            name=plan.name,
            project=project,
            zone=plan.zone,
            type=plan.type,
            size=plan.capacity_gib,
            provisioned_iops=plan.iops,
            provisioned_throughput=plan.mib_per_s,
            access_mode=plan.access_mode,
            snapshot=plan.snapshot or None,
            storage_pool=storage_pool,
            disk_encryption_key=gcp.compute.DiskDiskEncryptionKeyArgs(kms_key_self_link=key) if key is not None else None,
            labels=plan.labels,
            # A smaller size, another type or another source would replace it, and a new one is empty.
            opts=pulumi.ResourceOptions(parent=self, protect=plan.guarded),
        )
        self.disk = disk.name
        self.register_outputs({"disk": self.disk})
