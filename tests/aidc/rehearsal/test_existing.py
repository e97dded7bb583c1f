"""What a blueprint calls existing stands in the simulated cloud before the stack is built, and belongs to no stack."""

from __future__ import annotations

import pytest

from aidc.blueprint import load_object
from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.existing import existing, stand_existing

SITE = {"project": "acme-ai", "project_number": 123456789012, "region": "europe-west4", "zones": ["europe-west4-a"]}
SHARED = {
    "project": "acme-host",
    "network": "shared",
    "subnet": "gke",
    "pods_range": "p",
    "services_range": "s",
    "private_services_range": "psa",
}
RANGES = {"nodes": "10.8.0.0/20", "pods": "10.12.0.0/14", "services": "10.9.0.0/20"}


def _plan(**sections):
    pool = {"name": "system", "machine_type": "n2-standard-8", "nodes": {"min": 1, "max": 3}}
    return load_object({"name": "reg", "environment": "dev", "site": SITE, "cpu_pools": [pool], **sections}).plan


@pytest.fixture(scope="module")
def shared_network():
    return _plan(network={"cidr": "10.64.0.0/16", "existing": SHARED, "ranges": RANGES})


def test_a_stack_that_brings_nothing_takes_nothing_for_granted():
    assert list(existing(_plan())) == []


def test_a_shared_network_stands_with_its_subnet_ranges_and_peering(shared_network):
    types = [type_.rpartition(":")[2] for type_, _ in existing(shared_network)]
    assert types == ["Network", "Subnetwork", "GlobalAddress", "Connection"]
    subnet = dict(existing(shared_network))["gcp:compute/subnetwork:Subnetwork"]
    assert subnet["network"] == "projects/acme-host/global/networks/shared"
    assert subnet["secondaryIpRanges"] == [
        {"rangeName": "p", "ipCidrRange": "10.12.0.0/14"},
        {"rangeName": "s", "ipCidrRange": "10.9.0.0/20"},
    ]


def test_an_existing_cluster_stands_where_the_blueprint_says():
    plan = _plan(cluster={"existing": {"name": "theirs", "location": "europe-west4-b"}})
    [(type_, inputs)] = list(existing(plan))
    assert type_ == "gcp:container/cluster:Cluster"
    assert (inputs["name"], inputs["location"]) == ("theirs", "europe-west4-b")


def test_existing_keys_stand_on_one_ring():
    ring = "projects/keys/locations/europe-west4/keyRings/r"
    plan = _plan(keys={"existing": {"etcd": f"{ring}/cryptoKeys/a", "disks": f"{ring}/cryptoKeys/b"}})
    assert [type_.rpartition(":")[2] for type_, _ in existing(plan)] == ["KeyRing", "CryptoKey", "CryptoKey"]


def test_what_exists_is_found_and_counts_for_no_stack(shared_network):
    cloud = Cloud(project="acme-ai", region="europe-west4")
    stand_existing(cloud, shared_network)
    assert cloud.read("gcp:compute/network:Network", "projects/acme-host/global/networks/shared") is not None
    assert cloud.everything() == {}, "a destroy must not be blamed for what was there before"


def test_what_stands_already_stays_as_it_is(shared_network):
    cloud = Cloud(project="acme-ai", region="europe-west4")
    cloud.create("gcp:compute/network:Network", {"name": "shared", "project": "acme-host", "autoCreateSubnetworks": False, "mtu": 1500})
    stand_existing(cloud, shared_network)
    found = cloud.read("gcp:compute/network:Network", "projects/acme-host/global/networks/shared")
    assert found is not None
    assert found[1]["mtu"] == 1500


def test_a_reservation_that_pools_name_and_nobody_here_makes_stands_as_large_as_they_need():
    on = {"mode": "reservation", "reservation": "theirs"}
    own = {"mode": "reservation", "reservation": "own"}
    elsewhere = {"mode": "reservation", "reservation": "far", "reservation_project": "acme-host"}
    shape = {"machine_type": "n2-standard-8", "nodes": 2, "zones": ["europe-west4-a"]}
    pools = [{"name": f"p{index}", **shape, "capacity": capacity} for index, capacity in enumerate((on, on, own, elsewhere))]
    held = {"name": "own", "kind": "specific", "machine_type": "n2-standard-8", "machines": 2}
    assert list(existing(_plan(cpu_pools=pools, reservations=[held]))) == [
        (
            "gcp:compute/reservation:Reservation",
            {
                "name": "theirs",
                "project": "acme-ai",
                "zone": "europe-west4-a",
                "specificReservationRequired": True,
                "specificReservation": {"count": 4, "instanceProperties": {"machineType": "n2-standard-8"}},
            },
        )
    ]


def test_a_bucket_of_somebody_else_stands_in_the_region_of_the_site():
    plan = _plan(buckets=[{"name": "corpus", "existing": "acme-corpus"}, {"name": "own", "tier": "hot"}])
    assert list(existing(plan)) == [
        (
            "gcp:storage/bucket:Bucket",
            {"name": "acme-corpus", "project": "acme-ai", "location": "EUROPE-WEST4", "uniformBucketLevelAccess": True},
        )
    ]
