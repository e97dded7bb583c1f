"""The NCCL plug-in of one GPUDirect fabric: DaemonSets on its nodes, and the settings of jobs as a ConfigMap."""

from __future__ import annotations

import pulumi
from pulumi_kubernetes.core import v1 as core

from aidc.blueprint.collective_plugin import SETTINGS_NAMESPACE, CollectivePluginPlan
from components.daemon_set import declare_daemon_set, metadata


class CollectivePlugin(pulumi.ComponentResource):
    """What one fabric's collectives need in the cluster. The jobs' own side is in the plan and in the outputs of the stack."""

    def __init__(self, plan: CollectivePluginPlan, *, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:fabric:CollectivePlugin", plan.fabric, None, opts)
        for daemon_set in plan.daemon_sets:
            declare_daemon_set(daemon_set, pulumi.ResourceOptions(parent=self))
        core.ConfigMap(
            plan.settings_name,
            metadata=metadata(plan.settings_name, SETTINGS_NAMESPACE),
            data=dict(plan.plugin.settings),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})
