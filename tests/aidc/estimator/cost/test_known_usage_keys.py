"""The usage keys that people know from Infracost's usage files: every one is taken, with the same meaning and unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost import estimate
from aidc.estimator.cost.pricers import KEYS
from aidc.estimator.cost.usage import UsageError, usage_of
from aidc.inventory.resource import Resource

_BETWEEN_REGIONS = ("same_region", "us_or_canada", "europe", "asia", "south_america", "oceania", "worldwide")
_FROM_A_BUCKET = ("same_continent", "worldwide", "asia", "china", "australia")
_TO_THE_INTERNET = ("worldwide", "asia", "china", "australia")
_LOGS = ("billingAccount", "folder", "organization", "project")
_PROXIES = (
    *("targetGrpcProxy", "targetHttpProxy", "targetHttpsProxy", "targetSSLProxy", "targetTCPProxy"),
    *("regionTargetHttpProxy", "regionTargetHttpsProxy"),
)


def _token(module: str, name: str) -> str:
    return f"gcp:{module}/{name}:{name[0].upper()}{name[1:]}"


def _egress(kind: str, destinations: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(kind, f"monthly_egress_data_transfer_gb.{name}", "GiB") for name in destinations]


KNOWN = [
    (_token("artifactregistry", "repository"), "storage_gb", "GiB"),
    *_egress(_token("artifactregistry", "repository"), ("europe_north1", "australia_southeast1")),
    (_token("bigquery", "dataset"), "monthly_queries_tb", "TiB a month"),
    (_token("bigquery", "table"), "monthly_active_storage_gb", "GiB-month"),
    (_token("bigquery", "table"), "monthly_active_logical_storage_gb", "GiB-month"),
    (_token("bigquery", "table"), "monthly_active_physical_storage_gb", "GiB-month"),
    (_token("bigquery", "table"), "monthly_long_term_storage_gb", "GiB-month"),
    (_token("bigquery", "table"), "monthly_long_term_logical_storage_gb", "GiB-month"),
    (_token("bigquery", "table"), "monthly_streaming_inserts_mb", "MB"),
    (_token("bigquery", "table"), "monthly_storage_write_api_gb", "GiB"),
    (_token("bigquery", "table"), "monthly_storage_read_api_tb", "TiB"),
    *(
        (kind, key, unit)
        for kind in (_token("cloudrun", "service"), _token("cloudrunv2", "service"))
        for key, unit in (
            ("monthly_requests", "requests a month"),
            ("average_request_duration_ms", "milliseconds"),
            ("concurrent_requests_per_instance", "requests"),
            ("instance_hrs", "hours a month"),
        )
    ),
    (_token("cloudrunv2", "job"), "monthly_job_executions", "executions a month"),
    (_token("cloudrunv2", "job"), "average_task_execution_mins", "minutes"),
    (_token("cloudfunctions", "function"), "request_duration_ms", "milliseconds"),
    (_token("cloudfunctions", "function"), "monthly_function_invocations", "invocations a month"),
    (_token("cloudfunctions", "function"), "monthly_outbound_data_gb", "GiB a month"),
    (_token("compute", "routerNat"), "assigned_vms", "VMs"),
    (_token("compute", "routerNat"), "monthly_data_processed_gb", "GiB a month"),
    (_token("container", "cluster"), "autopilot_vcpu_count", "vCPU"),
    (_token("container", "cluster"), "autopilot_memory_gb", "GiB"),
    (_token("container", "cluster"), "autopilot_ephemeral_storage_gb", "GiB"),
    (_token("container", "cluster"), "nodes", "nodes in each zone"),
    (_token("container", "cluster"), "node_pool[0].nodes", "nodes in each zone"),
    (_token("container", "nodePool"), "nodes", "nodes in each zone"),
    (_token("container", "registry"), "storage_gb", "GiB-month"),
    (_token("container", "registry"), "monthly_class_a_operations", "operation"),
    (_token("container", "registry"), "monthly_class_b_operations", "operation"),
    (_token("container", "registry"), "monthly_data_retrieval_gb", "GiB"),
    *_egress(_token("container", "registry"), _FROM_A_BUCKET),
    *_egress(_token("compute", "externalVpnGateway"), _TO_THE_INTERNET),
    *_egress("gcp:compute/vPNGateway:VPNGateway", _BETWEEN_REGIONS),
    *_egress(_token("compute", "haVpnGateway"), _BETWEEN_REGIONS),
    *_egress(_token("servicenetworking", "connection"), _BETWEEN_REGIONS),
    (_token("compute", "address"), "address_type", "standard_vm, preemptible_vm or unused"),
    (_token("compute", "globalAddress"), "address_type", "standard_vm, preemptible_vm or unused"),
    (_token("compute", "forwardingRule"), "monthly_ingress_data_gb", "GiB a month"),
    (_token("compute", "globalForwardingRule"), "monthly_ingress_data_gb", "GiB a month"),
    (_token("compute", "image"), "storage_gb", "GiB"),
    (_token("compute", "instance"), "monthly_hrs", "hours a month"),
    (_token("compute", "machineImage"), "storage_gb", "GiB"),
    (_token("compute", "snapshot"), "storage_gb", "GiB"),
    *((_token("compute", proxy), "monthly_proxy_instances", "proxy instances") for proxy in _PROXIES),
    *((_token("compute", proxy), "monthly_data_processed_gb", "GiB a month") for proxy in _PROXIES),
    (_token("dns", "recordSet"), "monthly_queries", "queries a month"),
    (_token("kms", "cryptoKey"), "key_versions", "versions"),
    (_token("kms", "cryptoKey"), "monthly_key_operations", "operations a month"),
    *((_token("logging", f"{scope}BucketConfig"), "monthly_logging_data_gb", "GiB a month") for scope in _LOGS),
    *((_token("logging", f"{scope}Sink"), "monthly_logging_data_gb", "GiB a month") for scope in _LOGS),
    (_token("memorystore", "instance"), "backup_storage_gb", "GiB"),
    (_token("monitoring", "metricDescriptor"), "monthly_monitoring_data_mb", "MiB a month"),
    (_token("monitoring", "metricDescriptor"), "monthly_api_calls", "calls a month"),
    (_token("pubsub", "subscription"), "monthly_message_data_tb", "TiB a month"),
    (_token("pubsub", "subscription"), "storage_gb", "GiB"),
    (_token("pubsub", "subscription"), "snapshot_storage_gb", "GiB"),
    (_token("pubsub", "topic"), "monthly_message_data_tb", "TiB a month"),
    (_token("redis", "cluster"), "backup_storage_gb", "GiB"),
    (_token("secretmanager", "secret"), "active_secret_versions", "versions"),
    (_token("secretmanager", "secret"), "monthly_access_operations", "operations a month"),
    (_token("secretmanager", "secret"), "monthly_rotation_notifications", "notices a month"),
    (_token("secretmanager", "secretVersion"), "monthly_access_operations", "operations a month"),
    (_token("sql", "databaseInstance"), "backup_storage_gb", "GiB"),
    (_token("storage", "bucket"), "storage_gb", "GiB"),
    (_token("storage", "bucket"), "monthly_class_a_operations", "operations a month"),
    (_token("storage", "bucket"), "monthly_class_b_operations", "operations a month"),
    (_token("storage", "bucket"), "monthly_data_retrieval_gb", "GiB a month"),
    *_egress(_token("storage", "bucket"), _FROM_A_BUCKET),
]


@pytest.mark.parametrize(("kind", "name", "unit"), KNOWN)
def test_a_known_key_is_taken_in_its_unit(kind: str, name: str, unit: str):
    taken = [key for key in KEYS[kind] if key.matches(name)]
    assert len(taken) == 1
    assert taken[0].unit.removesuffix(" a month") == unit.removesuffix(" a month")


@pytest.mark.parametrize(("kind", "name", "unit"), KNOWN)
def test_a_known_key_reads_the_same_dotted_and_nested(kind: str, name: str, unit: str):
    said = "unused" if name == "address_type" else 2
    nested = said
    for part in reversed(name.split(".")):
        nested = {part: nested}
    inputs = {"location": "us-central1", "region": "us-central1"}
    dotted, whole = (
        estimate([Resource(kind, "it", inputs)], usage_of({"resources": {"it": usage}}, "usage")) for usage in ({name: said}, nested)
    )
    assert dotted == whole


@pytest.mark.parametrize("quantity", [0, 0.5, 1e12, "1e12", "20", 10**15])
def test_any_quantity_of_a_known_key_makes_a_bill(quantity):
    for kind, name, _ in KNOWN:
        if name not in ("address_type", "monthly_hrs"):
            inputs = {"location": "us-central1", "region": "us-central1", "machineType": "e2-medium"}
            bill = estimate([Resource(kind, "it", inputs)], usage_of({"resources": {"it": {name: quantity}}}, "usage"))
            assert bill.usd_per_month.is_finite()
            assert all(line.quantity >= 0 for line in bill.lines if line.kind == "list"), (kind, name)


def test_a_pool_inside_a_cluster_takes_its_nodes_by_a_dotted_key():
    pool = {"nodeConfig": {"machineType": "e2-standard-4", "diskType": "pd-standard", "diskSizeGb": 50}, "nodeCount": 2}
    cluster = Resource("gcp:container/cluster:Cluster", "it", {"location": "us-central1-a", "nodePools": [pool]})
    bill = estimate([cluster], usage_of({"resources": {"it": {"node_pool[0].nodes": 4}}, "free_tiers": False}, "usage"))
    assert [line.quantity for line in bill.lines] == [Decimal(730), Decimal(730) * 4, Decimal(50) * 4]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("gcp:recaptcha/enterpriseKey:EnterpriseKey", "not assessed (bills by assessments; rates not in the price tables)"),
        ("gcp:serviceaccount/account:Account", "free"),
        ("gcp:cloudscheduler/job:Job", "billed by its inputs alone"),
    ],
)
def test_usage_of_a_type_that_takes_none_says_what_the_bill_makes_of_it(kind: str, why: str):
    with pytest.raises(UsageError) as caught:
        estimate([Resource(kind, "it", {})], usage_of({"resources": {"it": {"monthly_assessments": 1}}}, "usage"))
    assert str(caught.value).startswith(f"usage: resources.it takes no usage: {kind} is {why}")
