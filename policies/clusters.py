"""GKE clusters: what mode they run in, and which node pools are theirs."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import defaults
from policies.node_pools import CLUSTER, NODE_POOL
from policies.stack import Stack


def switched_on(bag: Bag, path: str) -> bool:
    """Tell whether a switch takes effect as on; absent is what defaults.csv says. Raises Unknown, and KeyError for no row."""
    return bag.on(path, default=defaults()[bag.type, f"{bag.path}{path}"])


def is_autopilot(cluster: Bag) -> bool:
    """Tell whether Google runs the nodes. Raises Unknown."""
    return cluster.on("enableAutopilot")


def not_for_autopilot(cluster: Bag, why: str) -> None:
    """Raise NotApplicable for a cluster whose nodes Google runs. Raises Unknown."""
    if is_autopilot(cluster):
        raise NotApplicable(f"Autopilot: {why}")


def pools(stack: Stack) -> list[tuple[Bag, Bag | None]]:
    """Return every node pool of the stack with its cluster, None where that lies outside the stack or cannot be told."""
    return [(pool, _cluster(stack, pool)) for pool in stack.of(NODE_POOL)]


def pools_of(cluster: Bag, found: list[tuple[Bag, Bag | None]]) -> Iterator[Bag]:
    """Yield the node pools of one cluster out of what `pools` returned."""
    return (pool for pool, owner in found if owner is cluster)


def _cluster(stack: Stack, pool: Bag) -> Bag | None:
    try:
        return stack.referred(pool, "cluster", CLUSTER)
    except Unknown:
        return None
