"""Previews know what real previews know; what exists has the links, addresses and identities of the real thing."""

from __future__ import annotations

import pytest

from aidc.rehearsal import facts, outputs
from aidc.rehearsal.cloud import UNKNOWN, Cloud

CLUSTER = "gcp:container/cluster:Cluster"
PLACE = {"project": "p", "region": "us-central1", "zone": "us-central1-a"}


@pytest.fixture
def cloud():
    return Cloud(**PLACE)


def existing(type_, **inputs):
    cloud = Cloud(**PLACE)
    return cloud.create(type_, inputs)


def test_a_preview_knows_the_project_but_no_link(cloud):
    network = cloud.preview("gcp:compute/network:Network", {"name": "n"})
    assert (network["id"], network["selfLink"], network["name"], network["project"]) == (UNKNOWN, UNKNOWN, "n", "p")


def test_a_preview_hides_the_bridges_list_of_defaults(cloud):
    assert "__defaults" not in cloud.preview("gcp:compute/network:Network", {"name": "n", "__defaults": []})


def test_a_preview_marks_the_computed_part_of_a_given_block(cloud):
    given = {"dnsEndpointConfig": {"allowExternalTraffic": False}}
    cluster = cloud.preview(CLUSTER, {"name": "c", "location": "us-central1", "controlPlaneEndpointsConfig": given})
    assert cluster["controlPlaneEndpointsConfig"]["dnsEndpointConfig"] == {"allowExternalTraffic": False, "endpoint": UNKNOWN}
    instance = cloud.preview("gcp:filestore/instance:Instance", {"name": "f", "networks": [{"network": "n"}]})
    assert instance["networks"] == [{"network": "n", "ipAddresses": UNKNOWN, "reservedIpRange": UNKNOWN}]


def test_a_preview_leaves_the_given_inputs_alone(cloud):
    inputs = {"name": "f", "networks": [{"network": "n"}]}
    cloud.preview("gcp:filestore/instance:Instance", inputs)
    assert inputs == {"name": "f", "networks": [{"network": "n"}]}


def test_a_service_accounts_address_is_known_beforehand(cloud):
    account = cloud.preview("gcp:serviceaccount/account:Account", {"accountId": "trainer"})
    assert account["email"] == "trainer@p.iam.gserviceaccount.com"
    assert account["member"] == "serviceAccount:trainer@p.iam.gserviceaccount.com"
    assert account["uniqueId"] == UNKNOWN


def test_labels_carry_the_providers_own_label(cloud):
    bucket = cloud.preview("gcp:storage/bucket:Bucket", {"name": "b", "location": "US", "labels": {"team": "a"}})
    assert bucket["effectiveLabels"] == {"team": "a", "goog-pulumi-provisioned": "true"}


def test_a_network_has_the_self_link_of_the_compute_api():
    identity, network = existing("gcp:compute/network:Network", name="n")
    assert identity == "projects/p/global/networks/n"
    assert network["selfLink"] == "https://www.googleapis.com/compute/v1/projects/p/global/networks/n"
    assert network["numericId"].isdigit()


def test_a_subnetwork_has_the_first_address_as_gateway():
    cloud = Cloud(**PLACE)
    cloud.create("gcp:compute/network:Network", {"name": "n"})
    _, subnetwork = cloud.create("gcp:compute/subnetwork:Subnetwork", {"name": "s", "network": "n", "ipCidrRange": "10.4.0.0/20"})
    assert subnetwork["gatewayAddress"] == "10.4.0.1"


def test_a_cluster_has_endpoints_a_certificate_and_a_version():
    identity, cluster = existing(CLUSTER, name="c", location="us-central1")
    assert identity == "projects/p/locations/us-central1/clusters/c"
    assert cluster["name"] == "c"
    assert cluster["masterAuth"]["clusterCaCertificate"].startswith("LS0tLS1CRUdJTi")
    assert cluster["controlPlaneEndpointsConfig"]["dnsEndpointConfig"]["endpoint"].endswith(".us-central1.gke.goog")
    assert cluster["endpoint"].count(".") == 3
    assert cluster["nodeLocations"] == ["us-central1-a", "us-central1-b", "us-central1-c"]


def test_a_given_value_wins_over_a_computed_one():
    _, cluster = existing(CLUSTER, name="c", location="us-central1", nodeLocations=["us-central1-f"], minMasterVersion="1.34")
    assert cluster["nodeLocations"] == ["us-central1-f"]
    assert cluster["masterVersion"] == "1.34"


def test_a_node_pool_has_one_instance_group_in_each_zone():
    cloud = Cloud(**PLACE)
    cloud.create(CLUSTER, {"name": "c", "location": "us-central1"})
    pool = {
        "name": "train",
        "cluster": "c",
        "location": "us-central1",
        "nodeLocations": ["us-central1-a", "us-central1-b"],
        "nodeCount": 2.0,
    }
    _, answer = cloud.create("gcp:container/nodePool:NodePool", pool)
    assert [url.split("/")[8] for url in answer["instanceGroupUrls"]] == ["us-central1-a", "us-central1-b"]
    assert all("/instanceGroupManagers/gke-c-train-" in url for url in answer["managedInstanceGroupUrls"])


def test_the_same_resource_gets_the_same_values_and_another_one_others():
    one, again, other = (existing(CLUSTER, name=name, location="us-central1")[1] for name in ("c", "c", "d"))
    assert one == again
    assert one["endpoint"] != other["endpoint"]


def test_a_service_identity_names_the_agent_that_google_uses():
    _, identity = existing("gcp:projects/serviceIdentity:ServiceIdentity", service="file.googleapis.com")
    assert identity["email"].endswith("@cloud-filer.iam.gserviceaccount.com")
    assert identity["member"] == f"serviceAccount:{identity['email']}"


@pytest.mark.parametrize("type_", sorted(facts.by_type("properties")))
def test_every_type_can_be_previewed_and_created(type_):
    inputs = {"cluster": "c", "name": "n", "location": "us-central1", "parent": "organizations/1"}
    assert outputs.planned(type_, inputs, PLACE)["id"] == UNKNOWN
    assert outputs.created(type_, "projects/p/things/t", inputs, {**PLACE, "location": "us-central1"})["id"] == "projects/p/things/t"


def test_no_created_resource_has_unknown_parts():
    for type_ in facts.by_type("properties"):
        assert UNKNOWN not in repr(outputs.created(type_, "projects/p/things/t", {"name": "n"}, {**PLACE, "location": "us-central1"}))
