"""How pods mount buckets: a class for each profile, and what GKE's own account may do for it."""

from __future__ import annotations

import pytest

TEXT = "needs the Cloud Storage FUSE driver, which cluster.add_ons.gcs_fuse: false leaves out. Remove one of the two"


@pytest.mark.parametrize(
    ("profile", "access", "attributes"),
    [
        ("training", "ReadOnlyMany", {}),
        ("checkpointing", "ReadWriteMany", {}),
        ("serving", "ReadOnlyMany", {"anywhereCacheZones": "none"}),
    ],
)
def test_a_profile_is_a_storage_class_and_only_checkpointing_writes(profile, access, attributes, plan_of, bucket):
    [volume] = plan_of(buckets=[bucket(mount=profile), bucket(name="other")]).bucket_volumes
    assert (volume.storage_class, volume.access, volume.attributes) == (f"gcsfusecsi-{profile}", access, attributes)
    assert (volume.name, volume.driver, volume.handle) == ("lab-bucket-data", "gcsfuse.csi.storage.gke.io", "acme-lab-lab-data")


@pytest.mark.parametrize(("expected_tib", "capacity_gib"), [(None, 1024), (2.5, 2560), (0.0001, 1)])
def test_a_volume_is_as_large_as_what_is_expected_in_it(expected_tib, capacity_gib, plan_of, bucket):
    [volume] = plan_of(buckets=[bucket(mount="training", expected_tib=expected_tib)]).bucket_volumes
    assert volume.capacity_gib == capacity_gib


def test_gke_may_look_at_the_buckets_with_a_mount_and_at_no_other(plan_of, bucket):
    plan = plan_of(name="my-lab", buckets=[bucket(mount="training"), bucket(name="other")])
    role = plan.profile_role
    assert role.buckets == ("data",)
    assert (role.role_id, role.uri) == ("my_lab.gcsfuse.profileUser", "projects/acme-lab/roles/my_lab.gcsfuse.profileUser")
    assert role.agent == "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com"
    assert "storage.objects.get" not in role.permissions, "it never reads what an object holds"
    assert plan_of(buckets=[bucket()]).profile_role is None


def test_a_mount_needs_the_driver(problems, bucket):
    off = {"add_ons": {"gcs_fuse": False}}
    assert problems(cluster=off, buckets=[bucket(mount="training")]) == [f"buckets[0].mount: {TEXT}"]
    assert problems(cluster=off, buckets=[bucket()]) == []
    assert problems(cluster={"existing": {"name": "shared"}}, buckets=[bucket(mount="training")]) == []


def test_somebody_elses_bucket_is_mounted_under_its_own_name(plan_of):
    [volume] = plan_of(buckets=[{"name": "corpus", "existing": "acme-corpus", "mount": "training"}]).bucket_volumes
    assert (volume.handle, volume.name) == ("acme-corpus", "lab-bucket-corpus")
