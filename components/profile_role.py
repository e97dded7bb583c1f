"""What GKE may do on buckets that its storage profiles mount."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.bucket_volume import ProfileRolePlan


class ProfileRole(pulumi.ComponentResource):
    """A role of its own for GKE's service agent, granted on single buckets. Owns no bucket and no volume."""

    granted: dict[str, pulumi.Output[str]]
    """Cloud names of the buckets by their names in the stack file, each known once its grant stands."""

    def __init__(
        self,
        plan: ProfileRolePlan,
        *,
        project: str,
        cluster: pulumi.Input[str],
        buckets: dict[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("aidc:storage:ProfileRole", "profile-role", None, opts)
        role = gcp.projects.IAMCustomRole(
            "profile-role",
            project=project,
            role_id=plan.role_id,
            title="Cloud Storage FUSE profiles",
            description="Lets GKE look at a bucket before pods mount it, and tend its caches",
            permissions=list(plan.permissions),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.granted = {
            name: self._grant(plan, name, buckets[name], role=role.role_id.apply(lambda _: plan.uri), cluster=cluster)
            for name in plan.buckets
        }
        self.register_outputs({"granted": dict(self.granted)})

    def _grant(
        self, plan: ProfileRolePlan, name: str, bucket: pulumi.Output[str], *, role: pulumi.Output[str], cluster: pulumi.Input[str]
    ) -> pulumi.Output[str]:
        grant = gcp.storage.BucketIAMMember(
            f"profile/{name}",
            bucket=bucket,
            role=role,
            # The agent comes into being with the project's first cluster.
            member=pulumi.Output.from_input(cluster).apply(lambda _: plan.agent),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return pulumi.Output.all(bucket, grant.role).apply(lambda known: known[0])
