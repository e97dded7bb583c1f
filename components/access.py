"""The account of the nodes, and the people who deploy. Roles of pods are in workload.py."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.access import OPERATOR_ROLE, AccessPlan
from components.service_account import service_account


class Access(pulumi.ComponentResource):
    """The nodes' account with the roles it needs, and the operators' roles. No keys of accounts are ever made."""

    node_account: pulumi.Output[str]
    """E-mail of the nodes' account, known once its roles are granted."""

    def __init__(self, plan: AccessPlan, *, project: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:foundation:Access", "access", None, opts)
        self._project = project
        self.node_account = self._nodes(plan)
        for member in plan.operators:
            # Named by who it is: a number would move to somebody else with every change of the list, and take away what it just gave.
            self._project_role(f"operator/{member}", OPERATOR_ROLE, member)
        self.register_outputs({"node_account": self.node_account})

    def _project_role(self, name: str, role: str, member: pulumi.Input[str]) -> gcp.projects.IAMMember:
        return gcp.projects.IAMMember(name, project=self._project, role=role, member=member, opts=pulumi.ResourceOptions(parent=self))

    def _nodes(self, plan: AccessPlan) -> pulumi.Output[str]:
        address = service_account("nodes", plan.node_account_id, "GKE nodes: logs, metrics, images", project=self._project, parent=self)
        member = address.apply(lambda known: f"serviceAccount:{known}")
        grants = [self._project_role(f"nodes-{role.rpartition('.')[2]}", role, member) for role in plan.node_roles]
        # A node that starts before its roles stand cannot pull images; take the address only with the grants.
        return pulumi.Output.all(address, *[grant.role for grant in grants]).apply(lambda resolved: resolved[0])
