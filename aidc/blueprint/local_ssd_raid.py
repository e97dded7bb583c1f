"""Local SSD as RAID 0: which pools ask for it, and the one DaemonSet of the stack that makes the arrays.

Facts: catalog/local_ssd_raid.py. That a machine has disks to make an array of is a rule of its pool (blueprint/gpu_pool.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.cluster import ClusterPlan
from aidc.blueprint.daemon_set import DaemonSetPlan
from aidc.blueprint.errors import Problem
from aidc.blueprint.gpu_pool import GpuPoolPlan
from aidc.blueprint.schema import Blueprint
from aidc.catalog.local_ssd_raid import LOCAL_SSD_LABEL, LOCAL_SSD_RAID, MOUNT_PATH, NODE_TOOLS, RAID0


@dataclass(frozen=True, slots=True)
class LocalSsdRaidPlan:
    """The arrays of all pools with `local_ssd: raid0`: one on each node, of all its disks."""

    pools: tuple[str, ...]
    """Entries of the stack file."""
    mount_path: str
    """Folder of the node, for pods by hostPath."""
    daemon_set: DaemonSetPlan | None
    """None where somebody else makes the arrays."""
    prerequisites: tuple[str, ...]


def plan_local_ssd_raid(gpu_pools: tuple[GpuPoolPlan, ...], cluster: ClusterPlan) -> LocalSsdRaidPlan | None:
    """Decide the arrays, or None where no pool asks for one."""
    asking = tuple(pool.name for pool in gpu_pools if pool.node_pool.labels.get(LOCAL_SSD_LABEL) == RAID0)
    if not asking:
        return None
    managed = cluster.local_ssd_raid == "managed"
    admits = f"Binary Authorization is on: its policy has to admit {NODE_TOOLS.repository}"
    return LocalSsdRaidPlan(
        pools=asking,
        mount_path=MOUNT_PATH,
        daemon_set=DaemonSetPlan(LOCAL_SSD_RAID, node_labels=((LOCAL_SSD_LABEL, RAID0),)) if managed else None,
        prerequisites=(admits,) if managed and cluster.asks_a_policy_of_others else (),
    )


def raid_incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield a switch that switches nothing."""
    choice = blueprint.cluster.local_ssd_raid
    if choice is not None and not any(pool.local_ssd == "raid0" for pool in blueprint.gpu_pools):
        yield Problem(0, "cluster.local_ssd_raid", f"is {choice}, but no pool has local_ssd: raid0. Remove it")
