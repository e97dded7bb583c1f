"""Node pools, worked by hand at the rates of us-central1: n2-standard-4 0.194236, e2-medium 0.033506, pd-balanced 0.10, pd-ssd 0.17."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

N2 = Decimal("0.194236") * 730
BOOT = Decimal("0.10") * 100
E2 = {"machineType": "e2-medium"}


def test_a_zonal_pool_costs_its_machines_less_sustained_use_and_their_boot_disks(lines_of, cluster, pool):
    assert lines_of(cluster(), pool(nodeCount=2)) == {
        "Nodes (n2-standard-4)": N2 * 2,
        "Nodes (n2-standard-4): sustained use discount": -N2 * 2 * (1 - Decimal("3.2008") / 4),
        "Boot disks of nodes (pd-balanced)": BOOT * 2,
    }


def test_a_regional_pool_has_its_nodes_in_three_zones_and_says_so(bill_of, cluster, pool):
    bill = bill_of(cluster(location="us-central1"), pool(E2, nodeCount=2))
    assert [line.quantity for line in bill.lines if line.resource == "p"] == [2 * 3 * 730, 2 * 3 * 100]
    assert ("p", "no zones are named: every count is taken for 3 zones of us-central1") in bill.notes


@pytest.mark.parametrize(
    ("of_cluster", "of_pool", "zones"),
    [
        ({"location": "us-central1"}, {"nodeLocations": ["us-central1-a"]}, 1),
        ({"location": "us-central1", "nodeLocations": ["us-central1-a", "us-central1-b"]}, {}, 2),
        ({"nodeLocations": ["us-central1-b"]}, {}, 2),
        ({"nodeLocations": ["us-central1-a", "us-central1-b"]}, {}, 2),
        ({}, {"nodeLocations": ["us-central1-b", "us-central1-c"]}, 2),
        ({"location": "us-central1"}, {"placementPolicy": {"type": "COMPACT"}}, 1),
    ],
    ids=["own list", "list of a regional cluster", "beside the cluster's zone", "with the cluster's zone", "instead of it", "side by side"],
)
def test_counts_are_those_of_one_zone(bill_of, cluster, pool, of_cluster, of_pool, zones):
    bill = bill_of(cluster(**of_cluster), pool(E2, nodeCount=2, **of_pool))
    assert next(line.quantity for line in bill.lines if line.resource == "p") == 2 * zones * 730


def test_an_exported_state_says_which_zones_a_pool_and_a_cluster_have(bill_of, cluster, pool):
    regional = Resource(
        "gcp:container/cluster:Cluster",
        "c",
        cluster(location="us-central1").inputs,
        outputs={"nodeLocations": ["us-central1-a", "us-central1-b"]},
    )
    made = Resource("gcp:container/nodePool:NodePool", "p", pool(E2, nodeCount=2).inputs, outputs={"nodeLocations": ["US-CENTRAL1-A"]})
    for record, zones in (((regional, pool(E2, nodeCount=2)), 2), ((regional, made), 1)):
        assert next(line.quantity for line in bill_of(*record).lines if line.resource == "p") == 2 * zones * 730


def test_a_pool_finds_its_cluster_by_id_by_its_name_in_the_program_and_by_dependency(bill_of, cluster, pool):
    named = Resource("gcp:container/cluster:Cluster", "c", {"location": "us-central1-a", "removeDefaultNodePool": True}, urn="urn:c")
    path = pool(E2, nodeCount=1, cluster="projects/p/locations/us-central1-a/clusters/elsewhere")
    unknown = Resource(
        "gcp:container/nodePool:NodePool", "p", {"cluster": UNKNOWN, "nodeCount": 1, "nodeConfig": E2}, dependencies=("urn:c",)
    )
    for record in ((path,), (named, pool(E2, nodeCount=1)), (named, unknown), (cluster(), pool(E2, nodeCount=1, cluster=UNKNOWN))):
        assert [line.quantity for line in bill_of(*record).lines if line.resource == "p"] == [730, 100]


def test_an_autoscaled_pool_shows_least_expected_and_most(bill_of, cluster, pool):
    scaled = pool(E2, initialNodeCount=2, autoscaling={"minNodeCount": 1, "maxNodeCount": 5})
    line = next(line for line in bill_of(cluster(location="us-central1"), scaled).lines if line.resource == "p")
    hour = Decimal("0.033506")
    assert (line.minimum_usd, line.usd_per_month, line.maximum_usd) == (3 * 730 * hour, 6 * 730 * hour, 15 * 730 * hour)


@pytest.mark.parametrize(
    ("inputs", "usage", "nodes"),
    [
        ({"autoscaling": {"minNodeCount": 0, "maxNodeCount": 4}}, {}, 12),
        ({"autoscaling": {"minNodeCount": 1, "maxNodeCount": 4}}, {}, 3),
        ({"autoscaling": {"totalMinNodeCount": 0, "totalMaxNodeCount": 4}}, {}, 4),
        ({"autoscaling": {"totalMinNodeCount": 2, "totalMaxNodeCount": 4, "minNodeCount": 0, "maxNodeCount": 0}}, {}, 2),
        ({"autoscaling": {"minNodeCount": 0, "maxNodeCount": 4}}, {"nodes": 2.5}, Decimal("7.5")),
        ({"autoscaling": {"totalMinNodeCount": 1, "totalMaxNodeCount": 9}}, {"total_nodes": 2.5, "nodes": 9}, Decimal("2.5")),
        ({"initialNodeCount": 0, "autoscaling": [{"minNodeCount": 0, "maxNodeCount": 2}]}, {}, 6),
        ({"nodeCount": 9, "autoscaling": {"minNodeCount": 1, "maxNodeCount": 2}}, {}, 6),
        ({"nodeCount": "2"}, {}, 6),
        ({"nodeCount": 2.0, "autoscaling": {}}, {"nodes": 1}, 3),
    ],
    ids=[
        "maximum",
        "minimum",
        "total",
        "totals of a state",
        "usage",
        "usage over all zones",
        "initial zero",
        "clamped",
        "text",
        "usage before inputs",
    ],
)
def test_the_expected_nodes_are_those_of_the_usage_else_those_stated_else_a_limit(bill_of, cluster, pool, inputs, usage, nodes):
    bill = bill_of(cluster(location="us-central1"), pool(E2, **inputs), **({"p": usage} if usage else {}))
    assert next(line.quantity for line in bill.lines if line.resource == "p") == nodes * 730


def test_a_pool_that_nobody_counts_is_unpriced_and_an_empty_one_is_free(bill_of, cluster, pool):
    unstated, empty = bill_of(cluster(), pool(E2)), bill_of(cluster(), pool(E2, nodeCount=0))
    assert [gap.reason for gap in unstated.unpriced] == ["Nodes: no node count is stated; say nodes in the usage"]
    assert [free.reason for free in empty.free] == ["has 0 nodes"]
    assert not empty.is_lower_bound


def test_spot_nodes_pay_spot_rates_for_machines_and_local_ssd_and_the_full_rate_for_boot_disks(lines_of, cluster, pool):
    node = {"machineType": "n2-standard-4", "spot": True, "localSsdCount": 2, "diskType": "pd-ssd", "diskSizeGb": 50}
    assert lines_of(cluster(), pool(node, nodeCount=1)) == {
        "Nodes (n2-standard-4)": Decimal("0.09212") * 730,
        "Local SSD of nodes": Decimal("0.0428") * 2 * 375,
        "Boot disks of nodes (pd-ssd)": Decimal("0.17") * 50,
    }


def test_gpus_are_added_to_n1_and_never_to_machines_that_hold_them(lines_of, cluster, pool):
    t4 = pool({"machineType": "n1-standard-4", "guestAccelerators": [{"type": "nvidia-tesla-t4", "count": 2}]}, nodeCount=1)
    a2 = pool({"machineType": "a2-highgpu-1g", "guestAccelerators": [{"type": "nvidia-tesla-a100", "count": 1}]}, nodeCount=1)
    assert lines_of(cluster(), t4)["GPUs of nodes (nvidia-tesla-t4)"] == Decimal("0.35") * 2 * 730
    assert lines_of(cluster(), a2) == {
        "Nodes (a2-highgpu-1g)": Decimal("3.673385") * 730,
        "Boot disks of nodes (pd-balanced)": BOOT,
    }


@pytest.mark.parametrize("machine_type", ["a3-highgpu-8g", "a2-ultragpu-1g", "z3-highmem-88", "c4-standard-8-lssd"])
def test_local_ssd_that_a_machine_type_bundles_is_not_added(lines_of, cluster, pool, machine_type):
    node = {"machineType": machine_type, "ephemeralStorageLocalSsdConfig": {"localSsdCount": 2}}
    assert "Local SSD of nodes" not in lines_of(cluster(), pool(node, nodeCount=1))


@pytest.mark.parametrize(
    ("machine_type", "disk"),
    [
        ("n2-standard-4", "pd-balanced"),
        ("n4-standard-4", "hyperdisk-balanced"),
        ("n4-custom-4-16384", "hyperdisk-balanced"),
        ("a3-ultragpu-8g", "hyperdisk-balanced"),
        ("a3-highgpu-8g", "pd-balanced"),
        ("ct6e-standard-4t", "hyperdisk-balanced"),
        ("ct5lp-hightpu-4t", "pd-balanced"),
        ("n1-highmem-2", "pd-balanced"),
    ],
)
def test_a_boot_disk_nobody_states_is_the_one_that_gke_takes_for_the_machine(lines_of, cluster, pool, machine_type, disk):
    assert f"Boot disks of nodes ({disk})" in lines_of(cluster(), pool({"machineType": machine_type}, nodeCount=1))


def test_a_boot_disk_block_says_type_size_and_what_is_provisioned(lines_of, cluster, pool):
    boot = {"diskType": "hyperdisk-balanced", "sizeGb": 200, "provisionedIops": 5000, "provisionedThroughput": 240}
    lines = lines_of(cluster(), pool({"machineType": "n4-standard-4", "bootDisk": boot}, nodeCount=1))
    assert lines["Boot disks of nodes (hyperdisk-balanced)"] == Decimal("0.08") * 200
    assert lines["Boot disks of nodes (hyperdisk-balanced): provisioned IOPS"] == Decimal("0.005") * 2000
    assert lines["Boot disks of nodes (hyperdisk-balanced): provisioned throughput"] == Decimal("0.04") * 100


def test_a_slice_of_several_hosts_is_one_pool_in_one_zone(bill_of, cluster, pool):
    node = {"machineType": "ct5lp-hightpu-4t"}
    bill = bill_of(cluster(location="us-central1"), pool(node, placementPolicy={"type": "COMPACT", "tpuTopology": "4x4"}))
    assert [line.quantity for line in bill.lines if line.resource == "p"] == [16 * 730, 4 * 100]
    assert ("p", "no node count is stated: counted as one slice of 4 hosts") in bill.notes


def test_a_slice_takes_its_topology_from_its_workload_policy(bill_of, cluster, pool):
    policy = Resource(
        "gcp:compute/resourcePolicy:ResourcePolicy",
        "w",
        {"name": "slice", "workloadPolicy": {"type": "HIGH_THROUGHPUT", "acceleratorTopology": "2x4x4"}},
    )
    tpu = pool({"machineType": "tpu7x-standard-4t"}, placementPolicy={"type": "COMPACT", "policyName": "slice"})
    bill = bill_of(cluster(location="us-central1"), policy, tpu)
    assert next(line.quantity for line in bill.lines if line.unit == "chip-hour") == 32 * 730


def test_flex_start_and_queued_pools_pay_the_flex_start_rate(lines_of, cluster, pool):
    node = {"machineType": "a2-highgpu-1g"}
    scaling = {"minNodeCount": 0, "maxNodeCount": 2}
    flex = lines_of(cluster(), pool({**node, "flexStart": True}, autoscaling=scaling), p={"nodes": 1, "monthly_hrs": 100})
    queued = lines_of(cluster(), pool(node, autoscaling=scaling, queuedProvisioning={"enabled": True}), p={"nodes": 1, "monthly_hrs": 100})
    assert flex == queued
    assert flex["Nodes (a2-highgpu-1g)"] == Decimal("2.02038") * 100
    assert flex["Boot disks of nodes (pd-balanced)"] == pytest.approx(BOOT * 100 / 730)


def test_a_reservation_of_the_record_pays_for_the_machines_and_one_from_elsewhere_bills_them_at_the_full_rate(lines_of, cluster, pool):
    affinity = {"consumeReservationType": "SPECIFIC_RESERVATION", "key": "compute.googleapis.com/reservation-name"}
    node = {
        "machineType": "a2-highgpu-1g",
        "reservationAffinity": {**affinity, "values": ["projects/p/reservations/r/reservationBlocks/b"]},
    }
    held = {
        "name": "r",
        "zone": "us-central1-a",
        "specificReservation": {"count": 1, "instanceProperties": {"machineType": "a2-highgpu-1g"}},
    }
    own = Resource("gcp:compute/reservation:Reservation", "reserved", held)
    rate = Decimal("3.673385")
    assert lines_of(cluster(), pool(node, nodeCount=2)) == {
        "Nodes (a2-highgpu-1g)": rate * 2 * 730,
        "Boot disks of nodes (pd-balanced)": BOOT * 2,
    }
    assert lines_of(cluster(), own, pool(node, nodeCount=1)) == {"Boot disks of nodes (pd-balanced)": BOOT}
    assert lines_of(cluster(), own, pool(node, nodeCount=3))["Nodes (a2-highgpu-1g)"] == rate * 2 * 730


def test_a_committed_share_is_billed_for_every_hour_and_the_rest_as_it_runs(lines_of, cluster, pool):
    commitment = {"term": "1y", "coverage": 0.5}
    lines = lines_of(cluster(), pool({"machineType": "a2-highgpu-1g"}, nodeCount=2), p={"monthly_hrs": 365, "commitment": commitment})
    machines = sum(amount for name, amount in lines.items() if name.startswith("Nodes"))
    assert machines == Decimal("2.314207") * 730 + Decimal("3.673385") * 365


def test_external_addresses_are_billed_where_the_inputs_say_that_nodes_are_not_private(lines_of, cluster, pool):
    public = {"networkConfig": {"enablePrivateNodes": False}}
    assert lines_of(cluster(), pool(E2, nodeCount=2, **public))["External addresses of nodes"] == Decimal("0.005") * 2 * 730
    spot = {**E2, "spot": True}
    assert lines_of(cluster(), pool(spot, nodeCount=2, **public))["External addresses of nodes"] == Decimal("0.0025") * 2 * 730
    private = cluster(privateClusterConfig={"enablePrivateNodes": True})
    assert "External addresses of nodes" not in lines_of(private, pool(E2, nodeCount=2))
    assert "External addresses of nodes" not in lines_of(cluster(), pool(E2, nodeCount=2))


def test_nodes_on_sole_tenant_nodes_are_billed_with_their_group(lines_of, cluster, pool):
    affinities = {"nodeAffinities": [{"key": "compute.googleapis.com/node-group-name", "operator": "IN", "values": ["g"]}]}
    for node in ({**E2, "nodeGroup": "g"}, {**E2, "soleTenantConfig": affinities}):
        assert lines_of(cluster(), pool(node, nodeCount=1)) == {"Boot disks of nodes (pd-balanced)": BOOT}


def test_boot_disks_in_a_storage_pool_are_billed_as_the_pool(lines_of, cluster, pool):
    node = {**E2, "storagePools": ["projects/p/zones/us-central1-a/storagePools/s"]}
    assert list(lines_of(cluster(), pool(node, nodeCount=1))) == ["Nodes (e2-medium)"]


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (
            {**E2, "confidentialNodes": {"enabled": True}},
            "Confidential nodes: the fee of Confidential VM for each vCPU and GiB is not in the price tables",
        ),
        (
            {**E2, "secondaryBootDisks": [{"diskImage": "global/images/models"}]},
            "Secondary boot disks of nodes: a disk made from models is as large as the image, which is not stated",
        ),
        ({"machineType": UNKNOWN}, "nodeConfig[0].machineType is not known before the resources it depends on exist"),
        ({**E2, "diskSizeGb": -1}, "nodeConfig[0].diskSizeGb is -1; a number from 0 to 10^15 is needed"),
        ({**E2, "diskSizeGb": [1]}, "nodeConfig[0].diskSizeGb is [1]; a number is needed"),
    ],
)
def test_what_has_no_price_or_cannot_be_read_is_named(bill_of, cluster, pool, node, reason):
    assert [gap.reason for gap in bill_of(cluster(), pool(node, nodeCount=1)).unpriced] == [reason]


def test_a_pool_of_an_autopilot_cluster_is_not_priced(bill_of, cluster, pool):
    bill = bill_of(cluster(enableAutopilot=True, location="us-central1"), pool(E2, nodeCount=1))
    assert [(free.resource, free.reason) for free in bill.free] == [("p", "its cluster is Autopilot, which bills pods and not nodes")]


def test_a_pool_without_a_place_is_unpriced(bill_of, pool):
    reasons = [gap.reason for gap in bill_of(pool(E2, nodeCount=1)).unpriced]
    assert reasons == ["names no region, nor does its provider: set gcp:region or say --region"]


def test_a_machine_type_may_be_a_url_and_custom(lines_of, cluster, pool):
    custom = {"machineType": "projects/p/zones/us-central1-a/machineTypes/n2-custom-4-16384"}
    lines = lines_of(cluster(), pool(custom, nodeCount=1))
    assert "Nodes (n2-custom-4-16384): vCPUs" in lines


def test_the_pools_of_a_published_sample_come_to_the_hours_and_disks_that_it_states(bill_of, cluster, pool):
    """Source: the sample output for GKE node pools of Infracost's open-source engine, commit 0fa620cb, with the disk type that it assumes."""
    disk = {"diskType": "pd-standard"}
    two = ["us-central1-a", "us-central1-b"]
    regional = cluster(location="us-central1")
    sampled = {
        "autoscaling": ({"autoscaling": {"minNodeCount": 2, "maxNodeCount": 10}}, {}, 4380, 600, "146.76", "24.00"),
        "initial": ({"initialNodeCount": 4}, {}, 8760, 1200, "293.51", "48.00"),
        "locations": ({"nodeCount": 2, "nodeLocations": two}, {}, 2920, 400, "97.84", "16.00"),
        "usage": ({"nodeCount": 3, "nodeLocations": two}, {"nodes": 4}, 5840, 800, "195.67", "32.00"),
    }
    for inputs, usage, hours, gib, machines, disks in sampled.values():
        bill = bill_of(regional, pool({**E2, **disk}, **inputs), **({"p": usage} if usage else {}))
        lines = [line for line in bill.lines if line.resource == "p"]
        assert [line.quantity for line in lines] == [hours, gib]
        assert [line.usd_per_month for line in lines] == [pytest.approx(Decimal(usd), abs=Decimal("0.01")) for usd in (machines, disks)]


