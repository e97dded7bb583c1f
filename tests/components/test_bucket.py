"""Buckets: uniform access, no public access, and nothing that the user did not ask for."""

from __future__ import annotations

import pytest

BUCKET = "gcp:storage/bucket:Bucket"
KEY = "projects/acme-lab/locations/us-central1/keyRings/r/cryptoKeys/buckets"


@pytest.fixture
def bucket(declare, plan_of):
    """Declare one bucket and return its resource."""

    def run(key=KEY, deletion_guard=True, **fields):
        [planned] = plan_of(deletion_guard=deletion_guard, buckets=[{"name": "data", "tier": "hot", **fields}]).buckets

        def program():
            from components.bucket import Bucket

            Bucket(planned, project="acme-lab", key=key)

        return declare(program).only(BUCKET)

    return run


def test_a_plain_bucket_is_closed_and_encrypted_and_nothing_else(bucket):
    assert bucket().inputs == {
        "name": "acme-lab-lab-data",
        "project": "acme-lab",
        "location": "US-CENTRAL1",
        "storageClass": "STANDARD",
        "uniformBucketLevelAccess": True,
        "publicAccessPrevention": "enforced",
        "forceDestroy": False,
        "softDeletePolicy": {"retentionDurationSeconds": 604800.0},
        "encryption": {"defaultKmsKeyName": KEY},
        "labels": {"stack": "lab", "environment": "dev", "managed-by": "aidc"},
    }
    assert "encryption" not in bucket(key=None).inputs


@pytest.mark.parametrize(
    ("fields", "inputs"),
    [
        ({"hierarchical_namespace": True}, {"hierarchicalNamespace": {"enabled": True}, "uniformBucketLevelAccess": True}),
        ({"autoclass": True}, {"autoclass": {"enabled": True}}),
        ({"versioning": True}, {"versioning": {"enabled": True}}),
        ({"soft_delete_days": 0}, {"softDeletePolicy": {"retentionDurationSeconds": 0.0}}),
        ({"retention_days": 2}, {"retentionPolicy": {"retentionPeriod": "172800", "isLocked": False}}),
        (
            {"retention_days": 2, "retention_locked": True, "yes_lock_retention_for_ever": True},
            {"retentionPolicy": {"retentionPeriod": "172800", "isLocked": True}},
        ),
        (
            {"dual_region": ["us-central1", "us-east1"]},
            {"location": "US", "customPlacementConfig": {"dataLocations": ["US-CENTRAL1", "US-EAST1"]}},
        ),
        (
            {"lifecycle": [{"after_days": 30, "move_to": "cold"}, {"after_days": 90, "delete": True}]},
            {
                "lifecycleRules": [
                    {"action": {"type": "SetStorageClass", "storageClass": "COLDLINE"}, "condition": {"age": 30.0}},
                    {"action": {"type": "Delete"}, "condition": {"age": 90.0}},
                ]
            },
        ),
        ({"force_destroy": True}, {"forceDestroy": True}),
    ],
)
def test_what_is_asked_for_is_sent(fields, inputs, bucket):
    assert inputs.items() <= bucket(**fields).inputs.items()


@pytest.mark.parametrize(
    ("guard", "force", "protected"), [(True, False, True), (True, True, False), (False, False, False), (False, True, False)]
)
def test_a_bucket_is_protected_unless_it_may_be_thrown_away(guard, force, protected, bucket):
    assert bucket(deletion_guard=guard, force_destroy=force).options.get("protect", False) is protected
