"""Around accelerator pools: checkpoints that outlive a mistake, nodes without public addresses, keys that may be used before they are."""

from __future__ import annotations

from collections.abc import Iterator

from policies.accelerator_machines import accelerator
from policies.bag import Bag, NotApplicable, Unknown
from policies.deletion_guard import is_guarded
from policies.labels import CHECKPOINTS, says, words_of
from policies.node_pools import CLUSTER, NODE_POOL
from policies.rule import State, each, rule, stack_rule
from policies.stack import Stack

BUCKET = "gcp:storage/bucket:Bucket"
LUSTRE = "gcp:lustre/instance:Instance"
_SOFT_DELETE = "softDeletePolicy.retentionDurationSeconds"
"""Deleted objects are kept for seven days when it is unset (Cloud Storage documentation, soft delete)."""


@rule("checkpoint-storage-protected", BUCKET, LUSTRE)
def checkpoint_storage_protected(bag: Bag) -> str | None:
    if not _holds_checkpoints(bag):
        raise NotApplicable("nothing says that it holds checkpoints")
    if is_guarded(bag):
        return None
    if bag.type == LUSTRE:
        return "checkpoints are lost with it: nothing keeps it from being deleted"
    keeps = bag.on("versioning.enabled") or bool(bag.number("retentionPolicy.retentionPeriod"))
    if keeps or bag.get(_SOFT_DELETE) is None or (bag.number(_SOFT_DELETE) or 0) > 0:
        return None
    return "a deleted checkpoint is gone: it has no protection from deletion, no soft delete, no versions and no retention"


def _holds_checkpoints(bag: Bag) -> bool:
    names = (bag.name, bag.values.get("name"), bag.values.get("instanceId"))
    return any(words_of(name) & CHECKPOINTS for name in names if isinstance(name, str)) or says(bag, CHECKPOINTS, "labels")


@stack_rule("accelerator-nodes-private", NODE_POOL)
def nodes_private(stack: Stack) -> Iterator[tuple[Bag, State]]:
    pools = [pool for pool in stack.of(NODE_POOL) if _may_be_accelerated(pool)]
    if not pools:
        raise NotApplicable("the stack has no accelerators")

    def problem(pool: Bag) -> str | None:
        stated = pool.get("networkConfig.enablePrivateNodes")
        if stated is not None:
            return None if pool.on("networkConfig.enablePrivateNodes") else "its nodes have public addresses"
        cluster = stack.referred(pool, "cluster", CLUSTER)
        if cluster is not None and cluster.on("privateClusterConfig.enablePrivateNodes"):
            return None
        return "nothing says that its nodes have no public addresses, neither the pool nor its cluster"

    yield from each(pools, problem)


def _may_be_accelerated(pool: Bag) -> bool:
    try:
        return bool(accelerator(pool))
    except Unknown:
        return True