def test_windows_nodes_pay_a_licence_for_each_vcpu(lines_of, cluster, pool):
    windows = {"machineType": "n2-standard-4", "imageType": "WINDOWS_LTSC_CONTAINERD"}
    assert lines_of(cluster(), pool(windows, nodeCount=1))["Nodes licence (windows)"] == Decimal("0.046") * 4 * 730


def test_two_pools_never_count_on_the_same_reserved_machines(lines_of, cluster, pool):
    affinity = {"consumeReservationType": "SPECIFIC_RESERVATION", "key": "compute.googleapis.com/reservation-name", "values": ["r"]}
    node = {"machineType": "a2-highgpu-1g", "reservationAffinity": affinity}
    held = {
        "name": "r",
        "zone": "us-central1-a",
        "specificReservation": {"count": 1, "instanceProperties": {"machineType": "a2-highgpu-1g"}},
    }
    record = (
        cluster(),
        Resource("gcp:compute/reservation:Reservation", "r", held),
        pool(node, "p", nodeCount=1),
        pool(node, "q", nodeCount=1),
    )
    billed = [name for of in ("p", "q") for name in lines_of(*record, of=of) if name.startswith("Nodes")]
    assert billed == ["Nodes (a2-highgpu-1g)"]


def test_a_booked_block_from_elsewhere_bills_its_own_rate_where_the_usage_calls_it_calendar(lines_of, cluster, pool):
    affinity = {"consumeReservationType": "SPECIFIC_RESERVATION", "key": "compute.googleapis.com/reservation-name", "values": ["booked"]}
    booked = pool({"machineType": "a4-highgpu-8g", "reservationAffinity": affinity}, nodeCount=2)
    assert lines_of(cluster(), booked, p={"term": "calendar"})["Nodes (a4-highgpu-8g)"] == Decimal("90.216") * 2 * 730
    assert lines_of(cluster(), booked)["Nodes (a4-highgpu-8g)"] > Decimal("120") * 2 * 730


