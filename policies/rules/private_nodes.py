"""Nodes without public addresses: a pool that says nothing follows its cluster, and a cluster may leave it to its pools."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, Unknown
from policies.clusters import CLUSTER, is_autopilot, pools, pools_of, switched_on
from policies.either import either
from policies.node_pools import NODE_POOL
from policies.rule import State, each, stack_rule
from policies.stack import Stack

_CLUSTER, _POOL = "privateClusterConfig.enablePrivateNodes", "networkConfig.enablePrivateNodes"


@stack_rule("cluster-private-nodes", CLUSTER, NODE_POOL)
def private_nodes(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    found = pools(stack)
    yield from each(stack.of(CLUSTER), lambda cluster: _of_cluster(cluster, list(pools_of(cluster, found))))
    owners = {id(pool): owner for pool, owner in found}
    yield from each(stack.of(NODE_POOL), lambda pool: _of_pool(pool, owners[id(pool)]))


def _of_cluster(cluster: Bag, own: list[Bag]) -> str | None:
    if either(lambda: switched_on(cluster, _CLUSTER), lambda: _all_pools_are_private(cluster, own)):
        return None
    return "nodes have public addresses unless their pool says otherwise"


def _all_pools_are_private(cluster: Bag, own: list[Bag]) -> bool:
    """Tell whether every node is of a pool that says it is private: the cluster keeps no pool of its own, and makes none."""
    if not own or is_autopilot(cluster) or cluster.on("clusterAutoscaling.enabled") or not cluster.on("removeDefaultNodePool"):
        return False
    return all(pool.on(_POOL) for pool in own)


def _of_pool(pool: Bag, cluster: Bag | None) -> str | None:
    if pool.get(_POOL) is not None:
        return None if pool.on(_POOL) else "the nodes of the pool have public addresses"
    if cluster:
        return (
            None if switched_on(cluster, _CLUSTER) else "the nodes have public addresses, for neither the pool nor its cluster refuses them"
        )
    if _cluster_is_unknown(pool):
        raise Unknown(f"{pool.path}cluster")
    return "nothing says that the nodes have no public addresses: neither the pool nor a cluster of the stack"


def _cluster_is_unknown(pool: Bag) -> bool:
    try:
        pool.text("cluster")
    except Unknown:
        return True
    return False
