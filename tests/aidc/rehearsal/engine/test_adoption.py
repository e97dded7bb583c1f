"""Which resource another stack adopts, and the import file that says so."""

from __future__ import annotations

from aidc.rehearsal.adoption import candidate, import_file, urn_in

STACK = {"urn": "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", "type": "pulumi:pulumi:Stack"}
PROVIDER = {"urn": "urn:pulumi:dev::shop::pulumi:providers:gcp::google", "type": "pulumi:providers:gcp", "custom": True, "id": "1"}
STORE = {"urn": "urn:pulumi:dev::shop::shop:Store::store", "type": "shop:Store", "parent": STACK["urn"]}
TOPIC = {
    "urn": "urn:pulumi:dev::shop::gcp:pubsub/topic:Topic::news",
    "type": "gcp:pubsub/topic:Topic",
    "custom": True,
    "id": "projects/p/topics/news",
    "parent": STACK["urn"],
}
BUCKET = {
    "urn": "urn:pulumi:dev::shop::shop:Store$gcp:storage/bucket:Bucket::data",
    "type": "gcp:storage/bucket:Bucket",
    "custom": True,
    "id": "shop-data",
    "parent": STORE["urn"],
}
RESOURCES = [STACK, PROVIDER, TOPIC, STORE, BUCKET]


def test_a_type_that_people_know_is_adopted_first():
    assert candidate(RESOURCES) == BUCKET


def test_any_other_resource_of_the_cloud_will_do():
    assert candidate([STACK, PROVIDER, STORE, TOPIC]) == TOPIC


def test_a_stack_without_resources_of_the_cloud_has_nothing_to_adopt():
    assert candidate([STACK, PROVIDER, STORE]) is None


def test_the_components_around_a_resource_come_with_it():
    assert import_file(BUCKET, RESOURCES) == {
        "resources": [
            {"type": "shop:Store", "name": "0", "logicalName": "store", "component": True},
            {"type": "gcp:storage/bucket:Bucket", "name": "1", "logicalName": "data", "id": "shop-data", "parent": "0"},
        ]
    }


def test_a_resource_of_the_stack_itself_comes_alone():
    assert import_file(TOPIC, RESOURCES) == {
        "resources": [{"type": "gcp:pubsub/topic:Topic", "name": "0", "logicalName": "news", "id": "projects/p/topics/news"}]
    }


def test_the_same_resource_has_another_urn_in_another_stack():
    assert urn_in("prod", BUCKET["urn"]) == "urn:pulumi:prod::shop::shop:Store$gcp:storage/bucket:Bucket::data"
