"""A role that pods take on: Workload Identity and grants on single buckets and repositories."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.access import WorkloadPlan
from components.service_account import service_account


class Workload(pulumi.ComponentResource):
    """A Google service account, the Kubernetes account that may act as it, and what it may do. Makes no pods."""

    account: pulumi.Output[str]

    def __init__(
        self,
        plan: WorkloadPlan,
        *,
        project: str,
        cluster: pulumi.Input[str],
        buckets: dict[str, pulumi.Output[str]],
        repositories: dict[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("aidc:foundation:Workload", plan.name, None, opts)
        self.account = service_account(plan.name, plan.account_id, f"Pods of {plan.pods}", project=project, parent=self)
        gcp.serviceaccount.IAMMember(
            f"{plan.name}-identity",
            service_account_id=self.account.apply(lambda address: f"projects/{project}/serviceAccounts/{address}"),
            role="roles/iam.workloadIdentityUser",
            # The project's identity pool comes into being with its first cluster; a grant to it before that is refused.
            member=pulumi.Output.from_input(cluster).apply(lambda _: plan.identity),
            opts=pulumi.ResourceOptions(parent=self),
        )
        for grant in plan.grants:
            gcp.storage.BucketIAMMember(
                # A dash would make one name of (a, b-c) and (a-b, c).
                f"{plan.name}/{grant.bucket}",
                bucket=buckets[grant.bucket],
                role=grant.role,
                member=self.account.apply(lambda address: f"serviceAccount:{address}"),
                opts=pulumi.ResourceOptions(parent=self),
            )
        for grant in plan.repository_grants:
            gcp.artifactregistry.RepositoryIamMember(
                f"{plan.name}/{grant.repository}",
                project=project,
                location=grant.location,
                repository=repositories[grant.repository],
                role=grant.role,
                member=self.account.apply(lambda address: f"serviceAccount:{address}"),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({"account": self.account})
