"""Every rule, on a failing, a passing, an absent and an unknown case, as plain records and through the engine's proxy."""

from __future__ import annotations

import pytest
from pulumi_policy.proxy import unknown_checking_proxy

from policies.pack import ALL, engine_policies
from policies.rule import Outcome, Props, Unknown

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
F, P, U = Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN

CASES = {
    "node-boot-disk-cmek": [
        ({"nodeConfig": {"bootDiskKmsKey": ""}}, F),
        ({"nodeConfig": {"bootDiskKmsKey": "projects/p/locations/l/keyRings/r/cryptoKeys/k"}}, P),
        ({}, F),
        ({"nodeConfig": {"bootDiskKmsKey": UNKNOWN}}, P),
    ],
    "bucket-cmek": [
        ({"encryption": {"defaultKmsKeyName": None}}, F),
        ({"encryption": {"defaultKmsKeyName": "k"}}, P),
        ({}, F),
        ({"encryption": {"defaultKmsKeyName": UNKNOWN}}, P),
    ],
    "cluster-secrets-encryption": [
        ({"databaseEncryption": {"state": "DECRYPTED"}}, F),
        ({"databaseEncryption": {"state": "ENCRYPTED", "keyName": "k"}}, P),
        ({}, F),
        ({"databaseEncryption": {"state": UNKNOWN, "keyName": "k"}}, U),
        ({"databaseEncryption": {"state": "ENCRYPTED"}}, F),
    ],
    "kms-key-rotation": [
        ({"rotationPeriod": "8640000s"}, F),
        ({"rotationPeriod": "7776000s"}, P),
        ({}, F),
        ({"rotationPeriod": UNKNOWN}, U),
        ({"purpose": "ASYMMETRIC_SIGN"}, P),
        ({"versionTemplate": {"protectionLevel": "EXTERNAL"}}, P),
        ({"rotationPeriod": "90 days"}, F),
    ],
    "cluster-private-nodes": [
        ({"privateClusterConfig": {"enablePrivateNodes": False}}, F),
        ({"privateClusterConfig": {"enablePrivateNodes": True}}, P),
        ({}, F),
        ({"privateClusterConfig": {"enablePrivateNodes": UNKNOWN}}, U),
    ],
    "firewall-no-public-ingress": [
        ({"allows": [{"protocol": "tcp"}], "sourceRanges": ["10.0.0.0/8", "0.0.0.0/0"]}, F),
        ({"allows": [{"protocol": "tcp"}], "sourceRanges": ["10.0.0.0/8"]}, P),
        ({"allows": [{"protocol": "tcp"}]}, F),
        ({"allows": [{"protocol": "tcp"}], "sourceRanges": UNKNOWN}, U),
        ({"denies": [{"protocol": "all"}], "sourceRanges": ["0.0.0.0/0"]}, P),
        ({"allows": [{"protocol": "tcp"}], "sourceTags": ["web"]}, P),
        ({"allows": [{"protocol": "tcp"}], "direction": "EGRESS"}, P),
    ],
    "iam-project-no-basic-roles": [
        ({"role": "roles/editor"}, F),
        ({"role": "roles/container.developer"}, P),
        ({}, P),
        ({"role": UNKNOWN}, U),
    ],
    "node-dedicated-service-account": [
        ({"nodeConfig": {"serviceAccount": "123-compute@developer.gserviceaccount.com"}}, F),
        ({"nodeConfig": {"serviceAccount": "nodes@p.iam.gserviceaccount.com"}}, P),
        ({}, F),
        ({"nodeConfig": {"serviceAccount": UNKNOWN}}, U),
    ],
    "node-gke-metadata-server": [
        ({"nodeConfig": {"workloadMetadataConfig": {"mode": "GCE_METADATA"}}}, F),
        ({"nodeConfig": {"workloadMetadataConfig": {"mode": "GKE_METADATA"}}}, P),
        ({}, F),
        ({"nodeConfig": {"workloadMetadataConfig": {"mode": UNKNOWN}}}, U),
    ],
    "bucket-uniform-access": [
        ({"uniformBucketLevelAccess": False}, F),
        ({"uniformBucketLevelAccess": True}, P),
        ({}, F),
        ({"uniformBucketLevelAccess": UNKNOWN}, U),
    ],
    "bucket-public-access-prevention": [
        ({"publicAccessPrevention": "inherited"}, F),
        ({"publicAccessPrevention": "enforced"}, P),
        ({}, F),
        ({"publicAccessPrevention": UNKNOWN}, U),
    ],
}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_a_rule_judges_failing_passing_absent_and_unknown_properties(rule):
    for props, expected in CASES[rule.id]:
        for resource_type in rule.on:
            assert rule.judge(resource_type, props)[0] is expected, props
            assert rule.judge(resource_type, unknown_checking_proxy(props))[0] is expected, f"through the engine's proxy: {props}"


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_a_rule_leaves_other_types_alone(rule):
    assert rule.judge("gcp:compute/disk:Disk", {}) == (Outcome.NOT_APPLICABLE, "")


def test_every_rule_says_how_to_mend_it_and_where_it_comes_from():
    for rule in ALL:
        assert rule.title, rule.id
        assert rule.fix, rule.id
        assert rule.references, rule.id
        assert rule.severity in {"critical", "high", "medium", "low", "info"}, rule.id


def test_the_engine_gets_every_rule_under_its_own_name():
    assert [policy.name for policy in engine_policies()] == [rule.id for rule in ALL]


def test_reading_below_an_unknown_value_is_unknown_rather_than_absent():
    with pytest.raises(Unknown, match="nodeConfig"):
        Props({"nodeConfig": UNKNOWN}).get("nodeConfig.bootDiskKmsKey")


def test_reading_below_a_value_that_is_no_mapping_is_absent():
    assert Props({"nodeConfig": None}).get("nodeConfig.bootDiskKmsKey") is None
    assert Props({"allows": "tcp"}).items("allows") == ()
