"""Buckets: uniform access, no public access, and nothing that the user did not ask for."""

from __future__ import annotations

import pytest

BUCKET = "gcp:storage/bucket:Bucket"
CACHE = "gcp:storage/anywhereCache:AnywhereCache"
KEY = "projects/acme-lab/locations/us-central1/keyRings/r/cryptoKeys/buckets"


@pytest.fixture
def declared(declare, plan_of):
    """Declare one bucket and return all that it asks for."""

    def run(key=KEY, deletion_guard=True, **fields):
        [planned] = plan_of(deletion_guard=deletion_guard, buckets=[{"name": "data", **fields}]).buckets

        def program():
            from components.bucket import Bucket

            Bucket(planned, project="acme-lab", key=key)

        return declare(program)

    return run


@pytest.fixture
def bucket(declared):
    """Declare one bucket and return its resource."""
    return lambda **fields: declared(**{"tier": "hot", **fields}).only(BUCKET)


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
            {"dual_region": ["us-central1", "us-east4"]},
            {"location": "US", "customPlacementConfig": {"dataLocations": ["US-CENTRAL1", "US-EAST4"]}},
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
        ({"dual_region": ["us-central1", "us-east1"]}, {"location": "NAM4"}),
        (
            {"tier": "rapid", "zone": "us-central1-b"},
            {
                "location": "US-CENTRAL1",
                "storageClass": "RAPID",
                "customPlacementConfig": {"dataLocations": ["US-CENTRAL1-B"]},
                "hierarchicalNamespace": {"enabled": True},
                "uniformBucketLevelAccess": True,
                "softDeletePolicy": {"retentionDurationSeconds": 0.0},
                "encryption": {"defaultKmsKeyName": KEY},
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


def test_a_cache_serves_its_zone_waits_for_the_bucket_and_says_nothing_deprecated(declared):
    found = declared(tier="hot", caches=[{"zone": "us-central1-b", "ttl_hours": 2, "ingest_on_write": True}])
    cache = found.only(CACHE)
    assert cache.inputs == {"bucket": "acme-lab-lab-data", "zone": "us-central1-b", "ttl": "7200s", "ingestOnWrite": True}
    assert found.only(BUCKET).urn in cache.dependencies, "so it goes before the bucket, which could not be deleted with it"
    assert cache.options.get("protect", False) is False, "a copy holds nothing that could be lost"


def test_of_somebody_elses_bucket_only_the_caches_are_made(declared):
    found = declared(existing="acme-corpus", caches=[{"zone": "us-central1-a"}])
    assert [resource.type for resource in found.resources if resource.custom and ":providers:" not in resource.type] == [CACHE]
    assert found.only(CACHE).inputs["bucket"] == "acme-corpus"
