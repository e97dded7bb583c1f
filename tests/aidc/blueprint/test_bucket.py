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
        ({"tier": "lukewarm"}, "tier: 'lukewarm' is not one of hot, warm, cold, archive. Did you mean warm?", {"tier": "warm"}),
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
            {"dual_region": ["us-central1", "europe-west4"]},
            "dual_region: us-central1 and europe-west4 are on different continents; both regions of a bucket are on one",
            {"dual_region": ["europe-west1", "europe-west4"]},
        ),
        (
            {"dual_region": ["me-west1", "me-central1"]},
            "dual_region: me-west1, me-central1: Cloud Storage pairs regions of us, northamerica, europe, asia, australia only",
            {"dual_region": ["asia-east1", "asia-northeast1"]},
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
        (["us-central1", "us-east1"], "US"),
        (["europe-west1", "europe-west4"], "EU"),
        (["asia-east1", "asia-southeast1"], "ASIA"),
        (["northamerica-northeast1", "northamerica-northeast2"], "CA"),
    ],
)
def test_a_bucket_in_two_regions_lies_in_their_multi_region(regions, location, plan_of, bucket):
    [planned] = plan_of(buckets=[bucket(dual_region=regions)]).buckets
    assert (planned.location, planned.dual_region) == (location, tuple(region.upper() for region in regions))


@pytest.mark.parametrize(
    ("guard", "force", "guarded"), [(True, False, True), (True, True, False), (False, False, False), (False, True, False)]
)
def test_a_bucket_is_guarded_unless_it_may_be_thrown_away(guard, force, guarded, plan_of, bucket):
    [planned] = plan_of(deletion_guard=guard, buckets=[bucket(force_destroy=force)]).buckets
    assert (planned.guarded, planned.force_destroy) == (guarded, force)
