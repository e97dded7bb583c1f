"""Compute classes: the order in which GKE tries the pools of one entry, for pods that ask for the class.

A pool of a class carries its label and its taint, so that only pods which ask for the class land there (GKE documentation, custom compute
classes with manually created pools).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aidc.blueprint.names import KUBERNETES, Names
from aidc.blueprint.node_pool import NodePoolPlan, TaintPlan

COMPUTE_CLASS_KEY = "cloud.google.com/compute-class"
"""Label and taint of the pools of a class, and node selector of the pods that ask for it."""


@dataclass(frozen=True, slots=True)
class ComputeClassPlan:
    """One class. `priorities` holds resource names of pools: those of one entry are equal, the first entry is tried first."""

    name: str
    priorities: tuple[tuple[str, ...], ...]


def plan_compute_class(name: str, tried: Sequence[Sequence[NodePoolPlan]], path: str, names: Names) -> ComputeClassPlan | None:
    """Decide the class of an entry whose pools are tried in this order; None when there is but one way."""
    if len(tried) < 2:
        return None
    return ComputeClassPlan(
        name=names.name(KUBERNETES, name, path=f"{path}.name", prefix=""),
        priorities=tuple(tuple(pool.resource_name for pool in pools) for pools in tried),
    )


def in_class(pool: NodePoolPlan, name: str) -> NodePoolPlan:
    """Return the pool with the label and the taint of its class."""
    return replace(
        pool, labels={COMPUTE_CLASS_KEY: name, **pool.labels}, taints=(TaintPlan(COMPUTE_CLASS_KEY, name, "NO_SCHEDULE"), *pool.taints)
    )
