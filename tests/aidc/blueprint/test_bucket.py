"""Buckets: features that exclude each other, locks that are asked twice, and how data ages."""

from __future__ import annotations

import pytest

EXCLUDED = "is not available with hierarchical_namespace. Remove one of the two"
LOCK = "cannot be undone: nobody can ever shorten it or delete younger objects. Set yes_lock_retention_for_ever: true as well"
STEP = "a step either moves (move_to: cold) or deletes (delete: true)"
LOCKED = {"retention_days": 30, "retention_locked": True, "yes_lock_retention_for_ever": True}


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"tier": "lukewarm"}, "tier: 'lukewarm' is not one of rapid, hot, warm, cold, archive. Did you mean warm?", {"tier": "warm"}),
        ({"expected_tib": 0}, "expected_tib: 0 is out of range: more than 0", {"expected_tib": 0.5}),
        ({"hierarchical_namespace": True, "versioning": True}, f"versioning: {EXCLUDED}", {"hierarchical_namespace": True}),
        ({"hierarchical_namespace": True, "autoclass": True}, f"autoclass: {EXCLUDED}", {"autoclass": True}),
        ({"hierarchical_namespace": True, "retention_days": 3}, f"retention_days: {EXCLUDED}", {"retention_days": 3}),
        (
            {"tier": "warm", "autoclass": True},
            "autoclass: starts every object in the hot tier, not in warm. Set tier: hot or remove autoclass",
            {"tier": "hot", "autoclass": True},
        ),
        (
            {"autoclass": True, "lifecycle": [{"after_days": 1, "move_to": "cold"}]},
            "lifecycle: cannot move objects while autoclass does. Keep only delete steps or remove autoclass",
            {"autoclass": True, "lifecycle": [{"after_days": 1, "delete": True}]},
        ),
        ({"retention_days": 30, "retention_locked": True}, f"retention_locked: {LOCK}", LOCKED),
        (
            {"retention_locked": True, "yes_lock_retention_for_ever": True},
            "retention_days: retention_locked needs the days to lock",
            LOCKED,
        ),
        ({"lifecycle": [{"after_days": 1}]}, f"lifecycle[0]: {STEP}", {"lifecycle": [{"after_days": 1, "delete": True}]}),
        (
            {"lifecycle": [{"after_days": 1, "move_to": "cold", "delete": True}]},
            f"lifecycle[0]: {STEP}",
            {"lifecycle": [{"after_days": 1, "move_to": "cold"}]},
        ),
        (
            {"lifecycle": [{"after_days": 0, "delete": True}]},
            "lifecycle[0].after_days: 0 is out of range: at least 1",
            {"lifecycle": [{"after_days": 1, "delete": True}]},
        ),
        (
            {"tier": "cold", "lifecycle": [{"after_days": 1, "move_to": "cold"}]},
            "lifecycle[0].move_to: cold is not colder than the bucket's tier cold; objects only move to a colder one",
            {"tier": "cold", "lifecycle": [{"after_days": 1, "move_to": "archive"}]},
        ),
        ({"soft_delete_days": 3}, "soft_delete_days: 3 is not allowed; 0 switches it off, otherwise 7 to 90 days", {"soft_delete_days": 0}),
        ({"soft_delete_days": 91}, "soft_delete_days: 91 is out of range: at most 90", {"soft_delete_days": 90}),
        (
            {"dual_region": ["us-central1"]},
            "dual_region: needs two different regions, not 1",
            {"dual_region": ["us-central1", "us-east1"]},
        ),
        (
            {"dual_region": ["us-east1", "us-east1"]},
            "dual_region: needs two different regions, not 1",
            {"dual_region": ["us-east1", "us-east4"]},
        ),
        (
            {"dual_region": ["us-east1", "us-east1", "us-east4"]},
            "dual_region: needs two different regions, not 2",
            {"dual_region": ["us-east1", "us-east4"]},
        ),
        (
            {"dual_region": ["asia-east1", "europe-west2"]},
            "dual_region: Cloud Storage does not pair asia-east1 with europe-west2. asia-east1 pairs with asia-southeast1. "
            "europe-west2 pairs with europe-west1, europe-west3. Or use one region",
            {"dual_region": ["europe-west2", "europe-west1"]},
        ),
        (
            {"dual_region": ["me-west1", "northamerica-south1"]},
            "dual_region: Cloud Storage does not pair me-west1 with northamerica-south1. me-west1 pairs with no region. "
            "northamerica-south1 pairs with no region. Or use one region",
            {"dual_region": ["asia-east1", "asia-southeast1"]},
        ),
        (
            {"dual_region": ["us-central1", "us-moon1"]},
            "dual_region[1]: 'us-moon1' is not a known region.",
            {"dual_region": ["us-central1", "us-south1"]},
        ),
    ],
)
def test_a_bucket_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, bucket):
    assert problems(buckets=[bucket(**wrong)]) == [f"buckets[0].{message}"]
    assert problems(buckets=[bucket(**right)]) == []


