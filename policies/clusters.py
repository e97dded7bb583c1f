"""GKE clusters: what mode they run in, what their labels say they are for, and which node pools are theirs."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import defaults
from policies.labels import SENSITIVE, SERVING, TRAINING, has_open_data, is_not_production, says
from policies.node_pools import CLUSTER, NODE_POOL
from policies.stack import Stack

LABELS = {CLUSTER: "resourceLabels", NODE_POOL: "nodeConfig.resourceLabels"}


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


def only_in_production(bag: Bag) -> None:
    """Raise NotApplicable when a label says that it is not of production; without a label it counts as production. Raises Unknown."""
    if is_not_production(bag, LABELS[bag.type]):
        raise NotApplicable("a label says that this is not production")


def only_for_production_serving(cluster: Bag) -> None:
    """Raise NotApplicable when a label says that it trains, or is not of production; one for both serves. Raises Unknown."""
    only_in_production(cluster)
    if says(cluster, TRAINING, LABELS[cluster.type]) and not says(cluster, SERVING, LABELS[cluster.type]):
        raise NotApplicable("a label says that it trains")


def only_for_strict_data(bag: Bag) -> None:
    """Raise NotApplicable when a label says that the data is open; where no class is stated, the environment decides. Raises Unknown."""
    if not says(bag, SENSITIVE, LABELS[bag.type]) and has_open_data(bag, LABELS[bag.type]):
        raise NotApplicable("a label says that the data is open, or that this is not production")


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
