"""Check fills in what the bridge fills in: defaults, names, and the list of both."""

from __future__ import annotations

import pytest

from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.defaults import as_kind, generated_name
from aidc.rehearsal.values import DEFAULTS, SECRET, SIGNATURE

URN = "urn:pulumi:dev::aidc::gcp:compute/network:Network::Train"


@pytest.fixture
def fill():
    cloud = Cloud(project="p", region="us-central1")

    def fill(type_, inputs, **more):
        checked = cloud.check(type_, inputs, **more)
        assert checked.failures == ()
        return checked.inputs

    return fill


def test_defaults_are_added_and_listed(fill):
    inputs = fill(
        "gcp:kms/cryptoKey:CryptoKey", {"name": "k", "keyRing": "r", "versionTemplate": {"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION"}}
    )
    assert inputs["purpose"] == "ENCRYPT_DECRYPT"
    assert inputs[DEFAULTS] == ["purpose"]
    assert inputs["versionTemplate"] == {
        "algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION",
        "protectionLevel": "SOFTWARE",
        DEFAULTS: ["protectionLevel"],
    }


def test_what_the_program_gave_is_kept(fill):
    assert fill("gcp:storage/bucket:Bucket", {"name": "b", "location": "US", "storageClass": "NEARLINE"})["storageClass"] == "NEARLINE"


def test_a_default_stays_away_where_its_rival_is_given(fill):
    cluster = "gcp:container/cluster:Cluster"
    assert fill(cluster, {"name": "c", "location": "l"})["enableShieldedNodes"] is True
    assert "enableShieldedNodes" not in fill(cluster, {"name": "c", "location": "l", "enableAutopilot": True})


def test_a_cluster_is_protected_from_deletion_unless_told_otherwise(fill):
    assert fill("gcp:container/cluster:Cluster", {"name": "c", "location": "l"})["deletionProtection"] is True


def test_a_missing_name_is_made_from_the_resources_own_name_and_the_seed(fill):
    first = fill("gcp:compute/network:Network", {}, urn=URN, random_seed=b"1")
    assert first["name"].startswith("train-")
    assert len(first["name"]) == len("train-") + 7
    assert "name" in first[DEFAULTS]
    assert first["name"] == fill("gcp:compute/network:Network", {}, urn=URN, random_seed=b"1")["name"]
    assert first["name"] != fill("gcp:compute/network:Network", {}, urn=URN, random_seed=b"2")["name"]


def test_a_name_made_once_is_kept_by_later_checks(fill):
    old = fill("gcp:compute/network:Network", {}, urn=URN, random_seed=b"1")
    assert fill("gcp:compute/network:Network", {}, urn=URN, random_seed=b"2", old_inputs=old)["name"] == old["name"]


def test_a_name_that_the_program_used_to_give_is_not_taken_for_a_generated_one(fill):
    old = fill("gcp:compute/network:Network", {"name": "given"}, urn=URN)
    assert fill("gcp:compute/network:Network", {}, urn=URN, old_inputs=old)["name"] != "given"


def test_a_name_prefix_leaves_the_name_to_the_cloud(fill):
    assert "name" not in fill("gcp:container/nodePool:NodePool", {"cluster": "c", "namePrefix": "pool-"})


def test_numbers_and_texts_take_the_schemas_kind(fill):
    pool = fill(
        "gcp:container/nodePool:NodePool",
        {"name": "n", "cluster": "c", "nodeCount": "3", "nodeConfig": {"spot": "true", "labels": {"a": "b"}}},
    )
    assert pool["nodeCount"] == 3.0
    assert pool["nodeConfig"]["spot"] is True
    lustre = {"instanceId": "i", "location": "l", "filesystem": "f", "network": "n", "capacityGib": 18000.0}
    assert fill("gcp:lustre/instance:Instance", lustre)["capacityGib"] == "18000"


def test_a_secret_stays_in_its_box(fill):
    box = {SIGNATURE: SECRET, "value": "words"}
    assert fill("gcp:secretmanager/secretVersion:SecretVersion", {"secret": "s", "secretData": box})["secretData"] == box


def test_types_outside_the_table_get_the_defaults_seen_on_the_real_provider(fill):
    assert fill("gcp:pubsub/subscription:Subscription", {"name": "s", "topic": "t"})["messageRetentionDuration"] == "604800s"


def test_checking_twice_adds_nothing(fill):
    once = fill(
        "gcp:compute/routerNat:RouterNat", {"name": "n", "router": "r", "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES"}
    )
    assert fill("gcp:compute/routerNat:RouterNat", once) == {**once, DEFAULTS: []}


@pytest.mark.parametrize(
    ("kind", "value", "converted"),
    [
        ("integer", "3", 3.0),
        ("string", 3.0, "3"),
        ("string", 0.5, "0.5"),
        ("string", True, "true"),
        ("boolean", "false", False),
        ("number", "x", "x"),
    ],
)
def test_scalars_convert_where_they_can(kind, value, converted):
    assert as_kind(kind, value) == converted


def test_a_resource_without_urn_is_named_after_its_type():
    assert generated_name("gcp:organizations/project:Project", "", b"").startswith("gcp-organizations-project-")
