"""Clusters, worked by hand: the fee is 0.10 an hour, the credit 74.40 a month for each billing account."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost.usage_key import UsageError
from aidc.inventory.resource import UNKNOWN, Resource

FEE = Decimal("0.10") * 730
E2 = Decimal("0.033506") * 730
BOOT = Decimal("0.10") * 100


def test_a_zonal_cluster_pays_its_fee_from_the_credit_and_a_regional_one_does_not(lines_of, cluster):
    assert lines_of(cluster(), of="c") == {"Cluster management fee": FEE, "Cluster management fee: GKE free tier": -FEE}
    assert lines_of(cluster(location="us-central1"), of="c") == {"Cluster management fee": FEE}


def test_two_zonal_clusters_share_one_credit(bill_of, cluster):
    second = Resource("gcp:container/cluster:Cluster", "d", {**cluster().inputs, "name": "d"})
    assert bill_of(cluster(), second).usd_per_month == 2 * FEE - Decimal("74.40")


def test_autopilot_is_billed_by_what_pods_request(lines_of, cluster):
    autopilot = cluster(location="us-central1", enableAutopilot=True, removeDefaultNodePool=None)
    usage = {"autopilot_vcpu_count": 10, "autopilot_memory_gb": 50, "autopilot_ephemeral_storage_gb": 100}
    assert lines_of(autopilot, of="c", c=usage) == {
        "Cluster management fee": FEE,
        "Autopilot vCPUs": Decimal("0.0445") * 10 * 730,
        "Autopilot memory": Decimal("0.0049225") * 50 * 730,
        "Autopilot ephemeral storage": Decimal("0.0000548") * 100 * 730,
        "Cluster management fee: GKE free tier": -FEE,
    }


def test_an_autopilot_cluster_without_usage_pays_its_fee_and_says_what_is_not_counted(bill_of, cluster):
    bill = bill_of(cluster(location="us-central1", enableAutopilot=True))
    assert [line.component for line in bill.lines if line.kind == "list"] == ["Cluster management fee"]
    assert [text for _, text in bill.notes] == [
        "Autopilot bills what pods request: workloads of this record have their own lines, for others say autopilot_vcpu_count"
    ]


def test_a_default_pool_is_billed_in_every_zone_and_one_that_is_removed_is_not(lines_of, cluster):
    kept = cluster(location="us-central1", removeDefaultNodePool=False, initialNodeCount=2)
    assert lines_of(kept, of="c") == {
        "Cluster management fee": FEE,
        "Default pool: Nodes (e2-medium)": E2 * 2 * 3,
        "Default pool: Boot disks of nodes (pd-balanced)": BOOT * 2 * 3,
    }
    assert list(lines_of(cluster(location="us-central1"), of="c")) == ["Cluster management fee"]


def test_the_default_pool_of_a_multi_zonal_cluster_is_in_its_own_zone_too(lines_of, cluster):
    kept = cluster(removeDefaultNodePool=None, nodeLocations=["us-central1-b", "us-central1-c"])
    assert lines_of(kept, of="c")["Default pool: Nodes (e2-medium)"] == E2 * 3


def test_pools_declared_inside_take_the_place_of_the_default_pool(lines_of, cluster):
    inline = [{"name": "a", "nodeCount": 1}, {"initialNodeCount": 1, "nodeConfig": {"machineType": "e2-medium", "diskSizeGb": 50}}]
    lines = lines_of(cluster(removeDefaultNodePool=None, initialNodeCount=None, nodePools=inline), of="c")
    assert {name: amount for name, amount in lines.items() if "pool" in name.lower()} == {
        "Pool a: Nodes (e2-medium)": E2,
        "Pool a: Boot disks of nodes (pd-balanced)": BOOT,
        "Pool 1: Nodes (e2-medium)": E2,
        "Pool 1: Boot disks of nodes (pd-balanced)": BOOT / 2,
    }


def test_a_pool_declared_inside_and_by_itself_is_billed_once(bill_of, cluster, pool):
    inside = cluster(nodePools=[{"name": "pool-p", "nodeCount": 1, "nodeConfig": {"machineType": "e2-medium"}}])
    bill = bill_of(inside, pool({"machineType": "e2-medium"}, nodeCount=1, name="p"))
    assert sum(line.quantity for line in bill.lines if line.item == "machine.e2-medium") == 2 * 730
    own = Resource("gcp:container/nodePool:NodePool", "p", {"name": "pool-p", "cluster": "c", "nodeCount": 1})
    assert sum(line.quantity for line in bill_of(inside, own).lines if line.item == "machine.e2-medium") == 730


def test_pools_listed_in_the_outputs_of_a_state_are_not_counted(lines_of, cluster):
    state = Resource("gcp:container/cluster:Cluster", "c", cluster().inputs, outputs={"nodePools": [{"name": "p", "nodeCount": 3}]})
    assert list(lines_of(state, of="c")) == ["Cluster management fee", "Cluster management fee: GKE free tier"]


def test_usage_reaches_the_default_pool_and_each_pool_inside(lines_of, cluster):
    kept = cluster(removeDefaultNodePool=None)
    assert lines_of(kept, of="c", c={"nodes": 4})["Default pool: Nodes (e2-medium)"] == E2 * 4
    inside = cluster(nodePools=[{"name": "a", "nodeCount": 1}, {"name": "b", "nodeCount": 1}])
    lines = lines_of(inside, of="c", c={"monthly_hrs": 73, "node_pool[1]": {"nodes": 3, "monthly_hrs": 365}})
    assert lines["Pool a: Nodes (e2-medium)"] == E2 / 10
    assert lines["Pool b: Nodes (e2-medium)"] == E2 * 3 / 2


def test_a_mistyped_usage_key_of_a_pool_inside_is_an_error(bill_of, cluster):
    with pytest.raises(UsageError, match=r"Did you mean node_pool\[\*\]\.nodes\?"):
        bill_of(cluster(nodePools=[{"nodeCount": 1}]), c={"node_pool[0]": {"node": 3}})


def test_what_cannot_be_read_in_one_pool_leaves_the_fee_and_the_others_on_the_bill(bill_of, cluster):
    bill = bill_of(cluster(nodePools=[{"name": "a", "nodeCount": UNKNOWN}, {"name": "b", "nodeCount": 1}]))
    assert [gap.reason for gap in bill.unpriced] == [
        "Pool a: Nodes: nodePools[0].nodeCount is not known before the resources it depends on exist"
    ]
    assert {"Cluster management fee", "Pool b: Nodes (e2-medium)"} <= {line.component for line in bill.lines}


def test_a_cluster_that_says_nothing_pays_its_fee_and_names_what_is_missing(bill_of):
    bill = bill_of(Resource("gcp:container/cluster:Cluster", "c", {}))
    assert [(line.component, line.usd_per_month) for line in bill.lines] == [("Cluster management fee", FEE)]
    assert [gap.reason for gap in bill.unpriced] == [
        "Default pool: Nodes: names no region, nor does its provider: set gcp:region or say --region"
    ]


def test_a_cluster_without_a_count_for_its_default_pool_is_a_lower_bound(bill_of, cluster):
    bill = bill_of(cluster(removeDefaultNodePool=None, initialNodeCount=None))
    assert [gap.reason for gap in bill.unpriced] == ["Default pool: Nodes: no node count is stated; say nodes in the usage"]


def test_binary_authorization_is_billed_by_cluster_and_one_cluster_is_free(lines_of, cluster):
    enforced = cluster(binaryAuthorization={"evaluationMode": "PROJECT_SINGLETON_POLICY_ENFORCE"})
    lines = lines_of(enforced, of="c")
    assert lines["Binary Authorization"] == Decimal("0.01613") * 730
    assert lines["Binary Authorization: Binary Authorization free tier"] == -Decimal("0.01613") * 730
    assert "Binary Authorization" not in lines_of(cluster(binaryAuthorization={"evaluationMode": "DISABLED"}), of="c")


def test_auto_provisioned_pools_are_noted_and_not_counted(bill_of, cluster):
    limits = [{"resourceType": "cpu", "maximum": 64}, {"resourceType": "memory", "maximum": 256}]
    bill = bill_of(cluster(clusterAutoscaling={"enabled": True, "resourceLimits": limits}))
    assert [text for _, text in bill.notes] == ["node auto-provisioning may add pools, not counted here: at most 64 cpu, 256 memory"]


def test_the_enterprise_tier_has_no_rate_here(bill_of, cluster):
    bill = bill_of(cluster(enterpriseConfig={"desiredTier": "ENTERPRISE"}))
    assert [gap.reason for gap in bill.unpriced] == ["GKE Enterprise: its fee for each vCPU is not in the price tables"]


def test_the_logs_of_a_cluster_are_billed_beyond_what_is_free_for_the_project(bill_of, cluster):
    lines = bill_of(cluster(), c={"monthly_logging_data_gb": 60}).lines
    logs = [line.usd_per_month for line in lines if line.component.startswith("Logs stored")]
    assert sum(logs) == Decimal("0.5") * (60 - 50)
