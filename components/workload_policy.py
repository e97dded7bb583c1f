"""One workload policy: how Compute Engine places the hosts of a slice or of an NVLink domain."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.workload_policy import WorkloadPolicyPlan


class WorkloadPolicy(pulumi.ComponentResource):
    """A regional policy that pools name. It outlives them: Compute Engine does not delete a policy in use."""

    policy: pulumi.Output[str]

    def __init__(self, plan: WorkloadPolicyPlan, *, project: str, region: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:WorkloadPolicy", plan.topology, None, opts)
        policy = gcp.compute.ResourcePolicy(
            f"workload-{plan.topology}",
            name=plan.name,
            project=project,
            region=region,
            description=f"Hosts of one accelerator topology {plan.topology} close together",
            workload_policy=gcp.compute.ResourcePolicyWorkloadPolicyArgs(type=plan.type, accelerator_topology=plan.topology),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.policy = policy.name
        self.register_outputs({"policy": self.policy})
