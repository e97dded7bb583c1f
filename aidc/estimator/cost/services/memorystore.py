"""Memorystore: Redis instances by GiB and capacity tier, Redis clusters and Valkey instances by node.

Capacity tiers of Redis: M1 up to 4 GiB, M2 up to 10, M3 up to 35, M4 up to 100, M5 above; the whole instance pays the rate of its tier. A node
writes its append-only file by what its shard holds. Source: Memorystore price pages and documentation, node types.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

_TIERS = ((Decimal(4), "M1"), (Decimal(10), "M2"), (Decimal(35), "M3"), (Decimal(100), "M4"))
_GIB_OF_NODE = {
    "custom-pico": "1.25",
    "custom-micro": "2.5",
    "custom-mini": "3.75",
    "shared-core-nano": "1.4",
    "standard-small": "6.5",
    "standard-large": "26",
    "highmem-medium": "13",
    "highcpu-medium": "13",
    "highmem-xlarge": "58",
    "highmem-2xlarge": "110",
}


def capacity_tier(gib: Decimal) -> str:
    """Return the capacity tier of a Redis instance."""
    return next((tier for most, tier in _TIERS if gib <= most), "M5")


def redis_instance(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:redis/instance:Instance."""
    gib = reader.number("memorySizeGb", 1)
    if gib is None:
        yield Gap("Redis instance", "its memory size is not stated")
        return
    tier, kind = capacity_tier(gib), (reader.text("tier") or "BASIC").upper()
    hours, region = reader.usage.hours, reader.region
    if kind == "BASIC":
        yield Charge(f"Redis instance (basic, {tier})", f"redis.basic.{tier}", region, gib * hours, "GiB-hour")
    elif reader.text("readReplicasMode") == "READ_REPLICAS_ENABLED":
        nodes = 1 + (reader.number("replicaCount") or Decimal(2))
        yield Charge(f"Redis nodes (standard, {tier})", f"redis.standard-node.{tier}", region, gib * nodes * hours, "GiB-hour")
    else:
        yield Charge(f"Redis instance (standard, {tier})", f"redis.standard.{tier}", region, gib * hours, "GiB-hour")


def redis_cluster(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:redis/cluster:Cluster."""
    given = reader.text("nodeType")
    if given is None:
        yield Note("no node type is stated: REDIS_HIGHMEM_MEDIUM, as the API documents it")
    node = (given or "REDIS_HIGHMEM_MEDIUM").upper().removeprefix("REDIS_")
    yield from _nodes(reader, "Redis cluster node", "redis.cluster", "redis.cluster-node", _named(node), reader.number("shardCount", 1))


def valkey_instance(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:memorystore/instance:Instance."""
    given = reader.text("nodeType")
    if given is None:
        yield Note("no node type is stated: HIGHMEM_MEDIUM, as the API documents it")
    node = _named((given or "HIGHMEM_MEDIUM").upper())
    yield from _nodes(reader, "Valkey node", "valkey", "valkey.node", node, reader.number("shardCount", 1))


def _named(node_type: str) -> str:
    return node_type.lower().replace("_", "-")


def _nodes(reader: Reader, name: str, product: str, item: str, node: str, shards: Decimal | None) -> Iterator[Charge | Gap | Note]:
    """Yield nodes of all shards and replicas, the append-only file of the shards, and backups."""
    region, hours = reader.region, reader.usage.hours
    if shards is None:
        yield Gap(name, "its shard count is not stated")
        return
    replicas = reader.number("replicaCount") or Decimal(0)
    yield Charge(f"{name} ({node})", f"{item}.{node}", region, shards * (1 + replicas) * hours, "node-hour")
    if (reader.text("persistenceConfig.mode") or "").upper() == "AOF":
        if node in _GIB_OF_NODE:
            yield Charge("AOF persistence", f"{product}.aof", region, shards * Decimal(_GIB_OF_NODE[node]) * hours, "GiB-hour")
        else:
            yield Gap("AOF persistence", f"how much a node of type {node} holds is not known")
    backups = reader.usage.number("backup_storage_gb")
    if backups:
        yield Charge("Backups", f"{product}.backup", region, backups, "GiB-month", by_usage=True)


_HOURS: Keys = (UsageKey("monthly_hrs", "hours a month", "Hours that it exists; a whole month by default"),)
_BACKUPS: Keys = (*_HOURS, UsageKey("backup_storage_gb", "GiB", "Backups kept"))
PRICERS: dict[str, Pricer] = {
    "gcp:memorystore/instance:Instance": valkey_instance,
    "gcp:redis/cluster:Cluster": redis_cluster,
    "gcp:redis/instance:Instance": redis_instance,
}
KEYS: dict[str, Keys] = {
    "gcp:memorystore/instance:Instance": _BACKUPS,
    "gcp:redis/cluster:Cluster": _BACKUPS,
    "gcp:redis/instance:Instance": _HOURS,
}
