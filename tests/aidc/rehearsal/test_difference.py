"""What a change means: in place or by replacement, and at which path."""

from __future__ import annotations

import pytest

from aidc.rehearsal.cloud import UNKNOWN, Cloud
from aidc.rehearsal.errors import Difference

NODE_POOL = "gcp:container/nodePool:NodePool"
POOL = {"name": "n", "cluster": "c", "location": "us-central1", "nodeConfig": {"machineType": "a3-highgpu-8g", "labels": {"a": "b"}}}


@pytest.fixture
def diff():
    cloud = Cloud(project="p")
    return lambda type_, old, new, **more: cloud.diff(type_, "id", old, {}, new, **more)


def pool(**config):
    return {**POOL, "nodeConfig": {**POOL["nodeConfig"], **config}}


def test_no_change_is_no_difference(diff):
    assert diff(NODE_POOL, POOL, dict(POOL)) == Difference(False, (), {})


def test_the_bridges_own_list_of_defaults_is_no_difference(diff):
    assert diff(NODE_POOL, {**POOL, "__defaults": ["name"]}, {**POOL, "__defaults": []}).changes is False


def test_a_number_and_the_same_number_as_text_are_no_difference(diff):
    assert diff(NODE_POOL, {**POOL, "nodeCount": 3}, {**POOL, "nodeCount": "3"}).changes is False


def test_nothing_and_an_empty_list_are_no_difference(diff):
    assert diff(NODE_POOL, POOL, {**POOL, "nodeLocations": []}).changes is False


def test_a_machine_type_changes_in_place(diff):
    assert diff(NODE_POOL, POOL, pool(machineType="a3-megagpu-8g")) == Difference(True, (), {"nodeConfig.machineType": "update"})


def test_turning_to_spot_replaces_the_pool(diff):
    answer = diff(NODE_POOL, POOL, pool(spot=True))
    assert answer == Difference(True, ("nodeConfig.spot",), {"nodeConfig.spot": "add-replace"})


def test_an_identity_change_replaces(diff):
    assert diff(NODE_POOL, POOL, {**POOL, "cluster": "d"}).detailed == {"cluster": "update-replace"}


def test_a_block_that_comes_replaces_when_something_in_it_does(diff):
    answer = diff(NODE_POOL, POOL, pool(reservationAffinity={"consumeReservationType": "NO_RESERVATION"}))
    assert answer.replaces == ("nodeConfig.reservationAffinity",)


def test_map_entries_are_told_one_by_one(diff):
    answer = diff(NODE_POOL, POOL, pool(labels={"a": "c", "x.y/z": "1"}))
    assert answer.detailed == {"nodeConfig.labels.a": "update", 'nodeConfig.labels["x.y/z"]': "add"}


def test_list_elements_are_told_by_index(diff):
    answer = diff(NODE_POOL, {**POOL, "nodeLocations": ["a", "b"]}, {**POOL, "nodeLocations": ["a", "c", "d"]})
    assert answer.detailed == {"nodeLocations[1]": "update", "nodeLocations[2]": "add"}


def test_a_set_in_another_order_is_no_difference(diff):
    firewall = "gcp:compute/firewall:Firewall"
    rules = [{"protocol": "tcp", "ports": ["22"]}, {"protocol": "icmp"}]
    assert diff(firewall, {"network": "n", "allows": rules}, {"network": "n", "allows": rules[::-1]}).changes is False


def test_a_value_not_known_yet_is_a_change(diff):
    assert diff(NODE_POOL, POOL, {**POOL, "cluster": UNKNOWN}).replaces == ("cluster",)


def test_ignored_changes_are_ignored_with_all_below_them(diff):
    assert diff(NODE_POOL, POOL, pool(spot=True, labels={}), ignore_changes=["nodeConfig"]).changes is False
    assert diff(NODE_POOL, POOL, pool(spot=True), ignore_changes=["nodeConfig.labels"]).changes is True


def test_without_old_inputs_the_old_outputs_are_compared():
    answer = Cloud(project="p").diff("gcp:compute/network:Network", "id", {}, {"name": "a"}, {"name": "b"})
    assert answer.replaces == ("name",)


def test_labels_replace_a_batch_that_cannot_be_updated(diff):
    batch = "gcp:dataproc/batch:Batch"
    assert diff(batch, {"batchId": "b", "labels": {"a": "1"}}, {"batchId": "b", "labels": {"a": "2"}}).replaces == ("labels.a",)


def test_types_outside_the_table_replace_by_what_was_seen_on_the_real_provider(diff):
    subscription = "gcp:pubsub/subscription:Subscription"
    assert diff(subscription, {"name": "s", "topic": "t"}, {"name": "s", "topic": "u"}).replaces == ("topic",)
    assert diff(subscription, {"topic": "t", "ackDeadlineSeconds": 10}, {"topic": "t", "ackDeadlineSeconds": 20}).replaces == ()
