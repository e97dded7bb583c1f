"""What somebody does to the cloud behind Pulumi's back."""

from __future__ import annotations

import pytest

from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.drift import delete_by_hand, label_by_hand

NETWORK, BUCKET, SUBNETWORK = "gcp:compute/network:Network", "gcp:storage/bucket:Bucket", "gcp:compute/subnetwork:Subnetwork"


@pytest.fixture
def cloud():
    return Cloud(project="shop-project", region="us-central1")


@pytest.fixture
def resources(cloud):
    """The state of a network, a subnetwork in it and a labelled bucket, all of which exist."""

    def created(type_, name, inputs, **rest):
        identity, outputs = cloud.create(type_, {"name": name, **inputs})
        item = {"urn": f"urn:pulumi:dev::shop::{type_}::{name}", "type": type_, "id": identity, "custom": True}
        return {**item, "inputs": {"name": name, **inputs}, "outputs": outputs, **rest}

    network = created(NETWORK, "main", {"autoCreateSubnetworks": False})
    within = {"network": network["id"], "ipCidrRange": "10.0.0.0/20", "region": "us-central1"}
    subnetwork = created(SUBNETWORK, "nodes", within, dependencies=[network["urn"]])
    return [network, subnetwork, created(BUCKET, "shop-data", {"location": "US", "labels": {"team": "shop"}})]


def test_the_last_resource_that_nothing_needs_is_deleted(cloud, resources):
    assert delete_by_hand(cloud, resources) == resources[2]["urn"]
    assert cloud.read(BUCKET, resources[2]["id"]) is None


def test_a_protected_resource_and_one_that_others_need_are_left_alone(cloud, resources):
    resources[2]["protect"] = True
    assert delete_by_hand(cloud, resources) == resources[1]["urn"]
    assert cloud.read(NETWORK, resources[0]["id"]) is not None


def test_what_the_cloud_refuses_to_delete_is_left_alone(cloud, resources):
    unaware = [{**resources[0], "dependencies": []}]
    assert delete_by_hand(cloud, unaware) == "", "the subnetwork still uses it"


def test_a_label_is_added_to_the_first_labelled_resource(cloud, resources):
    assert label_by_hand(cloud, resources) == resources[2]["urn"]
    _, inputs, _ = cloud.read(BUCKET, resources[2]["id"])
    assert inputs["labels"] == {"team": "shop", "changed": "by-hand"}


def test_without_labels_nothing_is_changed(cloud, resources):
    before = cloud.everything()
    assert label_by_hand(cloud, resources[:2]) == ""
    assert cloud.everything() == before
