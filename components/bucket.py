"""One Cloud Storage bucket."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.bucket import BucketPlan, LifecycleStepPlan


class Bucket(pulumi.ComponentResource):
    """A bucket with uniform access and no public access, and its caches. Of somebody else's bucket it owns the caches only. Who may use it is up
    to Workload."""

    bucket: pulumi.Output[str]

    def __init__(
        self, plan: BucketPlan, *, project: str, key: pulumi.Input[str] | None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("aidc:storage:Bucket", plan.resource_name, None, opts)
        self.bucket = pulumi.Output.from_input(plan.name) if plan.existing else self._bucket(plan, project, key)
        for cache in plan.caches:
            gcp.storage.AnywhereCache(
                cache.resource_name,
                bucket=self.bucket,
                zone=cache.zone,
                ttl=f"{cache.ttl_seconds}s",
                ingest_on_write=cache.ingest_on_write,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({"bucket": self.bucket})

    def _bucket(self, plan: BucketPlan, project: str, key: pulumi.Input[str] | None) -> pulumi.Output[str]:
        return gcp.storage.Bucket(
            plan.resource_name,
            name=plan.name,
            project=project,
            location=plan.location,
            storage_class=plan.storage_class,
            uniform_bucket_level_access=True,
            public_access_prevention="enforced",
            force_destroy=plan.force_destroy,
            custom_placement_config=gcp.storage.BucketCustomPlacementConfigArgs(data_locations=list(plan.data_locations))
            if plan.data_locations
            else None,
            hierarchical_namespace=gcp.storage.BucketHierarchicalNamespaceArgs(enabled=True) if plan.hierarchical_namespace else None,
            autoclass=gcp.storage.BucketAutoclassArgs(enabled=True) if plan.autoclass else None,
            versioning=gcp.storage.BucketVersioningArgs(enabled=True) if plan.versioning else None,
            soft_delete_policy=gcp.storage.BucketSoftDeletePolicyArgs(retention_duration_seconds=plan.soft_delete_seconds),
            # A string in this provider although it counts seconds.
            retention_policy=gcp.storage.BucketRetentionPolicyArgs(
                retention_period=str(plan.retention_seconds), is_locked=plan.retention_locked
            )
            if plan.retention_seconds
            else None,
            lifecycle_rules=[_lifecycle_rule(step) for step in plan.lifecycle] or None,
            encryption=gcp.storage.BucketEncryptionArgs(default_kms_key_name=key) if key is not None else None,
            labels=plan.labels,
            opts=pulumi.ResourceOptions(parent=self, protect=plan.guarded),
        ).name


def _lifecycle_rule(step: LifecycleStepPlan) -> gcp.storage.BucketLifecycleRuleArgs:
    moves = bool(step.storage_class)
    return gcp.storage.BucketLifecycleRuleArgs(
        action=gcp.storage.BucketLifecycleRuleActionArgs(
            type="SetStorageClass" if moves else "Delete", storage_class=step.storage_class or None
        ),
        condition=gcp.storage.BucketLifecycleRuleConditionArgs(age=step.after_days),
    )
