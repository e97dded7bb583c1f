"""Dataproc clusters: 0.01 a vCPU-hour on top of machines (n1-standard-4 0.189999 an hour in us-central1) and disks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

CLUSTER = "gcp:dataproc/cluster:Cluster"
N1, SPOT_N1, DISK = Decimal("0.189999"), Decimal("0.06701"), Decimal("0.04")


def cluster(**config):
    nodes = {"machineType": "n1-standard-4", "diskConfig": {"bootDiskSizeGb": 500.0}}
    return {"region": "us-central1", "clusterConfig": {"masterConfig": nodes, "workerConfig": {"numInstances": 5.0, **nodes}, **config}}


def test_24_vcpus_for_two_hours_are_charged_48_cents(lines_of):
    """The example of the price page, which leaves machines and disks out."""
    lines = lines_of(CLUSTER, cluster(), {"monthly_hrs": 2})
    assert sum(amount for name, amount in lines.items() if "surcharge" in name) == Decimal("0.48")


def test_machines_and_disks_are_billed_beside_the_surcharge_for_as_long_as_the_cluster_lives(lines_of):
    lines = lines_of(CLUSTER, cluster(), {"monthly_hrs": 73})
    assert lines == {
        "Dataproc surcharge of master": Decimal("0.01") * 4 * 73,
        "master (n1-standard-4)": N1 * 73,
        "Boot disks of master (pd-standard)": DISK * 500 / 10,
        "Dataproc surcharge of workers": Decimal("0.01") * 20 * 73,
        "workers (n1-standard-4)": N1 * 5 * 73,
        "Boot disks of workers (pd-standard)": DISK * 2500 / 10,
    }


def test_a_whole_month_of_n1_gets_the_sustained_use_discount_and_the_surcharge_does_not(bill_of):
    discounted = [line.component for line in bill_of(CLUSTER, cluster()).lines if line.kind == "discount"]
    assert discounted == ["master (n1-standard-4): sustained use discount", "workers (n1-standard-4): sustained use discount"]


def test_secondary_workers_are_spot_machines_of_the_kind_of_the_workers(lines_of):
    lines = lines_of(CLUSTER, cluster(preemptibleWorkerConfig={"numInstances": 3.0}), {"monthly_hrs": 73})
    assert lines["secondary workers (n1-standard-4)"] == SPOT_N1 * 3 * 73
    assert lines["Dataproc surcharge of secondary workers"] == Decimal("0.01") * 12 * 73
    assert lines["Boot disks of secondary workers (pd-standard)"] == DISK * 300 / 10


def test_secondary_workers_may_be_bought_on_demand(bill_of):
    secondary = {"numInstances": 3.0, "preemptibility": "NON_PREEMPTIBLE"}
    bill = bill_of(CLUSTER, cluster(preemptibleWorkerConfig=secondary))
    assert {line.term for line in bill.lines} == {"on-demand"}


def test_defaults_are_taken_and_said(bill_of):
    bill = bill_of(CLUSTER, {"region": "us-central1"}, {"monthly_hrs": 1})
    assert sum(line.quantity for line in bill.lines if "surcharge" in line.component) == 12
    assert bill.notes == (
        ("it", "master: no machine type and no boot disk size stated; Dataproc takes n1-standard-4 and 500 GB"),
        ("it", "workers: no machine type and no boot disk size stated; Dataproc takes n1-standard-4 and 500 GB"),
    )


def test_a_single_node_cluster_has_a_master_alone(lines_of):
    properties = {"softwareConfig": {"overrideProperties": {"dataproc:dataproc.allow.zero.workers": "true"}}}
    inputs = {"region": "us-central1", "clusterConfig": properties}
    assert [name for name in lines_of(CLUSTER, inputs, {"monthly_hrs": 1}) if "surcharge" in name] == ["Dataproc surcharge of master"]


def test_the_zone_says_the_region_of_a_global_cluster(bill_of):
    inputs = {**cluster(gceClusterConfig={"zone": "europe-west4-a"}), "region": "global"}
    assert {line.region for line in bill_of(CLUSTER, inputs).lines} == {"europe-west4"}


def test_gpus_and_local_ssds_of_nodes_are_billed(lines_of):
    gpu = {"acceleratorType": "projects/p/zones/z/acceleratorTypes/nvidia-tesla-t4", "acceleratorCount": 2.0}
    inputs = cluster()
    inputs["clusterConfig"]["workerConfig"] |= {"accelerators": [gpu], "diskConfig": {"bootDiskSizeGb": 100.0, "numLocalSsds": 1.0}}
    lines = lines_of(CLUSTER, inputs, {"monthly_hrs": 73})
    assert lines["workers (nvidia-tesla-t4)"] == Decimal("0.35") * 10 * 73
    assert lines["Local SSD of workers"] == Decimal("0.08") * 375 * 5 / 10


def test_auxiliary_nodes_are_nodes_too(lines_of):
    group = {"nodeGroups": [{"roles": ["DRIVER"], "nodeGroupConfig": {"numInstances": 2.0, "machineType": "n1-standard-4"}}]}
    lines = lines_of(CLUSTER, cluster(auxiliaryNodeGroups=[group]), {"monthly_hrs": 10})
    assert lines["Dataproc surcharge of auxiliary nodes"] == Decimal("0.01") * 8 * 10


def test_a_virtual_cluster_pays_the_surcharge_that_usage_states(bill_of, lines_of):
    inputs = {"region": "us-central1", "virtualClusterConfig": {"kubernetesClusterConfig": {}}}
    assert lines_of(CLUSTER, inputs, {"monthly_vcpu_hrs": 1000}) == {"Dataproc surcharge": 10}
    assert bill_of(CLUSTER, inputs).notes[0][1].startswith("runs on a GKE cluster, whose nodes are priced there")


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        (
            {"masterConfig": {"machineType": UNKNOWN}},
            "master: clusterConfig[0].masterConfig[0].machineType is not known before the resources it depends on exist",
        ),
        (
            {"masterConfig": {"numInstances": -1.0}},
            "master: clusterConfig[0].masterConfig[0].numInstances is -1.0; a number from 0 to 10^15 is needed",
        ),
        (
            {"clusterTier": "CLUSTER_TIER_PREMIUM"},
            "Dataproc: the rate of the premium tier is not known; the surcharge of the standard tier is counted",
        ),
    ],
)
def test_what_cannot_be_read_is_named(bill_of, config, reason):
    assert reason in [gap.reason for gap in bill_of(CLUSTER, cluster(**config)).unpriced]


def test_an_autoscaling_policy_bounds_the_workers(bill_of):
    bounds = {"workerConfig": {"minInstances": 2.0, "maxInstances": 10.0}}
    policy = Resource("gcp:dataproc/autoscalingPolicy:AutoscalingPolicy", "p", {"policyId": "p", **bounds}, outputs={"name": "p"})
    bill = bill_of(
        CLUSTER, cluster(autoscalingConfig={"policyUri": "projects/x/regions/y/autoscalingPolicies/p"}), {"monthly_hrs": 10}, policy
    )
    (workers,) = [line for line in bill.lines if line.component == "Dataproc surcharge of workers"]
    assert (workers.least, workers.usd_per_month, workers.most) == (Decimal("0.8"), 2, 4)
