"""Every cluster that keeps something has a plan, its backups lie elsewhere, and somebody has thought of bringing them back."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, Unknown
from policies.labels import says
from policies.node_pools import CLUSTER
from policies.places import region_of
from policies.pod import STATEFUL_SET
from policies.purpose import only_in_production
from policies.rule import State, each, stack_rule
from policies.rules.backup import PLAN, is_active
from policies.stack import Stack

RESTORE = "gcp:gkebackup/restorePlan:RestorePlan"
_STATEFUL = frozenset({"stateful", "database", "databases", "db"})
_CLAIM = "kubernetes:core/v1:PersistentVolumeClaim"


@stack_rule("backup-plan-for-stateful-clusters", CLUSTER)
def plan_for_stateful_clusters(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """A cluster keeps something when workloads of the stack ask it for volumes, or when it says so itself. Which cluster a workload is on is not
    known, so of several each may have it. A claim of a volume that the stack names itself is kept by that volume."""
    keeper = next((bag for bag in stack.of(STATEFUL_SET, _CLAIM) if _keeps(bag)), None)
    planned, unknown = _named(stack, PLAN, "cluster", CLUSTER)
    shows_workloads = any(bag.type.startswith("kubernetes:") for bag in stack.bags)

    def problem(cluster: Bag) -> str | None:
        if cluster.urn in planned or not (keeper or _is_stateful(cluster) or (stack.of(PLAN) and not shows_workloads)):
            return None
        only_in_production(cluster)
        if unknown:
            raise unknown
        return f"no backup plan names the cluster, and {keeper.name if keeper else 'what it runs'} keeps data on it"

    yield from each(stack.of(CLUSTER), problem)


def _is_stateful(cluster: Bag) -> bool:
    """Say whether a cluster is made for what keeps something: with replicas that are kept, or by a label. Raises Unknown."""
    return cluster.on("addonsConfig.statefulHaConfig.enabled") or says(cluster, _STATEFUL, "resourceLabels")


def _named(stack: Stack, naming: str, path: str, named: str) -> tuple[set[str], Unknown | None]:
    """Return the URNs of the resources of one type that those of another name, and what is not known of the others."""
    found: set[str] = set()
    unknown = None
    for bag in stack.of(naming):
        try:
            other = stack.referred(bag, path, named)
        except Unknown as error:
            unknown = error
            continue
        if other:
            found.add(other.urn)
    return found, unknown


def _keeps(bag: Bag) -> bool:
    """Say whether a workload asks for volumes of its own, or a claim for a volume that is made for it."""
    if bag.type == STATEFUL_SET:
        return bag.has("spec.volumeClaimTemplates")
    return not bag.has("spec.volumeName")


@stack_rule("backup-other-region", PLAN)
def other_region(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    def problem(plan: Bag) -> str | None:
        only_in_production(plan)
        is_active(plan)
        own, of_cluster = region_of(plan.text("location")), _region_of_cluster(stack, plan)
        return f"the backups lie in {own}, where the cluster is" if own and own == of_cluster else None

    yield from each(stack.of(PLAN), problem)


def _region_of_cluster(stack: Stack, plan: Bag) -> str:
    """Return the region of the cluster of a plan, from its full name or from the cluster. Raises Unknown."""
    cluster = stack.referred(plan, "cluster", CLUSTER)
    if cluster:
        return region_of(cluster.text("location"))
    parts = plan.text("cluster").split("/")
    return region_of(parts[parts.index("locations") + 1]) if "locations" in parts[:-1] else ""


@stack_rule("backup-restore-plan", PLAN)
def restore_plan(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    restorable, unknown = _named(stack, RESTORE, "backupPlan", PLAN)

    def problem(plan: Bag) -> str | None:
        if plan.urn in restorable:
            return None
        only_in_production(plan)
        is_active(plan)
        if unknown:
            raise unknown
        return "no restore plan names it, so bringing a backup back was never set up"

    yield from each(stack.of(PLAN), problem)
