"""Bills that Infracost's open engine has on record (2024-07): the same where it is right, the true sum where it is known to be wrong."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from aidc.estimator.cost import estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource

_TO_THE_INTERNET = {"worldwide": 12_500, "china": 8_500, "australia": 250}
_BETWEEN_REGIONS = {
    "same_region": 250,
    "us_or_canada": 100,
    "europe": 70,
    "asia": 50,
    "south_america": 100,
    "oceania": 50,
    "worldwide": 200,
}
_HSM = {"keyRing": "ring", "versionTemplate": {"algorithm": "EC_SIGN_P256_SHA256", "protectionLevel": "HSM"}}


@pytest.mark.parametrize(
    ("kind", "inputs", "used", "usd"),
    [
        (
            "gcp:compute/externalVpnGateway:ExternalVpnGateway",
            {},
            {"monthly_egress_data_transfer_gb": _TO_THE_INTERNET},
            # the first TiB, the next nine, the rest; China from 0.23; Australia
            D("0.12") * 1024 + D("0.11") * 9216 + D("0.08") * 2260 + D("0.23") * 1024 + D("0.22") * 7476 + D("0.19") * 250,
        ),
        (
            "gcp:compute/haVpnGateway:HaVpnGateway",
            {},
            {"monthly_egress_data_transfer_gb": _BETWEEN_REGIONS},
            # within a region 0.01, which the record has at the rate between regions
            D("0.01") * 250 + D("0.02") * (100 + 70) + D("0.08") * 50 + D("0.14") * 100 + D("0.10") * 50 + D("0.08") * 200,
        ),
        (
            "gcp:kms/cryptoKey:CryptoKey",
            _HSM,
            {"key_versions": 5_000, "monthly_key_operations": 10_000},
            D("2.5") * 2_000 + 3_000 + D("0.15"),
        ),
        (
            "gcp:kms/cryptoKey:CryptoKey",
            {"keyRing": "ring", "rotationPeriod": "100000s"},
            {"monthly_key_operations": 10_000},
            D(30 * 86_400) / 100_000 * D("0.06") + D("0.03"),
        ),
        (
            "gcp:monitoring/metricDescriptor:MetricDescriptor",
            {},
            {"monthly_monitoring_data_mb": 500_000, "monthly_api_calls": 1_000_000},
            D("0.258") * 100_000 + D("0.151") * 150_000 + D("0.061") * 250_000 + D("0.01") * 1_000,
        ),
        (
            "gcp:pubsub/subscription:Subscription",
            {},
            {"monthly_message_data_tb": 10, "storage_gb": 20, "snapshot_storage_gb": 30},
            D(40) * 10 + D("0.27") * (20 + 30),
        ),
        (
            "gcp:container/cluster:Cluster",
            {"enableAutopilot": True},
            {"autopilot_vcpu_count": 10, "autopilot_memory_gb": 50, "autopilot_ephemeral_storage_gb": 100},
            730 * (D("0.10") + 10 * D("0.0445") + 50 * D("0.0049225") + 100 * D("0.0000548")),
        ),
        (
            "gcp:memorystore/instance:Instance",
            {"shardCount": 2, "replicaCount": 1, "nodeType": "STANDARD_SMALL", "persistenceConfig": {"mode": "AOF"}},
            {"backup_storage_gb": 1_000},
            # four nodes; 6.5 GiB of each shard are logged
            730 * (4 * D("0.1425") + 13 * D("0.00054794")) + D("81.1103"),
        ),
        ("gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy", {}, {"monthly_proxy_instances": 10.2}, D("10.2") * 730 * D("0.025")),
        ("gcp:compute/routerNat:RouterNat", {}, {"assigned_vms": 34, "monthly_data_processed_gb": 1_000}, 32 * 730 * D("0.0014") + 45),
    ],
)
def test_a_recorded_bill_comes_out(month_of, kind, inputs, used, usd):
    placed = {"region": "us-central1", "location": "us-central1", **inputs}
    assert abs(month_of(kind, placed, used).usd_per_month - usd) < D("0.005")


def test_three_forwarding_rules_cost_one_flat_fee_and_not_three_of_the_additional_ones():
    rules = [Resource("gcp:compute/forwardingRule:ForwardingRule", f"rule-{n}", {"region": "us-central1"}) for n in range(3)]
    assert estimate(rules).usd_per_month == D("0.025") * 730


def test_the_gpu_inside_a_machine_is_not_added_again(month_of):
    inputs = {"machineType": "g2-standard-4", "zone": "us-central1-a", "guestAccelerators": [{"type": "nvidia-l4", "count": 1}]}
    bill = month_of("gcp:compute/instance:Instance", {**inputs, "bootDisk": {"source": "disk"}})
    assert bill.usd_per_month == D("0.706832") * 730


def test_a_pool_inside_a_cluster_is_not_billed_beside_a_default_pool():
    pool = {"nodeCount": 2, "nodeConfig": {"machineType": "n1-standard-16", "diskType": "pd-standard"}}
    cluster = Resource("gcp:container/cluster:Cluster", "it", {"location": "us-central1", "nodePools": [pool]})
    bill = estimate([cluster], usage_of({"free_tiers": False}, "usage"))
    # fee, six nodes less 30 % for sustained use, six disks of 100 GiB
    assert bill.usd_per_month == 73 + 6 * 730 * D("0.759996") * D("0.7") + 600 * D("0.04")


@pytest.mark.parametrize(
    ("disk", "reason"),
    [
        ({"type": "hyperdisk-extreme"}, "Disk (hyperdisk-extreme): its size is not stated"),
        ({"type": "pd-extreme"}, "Disk (pd-extreme): its size is not stated"),
    ],
)
def test_a_disk_without_a_stated_size_and_without_a_default_is_no_thousand_gib(month_of, disk, reason):
    bill = month_of("gcp:compute/disk:Disk", {"zone": "us-central1-a", **disk})
    assert (bill.usd_per_month, [gap.reason for gap in bill.unpriced]) == (0, [reason])


def test_the_address_of_a_running_database_costs_nothing(month_of):
    settings = {"tier": "db-custom-1-3840", "availabilityType": "ZONAL", "ipConfiguration": {"ipv4Enabled": True}}
    bill = month_of(
        "gcp:sql/databaseInstance:DatabaseInstance", {"region": "us-central1", "databaseVersion": "MYSQL_8_0", "settings": settings}
    )
    assert bill.usd_per_month == 730 * (D("0.0413") + D("3.75") * D("0.007")) + 10 * D("0.17")
