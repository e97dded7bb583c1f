"""GPU nodes of one entry: a pool for each way to get machines."""

from __future__ import annotations

import pulumi

from aidc.blueprint.gpu_pool import GpuPoolPlan
from components.node_pool import PoolInputs, node_pool


class GpuPool(pulumi.ComponentResource):
    """GPU nodes with the driver, fabric and placement of their machine. Does not own the cluster, the keys or the networks."""

    node_pools: dict[str, pulumi.Output[str]]
    """Live names, by resource name, in the order in which they are tried."""

    def __init__(self, plan: GpuPoolPlan, *, inputs: PoolInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:GpuPool", plan.name, None, opts)
        self.node_pools = {pool.resource_name: node_pool(pool, inputs, self).name for pool in plan.node_pools}
        self.register_outputs({"node_pools": list(self.node_pools.values())})
