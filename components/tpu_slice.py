"""TPU slices of one shape."""

from __future__ import annotations

import pulumi

from aidc.blueprint.tpu_slice import TpuSlicePlan
from components.node_pool import PoolInputs, node_pool


class TpuSlice(pulumi.ComponentResource):
    """Node pools whose hosts share one ICI torus each. Does not own the cluster, the reservation, the keys or the networks."""

    node_pools: dict[str, pulumi.Output[str]]
    """Live names, by resource name: one for each slice of several hosts, one in all for slices of a single host, and as many for each fallback."""

    def __init__(self, plan: TpuSlicePlan, *, inputs: PoolInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:TpuSlice", plan.name, None, opts)
        self.node_pools = {pool.resource_name: node_pool(pool, inputs, self).name for pool in plan.node_pools}
        self.register_outputs({"node_pools": list(self.node_pools.values())})
