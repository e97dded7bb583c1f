"""GKE clusters: what mode they run in, what their labels say they are for, and which node pools are theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.defaults import defaults
from policies.labels import NOT_PRODUCTION, words_of
from policies.node_pools import CLUSTER, NODE_POOL
from policies.stack import Stack

LABELS = {CLUSTER: "resourceLabels", NODE_POOL: "nodeConfig.resourceLabels"}
_ENVIRONMENT = frozenset({"environment", "env", "stage"})
_CLASS = frozenset({"data", "dataclass", "dataclassification", "classification", "sensitivity", "class", "compliance"})
_LAX = frozenset({"public", "open", "internal", "general", "low", "none", "unclassified", "nonsensitive", "synthetic", "test"})


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
    for label in _labels(bag, _ENVIRONMENT):
        if words_of(label) & NOT_PRODUCTION or _bare(label) in NOT_PRODUCTION:
            raise NotApplicable(f"the environment is {label}")


def only_for_strict_data(bag: Bag) -> None:
    """Raise NotApplicable when a label says that the data is open; where no class is stated, the environment decides. Raises Unknown."""
    stated = _labels(bag, _CLASS)
    for label in stated:
        if _bare(label) in _LAX:
            raise NotApplicable(f"the class of the data is {label}")
    if not stated:
        only_in_production(bag)


def _labels(bag: Bag, keys: frozenset[str]) -> list[str]:
    """Return the values of some labels, lower case. Raises Unknown."""
    labels = bag.get(LABELS.get(bag.type, "labels"))
    found = []
    for key, value in labels.items() if isinstance(labels, Mapping) else ():
        if _bare(key) in keys:
            if value is UNKNOWN:
                raise Unknown(f"{LABELS.get(bag.type, 'labels')}.{key}")
            found.append(str(value).lower())
    return found


def _bare(text: object) -> str:
    return re.sub(r"[^a-z0-9]", "", str(text).lower())


def pools(stack: Stack) -> list[tuple[Bag, Bag | None]]:
    """Return every node pool of the stack with its cluster, None where that lies outside the stack or cannot be told."""
    clusters = stack.of(CLUSTER)
    named = {_name(cluster): cluster for cluster in clusters}
    by_urn = {cluster.urn: cluster for cluster in clusters}
    return [(pool, _cluster(stack, pool, named, by_urn)) for pool in stack.of(NODE_POOL)]


def pools_of(cluster: Bag, found: list[tuple[Bag, Bag | None]]) -> Iterator[Bag]:
    """Yield the node pools of one cluster out of what `pools` returned."""
    return (pool for pool, owner in found if owner is cluster)


def _cluster(stack: Stack, pool: Bag, named: Mapping[str, Bag], by_urn: Mapping[str, Bag]) -> Bag | None:
    try:
        return named.get(pool.text("cluster").rstrip("/").rsplit("/", 1)[-1])
    except Unknown:
        needed = [by_urn[urn] for urn in stack.dependencies.get(pool.urn, ()) if urn in by_urn]
        return needed[0] if len(needed) == 1 else None


def _name(cluster: Bag) -> str:
    name = cluster.values.get("name")
    return name if isinstance(name, str) and name else cluster.name