def test_a_draft_of_a_reservation_pays_for_no_node(lines_of, cluster, pool):
    affinity = {"consumeReservationType": "SPECIFIC_RESERVATION", "key": "compute.googleapis.com/reservation-name", "values": ["r"]}
    node = {"machineType": "a2-highgpu-1g", "reservationAffinity": affinity}
    ordered = {
        "name": "r",
        "zone": "us-central1-a",
        "specificSkuProperties": {"totalCount": "1", "instanceProperties": {"machineType": "a2-highgpu-1g"}},
    }
    draft, sent = (
        Resource("gcp:compute/futureReservation:FutureReservation", "r", {**ordered, "planningStatus": status})
        for status in ("DRAFT", "SUBMITTED")
    )
    assert lines_of(cluster(), draft, pool(node, nodeCount=1))["Nodes (a2-highgpu-1g)"] == Decimal("3.673385") * 730
    assert "Nodes (a2-highgpu-1g)" not in lines_of(cluster(), sent, pool(node, nodeCount=1))


def test_tier_1_networking_of_nodes_has_no_rate_here(bill_of, cluster, pool):
    fast = {"networkConfig": {"networkPerformanceConfig": {"totalEgressBandwidthTier": "TIER_1"}}}
    assert [gap.reason for gap in bill_of(cluster(), pool(E2, nodeCount=1, **fast)).unpriced] == [
        "Tier_1 networking: its price for each machine is not in the price tables"
    ]


def test_what_was_assumed_is_said_in_whole_numbers(bill_of, cluster, pool):
    scaled = pool({**E2, "diskType": "pd-ssd"}, autoscaling={"minNodeCount": 0.0, "maxNodeCount": 4.0})
    assert [text for name, text in bill_of(cluster(), scaled).notes if name == "p"][:2] == [
        "autoscaled; counted at its maximum of 4 nodes: say nodes in the usage to count others",
        "Boot disks of nodes: 100 GiB, as GKE takes where nothing is stated",
    ]
    plain = bill_of(cluster(), pool({"machineType": "n4-standard-4"}, nodeCount=1.0)).notes
    assert ("p", "Boot disks of nodes: hyperdisk-balanced and 100 GiB, as GKE takes where nothing is stated") in plain
