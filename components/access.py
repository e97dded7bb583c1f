"""Service accounts and their bindings, member by member."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.access import OPERATOR_ROLE, AccessPlan, WorkloadPlan


class Access(pulumi.ComponentResource):
    """The nodes' account, one account for each workload, and the people who deploy. Owns no keys of accounts: none are ever made."""

    node_account: pulumi.Output[str]
    """E-mail of the nodes' account, known once its roles are granted."""

    def __init__(
        self, plan: AccessPlan, *, project: str, buckets: dict[str, pulumi.Output[str]], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("aidc:foundation:Access", "access", None, opts)
        self._project = project
        self.node_account = self._nodes(plan)
        for workload in plan.workloads:
            self._workload(workload, buckets)
        for index, member in enumerate(plan.operators):
            self._project_role(f"operator-{index}", OPERATOR_ROLE, member)
        self.register_outputs({"node_account": self.node_account})

    def _account(self, name: str, account_id: str, description: str) -> gcp.serviceaccount.Account:
        return gcp.serviceaccount.Account(
            name,
            account_id=account_id,
            project=self._project,
            display_name=account_id,
            description=description,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _address(self, account: gcp.serviceaccount.Account) -> pulumi.Output[str]:
        # Google forms the address from the id, which a preview knows already.
        return account.account_id.apply(lambda account_id: f"{account_id}@{self._project}.iam.gserviceaccount.com")

    def _member(self, account: gcp.serviceaccount.Account) -> pulumi.Output[str]:
        return self._address(account).apply(lambda address: f"serviceAccount:{address}")

    def _project_role(self, name: str, role: str, member: pulumi.Input[str]) -> gcp.projects.IAMMember:
        return gcp.projects.IAMMember(name, project=self._project, role=role, member=member, opts=pulumi.ResourceOptions(parent=self))

    def _nodes(self, plan: AccessPlan) -> pulumi.Output[str]:
        account = self._account("nodes", plan.node_account_id, "GKE nodes: logs, metrics, images")
        grants = [self._project_role(f"nodes-{role.rpartition('.')[2]}", role, self._member(account)) for role in plan.node_roles]
        # A node that starts before its roles stand cannot pull images; take the address only with the grants.
        address = self._address(account)
        return pulumi.Output.all(address, *[grant.role for grant in grants]).apply(lambda resolved: resolved[0])

    def _workload(self, plan: WorkloadPlan, buckets: dict[str, pulumi.Output[str]]) -> None:
        account = self._account(plan.name, plan.account_id, f"Pods of {plan.identity.partition('[')[2].rstrip(']')}")
        gcp.serviceaccount.IAMMember(
            f"{plan.name}-identity",
            service_account_id=self._address(account).apply(lambda address: f"projects/{self._project}/serviceAccounts/{address}"),
            role="roles/iam.workloadIdentityUser",
            member=plan.identity,
            opts=pulumi.ResourceOptions(parent=self),
        )
        for grant in plan.grants:
            gcp.storage.BucketIAMMember(
                f"{plan.name}-{grant.bucket}",
                bucket=buckets[grant.bucket],
                role=grant.role,
                member=self._member(account),
                opts=pulumi.ResourceOptions(parent=self),
            )
