"""One CPU node pool."""

from __future__ import annotations

import pulumi

from aidc.blueprint.cpu_pool import CpuPoolPlan
from components.node_pool import PoolInputs, node_pool


class CpuPool(pulumi.ComponentResource):
    """Nodes without accelerators. Does not own the cluster, the keys or the networks."""

    node_pool: pulumi.Output[str]

    def __init__(self, plan: CpuPoolPlan, *, inputs: PoolInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:CpuPool", plan.name, None, opts)
        self.node_pool = node_pool(plan.node_pool, inputs, self).name
        self.register_outputs({"node_pool": self.node_pool})
