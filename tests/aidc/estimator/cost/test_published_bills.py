"""Bills that were published with their answer, each with its own hours, place and terms. Source of each: the page named in its test's parameter.

An answer is held to the cent where the publisher gives cents; where it is rounded to dollars or tenths, to that.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from aidc.estimator.cost import estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource

COMMITTED = {"commitment": {"term": "3y", "coverage": 1}}
RULE = {"region": "europe-west4", "loadBalancingScheme": "EXTERNAL", "target": "t"}


def bill_usd(resources: list[Resource], usage: dict[str, Any], hours: int = 730) -> Decimal:
    bill = estimate(resources, usage_of({"hours_per_month": hours, "resources": {"x": usage} if usage else {}}, "usage"))
    assert bill.unpriced == ()
    return bill.usd_per_month


def one(kind: str, inputs: dict[str, Any]) -> list[Resource]:
    return [Resource(kind, "x", inputs)]


def machine(machine_type: str, region: str) -> list[Resource]:
    """Return an instance that boots from a disk of its own, so that the machine alone is on the bill."""
    return one("gcp:compute/instance:Instance", {"machineType": machine_type, "zone": f"{region}-a", "bootDisk": {"source": "other"}})


BILLS: tuple[tuple[str, list[Resource], dict[str, Any], int, str], ...] = (
    (
        "Cloud NAT price page: 14 VMs, 100 GiB",
        one("gcp:compute/routerNat:RouterNat", {"region": "us-central1", "natIpAllocateOption": "AUTO_ONLY"}),
        {"assigned_vms": 14, "monthly_data_processed_gb": 100},
        720,
        "18.61",
    ),
    (
        "disk price page: 200 GiB pd-standard",
        one("gcp:compute/disk:Disk", {"type": "pd-standard", "size": 200.0, "zone": "us-central1-a"}),
        {},
        730,
        "8.00",
    ),
    (
        "disk price page: 200 GiB pd-ssd for half a month",
        one("gcp:compute/disk:Disk", {"type": "pd-ssd", "size": 200.0, "zone": "us-central1-a"}),
        {"monthly_hrs": 365},
        730,
        "17.00",
    ),
    ("calculator: one forwarding rule", [Resource("gcp:compute/forwardingRule:ForwardingRule", "x", RULE)], {}, 730, "20.44"),
    (
        "calculator: six forwarding rules",
        [Resource("gcp:compute/forwardingRule:ForwardingRule", f"x{number}", RULE) for number in range(6)],
        {},
        730,
        "28.47",
    ),
    (
        "calculator: 6,150 MiB of metrics",
        one("gcp:monitoring/metricDescriptor:MetricDescriptor", {}),
        {"monthly_monitoring_data_mb": 6150},
        730,
        "1548.00",
    ),
    ("calculator: a2-highgpu-8g", machine("a2-highgpu-8g", "europe-west4"), {}, 730, "21888.16"),
    ("calculator: a2-highgpu-8g for three years", machine("a2-highgpu-8g", "europe-west4"), COMMITTED, 730, "7661.01"),
    ("calculator: n1-standard-8 with sustained use", machine("n1-standard-8", "europe-west4"), {}, 730, "213.77"),
    ("calculator: n1-standard-8 for three years", machine("n1-standard-8", "europe-west4"), COMMITTED, 730, "137.43"),
    (
        "calculator: c2d-standard-8 for a year",
        machine("c2d-standard-8", "europe-west4"),
        {"commitment": {"term": "1y", "coverage": 1}},
        730,
        "183.91",
    ),
    (
        "calculator: 2,048 GiB pd-standard",
        one("gcp:compute/disk:Disk", {"type": "pd-standard", "size": 2048.0, "zone": "europe-west4-a"}),
        {},
        730,
        "90.11",
    ),
    ("calculator: 50 GiB in a bucket", one("gcp:storage/bucket:Bucket", {"location": "europe-west4"}), {"storage_gb": 50}, 730, "1.00"),
    (
        "platform cost model: 60 GiB of logs",
        one("gcp:logging/projectBucketConfig:ProjectBucketConfig", {}),
        {"monthly_logging_data_gb": 60},
        730,
        "5.00",
    ),
    (
        "platform cost model: 12 secret versions, 100,000 accesses",
        one("gcp:secretmanager/secret:Secret", {"replication": {"auto": {}}}),
        {"active_secret_versions": 12, "monthly_access_operations": 100_000},
        730,
        "0.63",
    ),
    ("training run: one A100 for 26 h", machine("a2-highgpu-1g", "us-central1"), {"monthly_hrs": 26}, 730, "95.5"),
    ("training run on spot: one A100 for 26 h", machine("a2-highgpu-1g", "us-central1"), {"monthly_hrs": 26, "term": "spot"}, 730, "50.1"),
    (
        "checkpoint benchmark: 18 TiB of Lustre at 500 MB/s for each TiB",
        one("gcp:lustre/instance:Instance", {"capacityGib": "18432", "perUnitStorageThroughput": "500", "location": "us-central1-b"}),
        {},
        730,
        "6267",
    ),
)


@pytest.mark.parametrize(("resources", "usage", "hours", "answer"), [case[1:] for case in BILLS], ids=[case[0] for case in BILLS])
def test_the_published_answer_comes_out(resources, usage, hours, answer):
    digits = len(answer.partition(".")[2])
    assert round(bill_usd(resources, usage, hours), digits) == Decimal(answer)


def test_the_dataproc_surcharge_of_24_vcpus_for_two_hours_comes_out():
    nodes = {"machineType": "n1-standard-4"}
    inputs = {
        "region": "us-central1",
        "clusterConfig": {"masterConfig": {**nodes, "numInstances": 1.0}, "workerConfig": {**nodes, "numInstances": 5.0}},
    }
    bill = estimate(one("gcp:dataproc/cluster:Cluster", inputs), usage_of({"resources": {"x": {"monthly_hrs": 2}}}, "usage"))
    assert sum((line.usd_per_month for line in bill.lines if line.item == "dataproc.vcpu"), Decimal(0)) == Decimal("0.48")


def test_the_prometheus_samples_of_5000_series_come_out():
    samples = 5000 * (30 * 24 * 3600 // 30)
    assert samples == 432_000_000
    inputs = {
        "location": "europe-central2-a",
        "initialNodeCount": 1.0,
        "removeDefaultNodePool": True,
        "monitoringConfig": {"managedPrometheus": {"enabled": True}},
    }
    bill = estimate(
        one("gcp:container/cluster:Cluster", inputs), usage_of({"resources": {"x": {"monthly_prometheus_samples": samples}}}, "usage")
    )
    assert sum((line.usd_per_month for line in bill.lines if line.item == "prometheus.samples"), Decimal(0)) == Decimal("25.92")