def test_a_bucket_name_may_be_too_long_together_with_project_and_stack(problems, bucket):
    long, fits = bucket(name="b" * 34), bucket(name="b" * 33)
    assert problems(name="s" * 20, buckets=[long]) == [
        f"buckets[0].name: makes the bucket name 'acme-lab-{'s' * 20}-{'b' * 34}', 64 characters; at most 63. Shorten it by 1"
    ]
    assert problems(name="s" * 20, buckets=[fits]) == []


def test_two_buckets_have_two_names(problems, bucket):
    assert problems(buckets=[bucket(), bucket(tier="cold")]) == [
        "buckets[1].name: data is the name of buckets[0] already; a bucket needs a name of its own"
    ], "one problem, although their cloud names collide as well"


@pytest.mark.parametrize(
    ("tier", "storage_class"), [("hot", "STANDARD"), ("warm", "NEARLINE"), ("cold", "COLDLINE"), ("archive", "ARCHIVE")]
)
def test_the_tier_is_the_storage_class(tier, storage_class, plan_of, bucket):
    [planned] = plan_of(buckets=[bucket(tier=tier)]).buckets
    assert (planned.storage_class, planned.name, planned.location) == (storage_class, "acme-lab-lab-data", "US-CENTRAL1")


def test_days_become_seconds_and_tiers_classes(plan_of, bucket):
    steps = [{"after_days": 30, "move_to": "cold"}, {"after_days": 365, "delete": True}]
    [planned] = plan_of(buckets=[bucket(retention_days=2, soft_delete_days=0, lifecycle=steps)]).buckets
    assert (planned.retention_seconds, planned.soft_delete_seconds) == (172800, 0)
    assert [(step.after_days, step.storage_class) for step in planned.lifecycle] == [(30, "COLDLINE"), (365, "")]


@pytest.mark.parametrize(
    ("regions", "location"),
    [
        (["us-central1", "us-east4"], "US"),
        (["europe-west1", "europe-west4"], "EU"),
        (["asia-east1", "asia-southeast1"], "ASIA"),
        (["northamerica-northeast1", "northamerica-northeast2"], "CA"),
    ],
)
def test_a_bucket_in_two_regions_lies_in_their_multi_region(regions, location, plan_of, bucket):
    [planned] = plan_of(buckets=[bucket(dual_region=regions)]).buckets
    assert planned.location == location
    assert planned.data_locations == planned.dual_region == tuple(region.upper() for region in regions)


@pytest.mark.parametrize(
    ("regions", "location"),
    [(["us-central1", "us-east1"], "NAM4"), (["europe-west4", "europe-north1"], "EUR4"), (["asia-northeast2", "asia-northeast1"], "ASIA1")],
)
def test_a_predefined_pair_is_its_location_code_and_nothing_else(regions, location, plan_of, bucket):
    [planned] = plan_of(buckets=[bucket(dual_region=regions)]).buckets
    assert (planned.location, planned.data_locations, planned.key_location) == (location, (), location.lower())
    assert planned.dual_region == tuple(region.upper() for region in regions)


