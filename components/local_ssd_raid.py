"""The RAID 0 array of Local SSD: one DaemonSet, which assembles and mounts it on the nodes that ask for it."""

from __future__ import annotations

import pulumi

from aidc.blueprint.local_ssd_raid import LocalSsdRaidPlan
from components.daemon_set import declare_daemon_set


class LocalSsdRaid(pulumi.ComponentResource):
    """What pools with `local_ssd: raid0` need in the cluster. Pods take the folder by hostPath."""

    def __init__(self, plan: LocalSsdRaidPlan, *, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:LocalSsdRaid", "local-ssd", None, opts)
        if plan.daemon_set:
            declare_daemon_set(plan.daemon_set, pulumi.ResourceOptions(parent=self))
        self.register_outputs({})
