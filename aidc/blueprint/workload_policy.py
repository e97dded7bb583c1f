"""Workload policies: how Compute Engine places the hosts of a slice or of an NVLink domain. Derived from the pools, never asked.

A policy is regional and names an accelerator topology; identical slices share one (cluster-toolkit@1047080, rules NP15 and NP17, traps T030
and T060).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aidc.blueprint.names import COMPUTE, Names
from aidc.blueprint.node_pool import NodePoolPlan

HIGH_THROUGHPUT = "HIGH_THROUGHPUT"


@dataclass(frozen=True, slots=True)
class WorkloadPolicyPlan:
    """One policy; pools refer to it by its topology."""

    topology: str
    name: str
    type: str = HIGH_THROUGHPUT


def plan_workload_policies(pools: Iterable[NodePoolPlan], names: Names) -> tuple[WorkloadPolicyPlan, ...]:
    """Decide one policy for each topology in use, in the order of first use."""
    topologies = dict.fromkeys(pool.workload_policy for pool in pools if pool.workload_policy)
    return tuple(WorkloadPolicyPlan(topology, names.name(COMPUTE, "workload", topology, path="name")) for topology in topologies)