@pytest.mark.parametrize(
    ("guard", "force", "guarded"), [(True, False, True), (True, True, False), (False, False, False), (False, True, False)]
)
def test_a_bucket_is_guarded_unless_it_may_be_thrown_away(guard, force, guarded, plan_of, bucket):
    [planned] = plan_of(deletion_guard=guard, buckets=[bucket(force_destroy=force)]).buckets
    assert (planned.guarded, planned.force_destroy) == (guarded, force)


NO_NAMESPACE = "is not available on tier: rapid, which always has a hierarchical namespace. Remove it, or use another tier"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"versioning": True}, f"versioning: {NO_NAMESPACE}", {}),
        ({"autoclass": True}, f"autoclass: {NO_NAMESPACE}", {}),
        ({"retention_days": 3}, f"retention_days: {NO_NAMESPACE}", {}),
        (
            {"hierarchical_namespace": False},
            "hierarchical_namespace: is always on with tier: rapid. Remove it",
            {"hierarchical_namespace": True},
        ),
        (
            {"soft_delete_days": 7},
            "soft_delete_days: is not available on tier: rapid; what is deleted there is gone. Remove it, or use another tier",
            {"soft_delete_days": 0},
        ),
        (
            {"lifecycle": [{"after_days": 3, "move_to": "cold"}]},
            "lifecycle[0].move_to: objects of tier: rapid cannot change their class. Delete them instead, or use another tier",
            {"lifecycle": [{"after_days": 3, "delete": True}]},
        ),
        (
            {"dual_region": ["us-central1", "us-east4"]},
            "dual_region: tier: rapid lies in one zone. Name it with zone, or use another tier",
            {"zone": "us-central1-b"},
        ),
        (
            {"caches": [{"zone": "us-central1-a"}]},
            "caches: tier: rapid is as close as a cache already. Remove them, or use another tier",
            {"tier": "hot", "caches": [{"zone": "us-central1-a"}]},
        ),
        (
            {"tier": "hot", "zone": "us-central1-a"},
            "zone: goes with tier: rapid; a bucket of another tier lies in a region. Remove it",
            {"zone": "us-central1-a"},
        ),
        (
            {"zone": "us-east1-b"},
            "zone: 'us-east1-b' is not a zone of us-central1, the region of the site. Write it as us-central1-a",
            {"zone": "us-central1-f"},
        ),
        (
            {"tier": None},
            "tier: is missing: rapid, hot, warm, cold or archive; or name a bucket that is there already with existing",
            {"tier": None, "existing": "acme-corpus"},
        ),
    ],
)
def test_a_rapid_bucket_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, bucket):
    assert problems(buckets=[bucket(**{"tier": "rapid", **wrong})]) == [f"buckets[0].{message}"]
    assert problems(buckets=[bucket(**{"tier": "rapid", **right})]) == []


@pytest.mark.parametrize(("zone", "lies_in"), [(None, "us-central1-a"), ("us-central1-b", "us-central1-b")])
def test_a_rapid_bucket_lies_in_one_zone_by_default_that_of_the_accelerators(zone, lies_in, plan_of, bucket):
    [planned] = plan_of(buckets=[bucket(tier="rapid", zone=zone)]).buckets
    assert (planned.location, planned.data_locations, planned.zone) == ("US-CENTRAL1", (lies_in.upper(),), lies_in)
    assert (planned.storage_class, planned.hierarchical_namespace, planned.soft_delete_seconds) == ("RAPID", True, 0)
    assert planned.key == "buckets", "its key lies in its region"


