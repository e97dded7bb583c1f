"""GKE clusters: the management fee, the requests of Autopilot pods, and the pools declared inside.

Fee and credit (GKE price page): 0.10 USD an hour in every mode; one credit of 74.40 USD a month for each billing account, which only zonal and
Autopilot clusters use. A cluster with pools inside it has no default pool; removeDefaultNodePool deletes the default pool at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from aidc.estimator.cost.charge import Charge, Credit, Free, Gap, Note, Pricer
from aidc.estimator.cost.gke.node_count import is_side_by_side
from aidc.estimator.cost.gke.placement import CLUSTER, cluster_of, is_zone, of_cluster, placement_of
from aidc.estimator.cost.gke.pool import POOL, pool_charges
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.services.logs import stored_logs
from aidc.estimator.cost.services.monitoring import prometheus_charges
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.whole import Whole

Said = Charge | Gap | Note | Free | Credit

NODE_POOL = "gcp:container/nodePool:NodePool"
FEE = "Cluster management fee"
FREE_TIER = Credit("GKE free tier", FEE, Decimal("74.40"), "billing account", "platform-cost-model-reviewed-2026", "2026-09-16")
BINARY_AUTHORIZATION = "Binary Authorization"
FREE_BINARY_AUTHORIZATION = Credit(
    "Binary Authorization free tier",
    BINARY_AUTHORIZATION,
    Decimal(12),
    "billing account",
    "platform-cost-model-reviewed-2026-2",
    "2026-09-16",
)
_OF_EVERY_POOL = ("monthly_hrs", "term", "commitment")
AUTOPILOT: Keys = (
    UsageKey("autopilot_vcpu_count", "vCPU", "vCPUs that pods request, beside the workloads of this record (Autopilot)"),
    UsageKey("autopilot_memory_gb", "GiB", "Memory that pods request, beside the workloads of this record (Autopilot)"),
    UsageKey(
        "autopilot_ephemeral_storage_gb", "GiB", "Ephemeral storage that pods request, beside the workloads of this record (Autopilot)"
    ),
)
LOGS = UsageKey("monthly_logging_data_gb", "GiB a month", "Logs of the cluster and its pods that go into a log bucket of no record")
PROMETHEUS = UsageKey(
    "monthly_prometheus_samples", "samples", "Samples that Managed Service for Prometheus takes in: series ÷ interval × seconds"
)
_AUTOPILOT_ITEMS = (
    ("autopilot_vcpu_count", "Autopilot vCPUs", "gke.autopilot.vcpu", "vCPU-hour"),
    ("autopilot_memory_gb", "Autopilot memory", "gke.autopilot.memory", "GiB-hour"),
    ("autopilot_ephemeral_storage_gb", "Autopilot ephemeral storage", "gke.autopilot.ephemeral-storage", "GiB-hour"),
)


def cluster(reader: Reader) -> Iterator[Said]:
    """Price gcp:container/cluster:Cluster. The fee is due wherever it is, so it is there even when nobody says where."""
    hours, where = reader.usage.hours_per_month, _location(reader)
    yield Charge(FEE, "gke.cluster", where or "all", hours, "cluster-hour")
    autopilot = reader.flag("enableAutopilot")
    if autopilot or (where and is_zone(where)):
        yield FREE_TIER
    yield from _extras(reader, where or "all", autopilot=autopilot)
    yield from _autopilot(reader) if autopilot else _pools(reader)


def _location(reader: Reader) -> str | None:
    try:
        return reader.location
    except Unreadable:
        return None


def _extras(reader: Reader, where: str, *, autopilot: bool) -> Iterator[Said]:
    """Yield what is billed for each cluster beside the fee."""
    mode = reader.text("binaryAuthorization.evaluationMode")
    if (mode and mode != "DISABLED") or reader.flag("binaryAuthorization.enabled"):
        yield Charge(BINARY_AUTHORIZATION, "binary-authorization.cluster", where, reader.usage.hours_per_month, "cluster-hour")
        yield FREE_BINARY_AUTHORIZATION
    if reader.text("enterpriseConfig.desiredTier") == "ENTERPRISE":
        yield Gap("GKE Enterprise", "its fee for each vCPU is not in the price tables")
    if logs := reader.usage.number(LOGS.name):
        yield from stored_logs(logs)
    if samples := reader.usage.number(PROMETHEUS.name):
        yield from prometheus_charges(samples)
    if not autopilot and reader.flag("clusterAutoscaling.enabled"):
        found = reader.items("clusterAutoscaling.resourceLimits")
        limits = [f"{(limit.number('maximum') or Decimal(0)).normalize():f} {limit.text('resourceType')}" for limit in found]
        yield Note(f"node auto-provisioning may add pools, not counted here: at most {', '.join(limits) or 'what the quota allows'}")


def _autopilot(reader: Reader) -> Iterator[Said]:
    """Yield the requests of pods that the usage states."""
    hours = reader.usage.hours_per_month
    stated = [(reader.usage.number(key), component, item, unit) for key, component, item, unit in _AUTOPILOT_ITEMS]
    for quantity, component, item, unit in stated:
        if quantity:
            yield Charge(component, item, reader.region, quantity * hours, unit, running=quantity, by_usage=True)
    if all(quantity is None for quantity, *_ in stated):
        yield Note("Autopilot bills what pods request: workloads of this record have their own lines, for others say autopilot_vcpu_count")


def _pools(reader: Reader) -> Iterator[Said]:
    """Yield the pools declared inside the cluster, else its default pool unless that is deleted at once."""
    inside, removed = list(reader.items("nodePools")), reader.flag("removeDefaultNodePool")
    if not inside and not removed:
        yield from _guarded("Default pool: ", reader, reader)
    separate = _separate(reader.whole).get(id(reader.resource), set()) if inside else set[str]()
    for index, pool in enumerate(inside):
        name = pool.text("name") or str(index)
        if name in separate or (removed and name == "default-pool"):
            continue  # priced where it is declared, or deleted as soon as it is made
        yield from _guarded(f"Pool {name}: ", replace(pool, usage=_usage_of(reader.usage, index)), reader)


def _guarded(prefix: str, pool: Reader, reader: Reader) -> Iterator[Said]:
    """Yield the lines of one pool; what cannot be read in it leaves the other pools on the bill."""
    try:
        placement = of_cluster(reader, reader.location) if pool is reader else placement_of(pool, reader, one_zone=is_side_by_side(pool))
        yield from pool_charges(prefix, pool, reader, placement)
    except Unreadable as error:
        yield Gap(f"{prefix}Nodes", str(error))


def _usage_of(usage: ResourceUsage, index: int) -> ResourceUsage:
    """Return the usage of an inline pool: its own, beside what is said of all machines of the cluster."""
    of_all = {key: value for key, value in usage.given.items() if key in _OF_EVERY_POOL}
    return ResourceUsage({**of_all, **usage.inside(f"node_pool[{index}]").given}, usage.hours_per_month)


@lru_cache(maxsize=1)
def _separate(whole: Whole) -> dict[int, set[str]]:
    """Return, by the identity of a cluster, the names of the pools that the record declares as resources of their own."""
    names: dict[int, set[str]] = defaultdict(set)
    for pool in whole.of_type(NODE_POOL):
        owner, name = cluster_of(Reader(pool, ResourceUsage(), whole)), pool.inputs.get("name") or pool.outputs.get("name")
        if owner and isinstance(name, str):
            names[id(owner.resource)].add(name)
    return names


PRICERS: dict[str, Pricer] = {CLUSTER: cluster}
KEYS: dict[str, Keys] = {
    CLUSTER: (*POOL, *(replace(key, name=f"node_pool[*].{key.name}") for key in POOL), *AUTOPILOT, LOGS, PROMETHEUS),
}
