"""Where buckets may lie: the same pairs as the catalogue, written down a second time and compared; and what excludes what."""

from __future__ import annotations

import pytest

from aidc.catalog.bucket_pairs import CONFIGURABLE_REGIONS, PREDEFINED_PAIRS
from aidc.rehearsal import facts
from aidc.rehearsal.bucket_places import BUCKET, CACHE, refuse_misplaced
from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.errors import CloudError

PLAIN = {"name": "data", "location": "US-CENTRAL1", "uniformBucketLevelAccess": True}
RAPID = {
    **PLAIN,
    "storageClass": "RAPID",
    "customPlacementConfig": {"dataLocations": ["US-CENTRAL1-A"]},
    "hierarchicalNamespace": {"enabled": True},
    "softDeletePolicy": {"retentionDurationSeconds": 0.0},
}
ZONE = "The RAPID storage class needs a bucket in one zone of its location: name it in customPlacementConfig.dataLocations."


def _refused(inputs, type_=BUCKET, entries=None):
    with pytest.raises(CloudError) as refused:
        refuse_misplaced(type_, inputs, entries or {})
    return refused.value.message.removeprefix("googleapi: Error 400: ").removesuffix(", invalid")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"customPlacementConfig": None}, ZONE),
        ({"customPlacementConfig": {"dataLocations": ["US-CENTRAL1-A", "US-CENTRAL1-B"]}}, ZONE),
        ({"customPlacementConfig": {"dataLocations": ["US-EAST4-A"]}}, ZONE),
        ({"customPlacementConfig": {"dataLocations": ["US-CENTRAL1"]}}, ZONE),
        ({"hierarchicalNamespace": None}, "The RAPID storage class needs a hierarchical namespace."),
        (
            {"softDeletePolicy": {"retentionDurationSeconds": 604800.0}},
            "A bucket of the RAPID storage class has no soft delete: set softDeletePolicy.retentionDurationSeconds to 0.",
        ),
        (
            {"softDeletePolicy": None},
            "A bucket of the RAPID storage class has no soft delete: set softDeletePolicy.retentionDurationSeconds to 0.",
        ),
        (
            {"lifecycleRules": [{"action": {"type": "SetStorageClass", "storageClass": "COLDLINE"}}]},
            "Objects of the RAPID storage class cannot change their class.",
        ),
        ({"uniformBucketLevelAccess": False}, "A hierarchical namespace needs uniform bucket-level access."),
        ({"versioning": {"enabled": True}}, "versioning is not available with a hierarchical namespace."),
        ({"autoclass": {"enabled": True}}, "autoclass is not available with a hierarchical namespace."),
        ({"retentionPolicy": {"retentionPeriod": "10"}}, "retentionPolicy is not available with a hierarchical namespace."),
    ],
)
def test_a_zonal_bucket_is_refused_with_what_excludes_it(wrong, message):
    assert _refused({**RAPID, **wrong}) == message
    refuse_misplaced(BUCKET, RAPID, {})


@pytest.mark.parametrize(
    ("location", "regions", "taken"),
    [
        ("US", ["US-CENTRAL1", "US-EAST4"], True),
        ("US", ["US-CENTRAL1", "US-EAST1"], False),
        ("US", ["US-CENTRAL1"], False),
        ("US", ["US-CENTRAL1", "EUROPE-WEST1"], False),
        ("EU", ["EUROPE-WEST1", "EUROPE-WEST2"], False),
        ("NAM4", ["US-CENTRAL1", "US-EAST1"], False),
        ("US-CENTRAL1", ["US-CENTRAL1-A"], False),
    ],
)
def test_a_bucket_names_regions_only_where_their_pair_is_configurable(location, regions, taken):
    inputs = {**PLAIN, "location": location, "customPlacementConfig": {"dataLocations": regions}}
    if taken:
        refuse_misplaced(BUCKET, inputs, {})
    else:
        assert _refused(inputs) == f"{' and '.join(region.lower() for region in regions)} are no configurable dual-region of {location}."


@pytest.mark.parametrize(
    ("bucket", "zone", "regions"),
    [
        (PLAIN, "us-east4-a", "us-central1"),
        ({**PLAIN, "location": "NAM4"}, "us-east4-a", "us-central1, us-east1"),
        (
            {**PLAIN, "location": "US", "customPlacementConfig": {"dataLocations": ["US-CENTRAL1", "US-EAST4"]}},
            "us-east1-b",
            "us-central1, us-east4",
        ),
    ],
)
def test_a_cache_stands_in_a_region_of_its_bucket(bucket, zone, regions):
    cloud = Cloud(project="acme-lab", region="us-central1", enforce_apis=False)
    cloud.create(BUCKET, bucket)
    with pytest.raises(CloudError, match=f"{zone} is not in {regions}"):
        cloud.create(CACHE, {"bucket": "data", "zone": zone})
    cloud.create(CACHE, {"bucket": "data", "zone": "us-central1-f"})


def test_a_zonal_bucket_takes_no_cache():
    cloud = Cloud(project="acme-lab", region="us-central1", enforce_apis=False)
    cloud.create(BUCKET, RAPID)
    with pytest.raises(CloudError, match=r"A bucket in one zone takes no cache\."):
        cloud.create(CACHE, {"bucket": "data", "zone": "us-central1-a"})


def test_a_bucket_goes_after_its_caches():
    cloud = Cloud(project="acme-lab", region="us-central1", enforce_apis=False)
    cloud.create(BUCKET, PLAIN)
    identity, _ = cloud.create(CACHE, {"bucket": "data", "zone": "us-central1-a"})
    with pytest.raises(CloudError, match="already being used by"):
        cloud.delete(BUCKET, "data")
    cloud.delete(CACHE, identity)
    cloud.delete(BUCKET, "data")
    assert cloud.everything() == {}


def test_the_facts_are_those_of_the_catalogue():
    found: dict[tuple[str, str], set[str]] = {}
    for row in facts.table("bucket_places"):
        found.setdefault((row["location"], row["kind"]), set()).add(row["region"])
    wanted = {(code, "configurable"): set(regions) for code, regions in CONFIGURABLE_REGIONS.items()}
    wanted |= {(code, "predefined"): set(regions) for regions, code in PREDEFINED_PAIRS.items()}
    assert found == wanted