@pytest.mark.parametrize(
    ("fields", "message", "right"),
    [
        (
            {"caches": [{"zone": "us-central1-a"}, {"zone": "us-central1-a"}]},
            "caches[1].zone: 'us-central1-a' has a cache of this bucket already; a bucket has one to a zone. Remove one of the two",
            {"caches": [{"zone": "us-central1-a"}, {"zone": "us-central1-b"}]},
        ),
        (
            {"caches": [{"zone": "us-east4-a"}]},
            "caches[0].zone: 'us-east4-a' is not a zone of us-central1, the region of the site. Write it as us-central1-a",
            {"caches": [{"zone": "us-east4-a"}], "dual_region": ["us-central1", "us-east4"]},
        ),
        (
            {"caches": [{"zone": "us-central1-a"}], "dual_region": ["us-west1", "us-east4"]},
            "caches[0].zone: 'us-central1-a' is not a zone of us-west1 or us-east4, the regions of the bucket. Write it as us-west1-a",
            {"caches": [{"zone": "us-west1-a"}], "dual_region": ["us-west1", "us-east4"]},
        ),
        (
            {"caches": [{"zone": "us-central1-a", "ttl_hours": 169}]},
            "caches[0].ttl_hours: 169 is out of range: at most 168",
            {"caches": [{"zone": "us-central1-a", "ttl_hours": 168}]},
        ),
    ],
)
def test_a_cache_is_refused_with_the_reason_and_its_neighbour_accepted(fields, message, right, problems, bucket):
    assert problems(buckets=[bucket(**fields)]) == [f"buckets[0].{message}"]
    assert problems(buckets=[bucket(**right)]) == []


def test_hours_of_a_cache_become_seconds(plan_of, bucket):
    caches = [{"zone": "us-central1-a"}, {"zone": "us-central1-b", "ttl_hours": 2, "ingest_on_write": True}]
    [planned] = plan_of(buckets=[bucket(caches=caches)]).buckets
    assert [(cache.zone, cache.ttl_seconds, cache.ingest_on_write) for cache in planned.caches] == [
        ("us-central1-a", 86400, False),
        ("us-central1-b", 7200, True),
    ]


THERE = "belongs to a bucket that the stack makes; acme-corpus is there already and stays as it is. Remove the field"


@pytest.mark.parametrize(
    "fields",
    [
        {"tier": "hot"},
        {"expected_tib": 3},
        {"dual_region": ["us-central1", "us-east4"]},
        {"zone": "us-central1-a"},
        {"hierarchical_namespace": True},
        {"versioning": True},
        {"soft_delete_days": 0},
        {"lifecycle": [{"after_days": 1, "delete": True}]},
        {"force_destroy": True},
        {"retention_days": 3},
    ],
)
def test_nothing_of_somebody_elses_bucket_is_decided_here(fields, problems):
    assert problems(buckets=[{"name": "corpus", "existing": "acme-corpus", **fields}]) == [f"buckets[0].{next(iter(fields))}: {THERE}"]


def test_somebody_elses_bucket_is_cached_mounted_and_used_and_not_made(plan_of, workload):
    entry = {"name": "corpus", "existing": "acme.corpus", "caches": [{"zone": "us-central1-a"}], "mount": "training"}
    plan = plan_of(buckets=[entry], access={"workloads": [workload(reads=["corpus"])]})
    [planned] = plan.buckets
    assert (planned.name, planned.existing, planned.guarded, planned.labels, planned.key) == ("acme.corpus", True, False, {}, "")
    assert [grant.bucket for grant in plan.access.workloads[0].grants] == ["corpus"]
    assert "buckets" not in [key.use for key in plan.keys.keys], "its owner encrypts it"
    assert "storage.googleapis.com" in plan.services.names


@pytest.mark.parametrize("name", ["gs://corpus", "Corpus", "c", "goog-corpus", "corpus/"])
def test_the_name_of_somebody_elses_bucket_is_a_name_of_a_bucket(name, problems):
    assert problems(buckets=[{"name": "corpus", "existing": name}]) == [
        f"buckets[0].existing: {name!r} is not the name of a bucket: write it as its owner does, without the scheme gs"
    ]


def test_one_bucket_is_not_two(problems, bucket):
    twice = [{"name": "a", "existing": "acme-corpus"}, {"name": "b", "existing": "acme-corpus"}]
    assert problems(buckets=twice) == [
        "buckets[1].existing: makes the bucket name 'acme-corpus', which buckets[0].existing has already. Rename one of the two"
    ]
    assert problems(buckets=[bucket(), {"name": "b", "existing": "acme-lab-lab-data"}]) == [
        "buckets[1].existing: makes the bucket name 'acme-lab-lab-data', which buckets[0].name has already. Rename one of the two"
    ]
