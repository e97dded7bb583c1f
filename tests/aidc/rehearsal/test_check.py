"""Check refuses what the provider's schema refuses, in its own words and with the property's path."""

from __future__ import annotations

import pytest

from aidc.rehearsal.check import failures_of
from aidc.rehearsal.cloud import UNKNOWN, Cloud
from aidc.rehearsal.errors import Failure
from aidc.rehearsal.schema import Property, schema_of
from aidc.rehearsal.values import SECRET, SIGNATURE

NETWORK = "gcp:compute/network:Network"
NODE_POOL = "gcp:container/nodePool:NodePool"
CLUSTER = "gcp:container/cluster:Cluster"


@pytest.fixture
def check():
    cloud = Cloud(project="p", region="us-central1", zone="us-central1-a")
    return lambda type_, **inputs: cloud.check(type_, inputs).failures


def test_a_misspelt_property_is_refused_with_the_nearest_spelling(check):
    assert check(NETWORK, name="n", autoCreateSubnetwork=False) == (
        Failure(
            "autoCreateSubnetwork",
            "Invalid or unknown key 'autoCreateSubnetwork'. Did you mean 'autoCreateSubnetworks'?",
            "unknown property",
        ),
    )


def test_a_misspelt_property_deep_inside_is_named_by_its_path(check):
    pool = {"cluster": "c", "nodeConfig": {"guestAccelerators": [{"type": "nvidia-h100-80gb", "count": 8, "gpuPartitionsize": "x"}]}}
    [failure] = check(NODE_POOL, **pool)
    assert failure.property == "nodeConfig.guestAccelerators[0].gpuPartitionsize"
    assert failure.reason.endswith("Did you mean 'gpuPartitionSize'?")


def test_the_clusters_own_pool_settings_are_checked_like_those_of_a_node_pool(check):
    [failure] = check(CLUSTER, name="c", location="us-central1", nodeConfig={"machineTyp": "n2-standard-4"})
    assert failure.property == "nodeConfig.machineTyp"


def test_maps_take_any_key(check):
    assert check(NODE_POOL, cluster="c", nodeConfig={"labels": {"any.key/at-all": "x"}, "metadata": {"whatever": "y"}}) == ()


def test_a_missing_required_property_is_named(check):
    assert check(NODE_POOL, name="n") == (Failure("cluster", "Missing required property 'cluster'.", "missing required"),)


def test_a_null_is_the_same_as_nothing(check):
    assert check(NETWORK, name="n", notAProperty=None, description=None) == ()


def test_a_text_that_is_a_number_passes_for_a_number_and_the_reverse(check):
    assert check(NODE_POOL, cluster="c", nodeCount="3") == ()
    assert check("gcp:lustre/instance:Instance", instanceId="i", location="l", filesystem="f", network="n", capacityGib=18000.0) == ()


def test_a_text_that_is_no_number_ends_the_check_of_the_whole_resource(check):
    assert check(NODE_POOL, nodeCount="three") == (Failure("", "nodeCount: 'three' is not a number.", "wrong type"),)


def test_a_text_that_is_no_truth_value_ends_the_check_of_the_whole_resource(check):
    assert check(NETWORK, autoCreateSubnetworks="no") == (Failure("", "autoCreateSubnetworks: 'no' is not true or false.", "wrong type"),)


def test_a_block_must_be_an_object_and_a_scalar_no_list(check):
    assert check(NODE_POOL, cluster=["c"], nodeConfig="text") == (
        Failure("cluster", "cluster must be a single string, got a list.", "wrong type"),
        Failure("nodeConfig", "nodeConfig must be an object, got 'text'.", "wrong type"),
    )


def test_a_single_text_passes_for_a_list_of_texts(check):
    assert check(NODE_POOL, cluster="c", nodeLocations="us-central1-a") == ()


def test_a_wrong_element_is_named_by_its_index_in_a_list_but_not_in_a_set(check):
    [in_list] = check("gcp:billing/budget:Budget", billingAccount="b", amount={"lastPeriodAmount": True}, thresholdRules="text")
    [in_set] = check("gcp:compute/firewall:Firewall", name="f", network="n", allows="text")
    assert (in_list.property, in_set.property) == ("thresholdRules[0]", "allows")


def test_a_block_of_which_there_is_one_may_be_given_as_a_list_of_one_but_not_of_two(check):
    assert check(NODE_POOL, cluster="c", management=[{"autoRepair": True}]) == ()
    [failure] = check(NODE_POOL, cluster="c", management=[{}, {}])
    assert failure.reason == "Too many list items: management takes at most 1, 2 were given."


def test_map_values_are_single_values(check):
    [failure] = check("gcp:storage/bucket:Bucket", name="b", location="US", labels={"team": ["a"]})
    assert (failure.property, failure.kind) == ("labels.team", "wrong type")


