"""One compute class: in which order GKE tries the pools of an entry."""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes

from aidc.blueprint.compute_class import ComputeClassPlan

API_VERSION = "cloud.google.com/v1"


class ComputeClass(pulumi.ComponentResource):
    """A class over pools that exist. Pods that ask for it wait when no pool can grow; nothing else runs on the pools."""

    def __init__(self, plan: ComputeClassPlan, *, pools: dict[str, pulumi.Output[str]], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:ComputeClass", plan.name, None, opts)
        kubernetes.apiextensions.CustomResource(
            f"{plan.name}-class",
            api_version=API_VERSION,
            kind="ComputeClass",
            metadata=kubernetes.meta.v1.ObjectMetaArgs(name=plan.name),
            spec={
                "priorities": [{"nodepools": [pools[pool] for pool in equal]} for equal in plan.priorities],
                "whenUnsatisfiable": "DoNotScaleUp",
            },
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})
