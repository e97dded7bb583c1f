"""Versions that are pinned: not older than what is supported, and nodes not too far from their control plane."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policies.bag import Bag
from policies.clusters import CLUSTER, pools
from policies.node_pools import NODE_POOL
from policies.rule import State, each, stack_rule
from policies.stack import Stack

OLDEST_SUPPORTED_MINOR = "1.32"
"""Oldest minor version of GKE that is supported, on the Extended channel, in November 2026: Regular since February 2025, 24 months of support (GKE
release schedule)."""
MINORS_NODES_MAY_LAG = 2


@stack_rule("cluster-minimum-version", CLUSTER, NODE_POOL, minimum=OLDEST_SUPPORTED_MINOR)
def minimum_version(stack: Stack, *, minimum: str) -> Iterator[tuple[Bag | None, State]]:
    yield from each(stack.of(CLUSTER), lambda cluster: _cluster_version(cluster, minimum))
    owners = {id(pool): owner for pool, owner in pools(stack)}
    yield from each(stack.of(NODE_POOL), lambda pool: _pool_version(pool, owners[id(pool)], minimum))


def _cluster_version(cluster: Bag, minimum: str) -> str | None:
    control_plane, nodes = cluster.text("minMasterVersion"), cluster.text("nodeVersion")
    return _age(control_plane, minimum) or _age(nodes, minimum) or _skew(nodes, control_plane)


def _pool_version(pool: Bag, cluster: Bag | None, minimum: str) -> str | None:
    version = pool.text("version")
    if problem := _age(version, minimum):
        return problem
    return _skew(version, cluster.text("minMasterVersion")) if cluster and version else None


def _age(version: str, minimum: str) -> str | None:
    """Return the problem of a version that is too old. One with fewer parts than the minimum stands for the newest of its kind."""
    found, least = _parts(version), _parts(minimum)
    is_old = bool(found) and found[: len(least)] < least[: len(found)]
    return f"version {version:.40} is older than {minimum}" if is_old else None


def _skew(nodes: str, control_plane: str) -> str | None:
    node, master = _parts(nodes)[:2], _parts(control_plane)[:2]
    if len(node) < 2 or len(master) < 2 or (node[0] == master[0] and 0 <= master[1] - node[1] <= MINORS_NODES_MAY_LAG):
        return None
    return f"nodes of {nodes:.40} do not go with a control plane of {control_plane:.40}"


@lru_cache(maxsize=4096)
def _parts(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, none for `latest`, `-` and what is no version."""
    is_version = re.match(r"v?\d{1,4}\.\d{1,4}(?!\d)", version)
    return tuple(int(part) for part in re.findall(r"\d{1,9}", version)) if is_version else ()