def test_unknown_values_pass_wherever_they_stand(check):
    assert (
        check(
            NODE_POOL, cluster=UNKNOWN, nodeCount=UNKNOWN, nodeConfig=UNKNOWN, nodeLocations=[UNKNOWN], management={"autoRepair": UNKNOWN}
        )
        == ()
    )


def test_secrets_are_judged_by_what_is_inside_the_box(check):
    def boxed(value):
        return {SIGNATURE: SECRET, "value": value}

    version = "gcp:secretmanager/secretVersion:SecretVersion"
    assert check(version, secret="s", secretData=boxed("words")) == ()
    [failure] = check(version, secret="s", secretData=boxed(["words"]))
    assert failure.kind == "wrong type"


def test_an_enumeration_that_the_provider_checks_refuses_other_words(check):
    [failure] = check("gcp:compute/firewall:Firewall", name="f", network="n", allows=[{"protocol": "tcp"}], direction="INWARDS")
    assert failure == Failure("direction", "expected direction to be one of ['INGRESS', 'EGRESS'], got INWARDS", "not in enumeration")


def test_properties_that_exclude_each_other_are_both_named(check):
    failures = check("gcp:compute/router:Router", name="r", network="n", nccGateway="g")
    assert [(failure.property, failure.kind) for failure in failures] == [("nccGateway", "conflict"), ("network", "conflict")]
    assert failures[0].reason == "nccGateway conflicts with network. Set only one of them."


def test_exactly_one_of_a_group_must_be_given(check):
    data = {"dataScanId": "d", "location": "l", "executionSpec": {"trigger": {"onDemand": {}}}, "data": {"resource": "r"}}
    none = check("gcp:dataplex/datascan:Datascan", **data)
    both = check("gcp:dataplex/datascan:Datascan", **data, dataProfileSpec={}, dataQualitySpec={})
    group = {"dataDiscoverySpec", "dataDocumentationSpec", "dataProfileSpec", "dataQualitySpec"}
    assert {failure.property for failure in none} == group == {failure.property for failure in both}
    assert {failure.kind for failure in none} == {"one of required"}
    assert {failure.kind for failure in both} == {"conflict"}


def test_at_least_one_of_a_group_must_be_given_where_its_block_is(check):
    assert check(CLUSTER, name="c", location="l") == ()
    failures = check(CLUSTER, name="c", location="l", addonsConfig={})
    assert "addonsConfig.gcsFuseCsiDriverConfig" in {failure.property for failure in failures}
    assert check(CLUSTER, name="c", location="l", addonsConfig={"gcsFuseCsiDriverConfig": {"enabled": True}}) == ()


def test_a_value_not_known_yet_counts_as_given_in_a_group(check):
    assert (
        check(
            "gcp:dataplex/datascan:Datascan",
            dataScanId="d",
            location="l",
            executionSpec={"trigger": {"onDemand": {}}},
            data={"resource": "r"},
            dataProfileSpec=UNKNOWN,
        )
        == ()
    )


def test_what_only_the_cloud_decides_cannot_be_set(check):
    [failure] = check(NETWORK, name="n", selfLink="x")
    assert failure == Failure("selfLink", "Can't configure a value for 'selfLink': its value is decided by Google Cloud.", "other")


def test_timeouts_are_the_engines_and_pass(check):
    assert check(NETWORK, name="n", timeouts={"create": "10m"}) == ()


def test_a_type_that_no_package_has_is_refused(check):
    assert check("gcp:pubsub/topci:Topci") == (
        Failure("", "The installed packages have no resource type gcp:pubsub/topci:Topci.", "other"),
    )


def test_types_outside_the_tables_are_checked_against_the_installed_package(check):
    [failure] = check("gcp:pubsub/subscription:Subscription", name="s", topic="t", ackDeadlineSecond=10)
    assert failure.reason == "Invalid or unknown key 'ackDeadlineSecond'. Did you mean 'ackDeadlineSeconds'?"


def test_every_failure_is_told_at_once(check):
    failures = check(NODE_POOL, nodeCount=-1, nodeLocation=["a"], nodeConfig={"diskTyp": "x"})
    assert {failure.property for failure in failures} == {"cluster", "nodeCount", "nodeLocation", "nodeConfig.diskTyp"}


def test_judging_needs_no_more_than_a_schema():
    schema = Property(path="", kind="object", children={"size": Property(path="size", kind="integer", required=True)})
    assert failures_of(schema, {}) == (Failure("size", "Missing required property 'size'.", "missing required"),)
    assert failures_of(schema, {"size": 1.0}) == ()


def test_every_type_of_the_property_table_has_a_schema():
    from aidc.rehearsal import facts

    for type_ in facts.by_type("properties"):
        schema = schema_of(type_)
        assert schema is not None
        assert schema.children
