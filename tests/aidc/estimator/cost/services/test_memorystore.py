"""Memorystore, worked by hand at the rates of us-central1."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost.services.memorystore import capacity_tier
from aidc.inventory.resource import UNKNOWN

REDIS, CLUSTER, VALKEY = "gcp:redis/instance:Instance", "gcp:redis/cluster:Cluster", "gcp:memorystore/instance:Instance"


@pytest.mark.parametrize(
    ("tier", "gib", "usd"),
    [
        ("BASIC", 1, "35.77"),
        ("BASIC", 5, "98.55"),
        ("BASIC", 25, "419.75"),
        ("BASIC", 45, "624.15"),
        ("BASIC", 105, "1226.40"),
        ("STANDARD_HA", 1, "46.72"),
        ("STANDARD_HA", 5, "197.10"),
        ("STANDARD_HA", 25, "839.50"),
        ("STANDARD_HA", 45, "1149.75"),
        ("STANDARD_HA", 105, "2299.50"),
    ],
)
def test_a_redis_instance_pays_the_rate_of_its_capacity_tier_for_all_of_it(lines_of, tier, gib, usd):
    """The sums are those that the open-source engine of Infracost records for these sizes."""
    lines = lines_of(REDIS, {"region": "us-central1", "memorySizeGb": float(gib), "tier": tier})
    assert list(lines.values()) == [Decimal(usd)]


@pytest.mark.parametrize(
    ("region", "basic", "standard"),
    [("europe-west1", "0.051", "0.086"), ("asia-northeast1", "0.065", "0.114"), ("us-west2", "0.057", "0.098")],
)
def test_regions_have_their_own_rates(lines_of, region, basic, standard):
    inputs = {"region": region, "memorySizeGb": 2.0}
    assert list(lines_of(REDIS, inputs).values()) == [Decimal(basic) * 2 * 730]
    assert list(lines_of(REDIS, {**inputs, "tier": "STANDARD_HA"}).values()) == [Decimal(standard) * 2 * 730]


def test_capacity_tiers_end_where_the_documentation_says():
    assert [capacity_tier(Decimal(gib)) for gib in (4, 5, 10, 11, 35, 36, 100, 101)] == ["M1", "M2", "M2", "M3", "M3", "M4", "M4", "M5"]


def test_read_replicas_are_rated_by_node_and_have_no_rate_here(bill_of):
    inputs = {"region": "us-central1", "memorySizeGb": 5.0, "tier": "STANDARD_HA", "readReplicasMode": "READ_REPLICAS_ENABLED"}
    assert [gap.reason for gap in bill_of(REDIS, inputs).unpriced] == [
        "Redis nodes (standard, M2): no on-demand price of redis.standard-node.M2 is known"
    ]


@pytest.mark.parametrize(
    ("node", "usd"),
    [
        ("REDIS_SHARED_CORE_NANO", "0.0318"),
        ("REDIS_STANDARD_SMALL", "0.1425"),
        ("REDIS_HIGHMEM_MEDIUM", "0.1923"),
        ("REDIS_HIGHMEM_XLARGE", "0.8581"),
    ],
)
def test_a_redis_cluster_pays_for_every_node_of_every_shard(lines_of, node, usd):
    inputs = {"region": "us-central1", "shardCount": 3.0, "replicaCount": 2.0, "nodeType": node}
    assert list(lines_of(CLUSTER, inputs).values()) == [Decimal(usd) * 9 * 730]


@pytest.mark.parametrize(
    ("node", "usd"),
    [
        ("SHARED_CORE_NANO", "0.0318"),
        ("CUSTOM_PICO", "0.0308"),
        ("CUSTOM_MICRO", "0.0616"),
        ("CUSTOM_MINI", "0.0924"),
        ("STANDARD_SMALL", "0.1425"),
        ("STANDARD_LARGE", "0.5698"),
        ("HIGHCPU_MEDIUM", "0.4986"),
        ("HIGHMEM_MEDIUM", "0.1923"),
        ("HIGHMEM_XLARGE", "0.8581"),
        ("HIGHMEM_2XLARGE", "1.6274"),
    ],
)
def test_a_valkey_instance_pays_for_every_node_of_every_shard(lines_of, node, usd):
    inputs = {"location": "us-central1", "shardCount": 2.0, "replicaCount": 1.0, "nodeType": node}
    assert list(lines_of(VALKEY, inputs).values()) == [Decimal(usd) * 4 * 730]


@pytest.mark.parametrize(("kind", "node", "place"), [(CLUSTER, "REDIS_STANDARD_SMALL", "region"), (VALKEY, "STANDARD_SMALL", "location")])
def test_the_append_only_file_is_billed_by_what_the_shards_hold_and_backups_by_usage(lines_of, kind, node, place):
    inputs = {place: "us-central1", "shardCount": 2.0, "replicaCount": 1.0, "nodeType": node, "persistenceConfig": {"mode": "AOF"}}
    lines = lines_of(kind, inputs, {"backup_storage_gb": 1000})
    assert lines["AOF persistence"] == Decimal("0.000547945") * 2 * Decimal("6.5") * 730
    assert lines["Backups"] == Decimal("0.0811103") * 1000


def test_a_node_type_that_is_not_stated_is_said(bill_of):
    bill = bill_of(VALKEY, {"location": "us-central1", "shardCount": 3.0})
    assert bill.usd_per_month == Decimal("0.1923") * 3 * 730
    assert bill.notes == (("it", "no node type is stated: HIGHMEM_MEDIUM, as the API documents it"),)


@pytest.mark.parametrize(
    ("kind", "inputs", "reason"),
    [
        (REDIS, {}, "Redis instance: its memory size is not stated"),
        (REDIS, {"memorySizeGb": UNKNOWN}, "memorySizeGb is not known before the resources it depends on exist"),
        (REDIS, {"memorySizeGb": 0.0}, "memorySizeGb is 0.0; a number from 1 to 10^15 is needed"),
        (CLUSTER, {"nodeType": "REDIS_STANDARD_SMALL"}, "Redis cluster node: its shard count is not stated"),
        (
            CLUSTER,
            {"nodeType": "REDIS_X", "shardCount": 1.0},
            "Redis cluster node (x): no on-demand price of redis.cluster-node.x is known",
        ),
    ],
)
def test_what_cannot_be_read_is_named(bill_of, kind, inputs, reason):
    assert [gap.reason for gap in bill_of(kind, {"region": "us-central1", **inputs}).unpriced] == [reason]
