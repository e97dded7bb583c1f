"""One Hyperdisk storage pool."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.storage_pool import StoragePoolPlan


class StoragePool(pulumi.ComponentResource):
    """Capacity and performance from which disks draw. Does not own the disks."""

    pool: pulumi.Output[str]
    """Its full name, as disks take it."""

    def __init__(self, plan: StoragePoolPlan, *, project: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:storage:StoragePool", plan.resource_name, None, opts)
        pool = gcp.compute.StoragePool(
            plan.resource_name,
            name=plan.name,
            project=project,
            zone=plan.zone,
            storage_pool_type=plan.type,
            # Texts, not numbers.
            pool_provisioned_capacity_gb=str(plan.capacity_gib),
            pool_provisioned_iops=str(plan.iops) if plan.iops is not None else None,
            pool_provisioned_throughput=str(plan.mib_per_s),
            capacity_provisioning_type=plan.capacity_provisioning,
            performance_provisioning_type=plan.performance_provisioning,
            # The provider's default is true, and would outlast the guard.
            deletion_protection=plan.guarded,
            labels=plan.labels,
            opts=pulumi.ResourceOptions(parent=self, protect=plan.guarded),
        )
        self.pool = pool.name.apply(lambda _: plan.uri)
        self.register_outputs({"pool": self.pool})
