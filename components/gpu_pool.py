"""One GPU node pool."""

from __future__ import annotations

import pulumi

from aidc.blueprint.gpu_pool import GpuPoolPlan
from components.node_pool import PoolInputs, node_pool


class GpuPool(pulumi.ComponentResource):
    """GPU nodes with the driver, fabric and placement of their machine. Does not own the cluster, the keys or the networks."""

    node_pool: pulumi.Output[str]

    def __init__(self, plan: GpuPoolPlan, *, inputs: PoolInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:GpuPool", plan.name, None, opts)
        self.node_pool = node_pool(plan.node_pool, inputs, self).name
        self.register_outputs({"node_pool": self.node_pool})
