"""Buckets as volumes: the grant before the volume, and the class that the profile has."""

from __future__ import annotations

import pytest

ROLE, GRANT = "gcp:projects/iAMCustomRole:IAMCustomRole", "gcp:storage/bucketIAMMember:BucketIAMMember"
VOLUME = "kubernetes:core/v1:PersistentVolume"


@pytest.fixture
def declared(declare, plan_of):
    """Declare a bucket with its mount as the stack does."""

    def run(profile):
        plan = plan_of(buckets=[{"name": "data", "tier": "hot", "mount": profile}])

        def program():
            from components.bucket import Bucket
            from components.bucket_volume import BucketVolume
            from components.profile_role import ProfileRole

            buckets = {"data": Bucket(plan.buckets[0], project="acme-lab", key=None).bucket}
            granted = ProfileRole(plan.profile_role, project="acme-lab", cluster="lab", buckets=buckets).granted
            BucketVolume(plan.bucket_volumes[0], bucket=granted["data"])

        return declare(program)

    return run


def test_gke_is_granted_a_role_of_its_own_on_that_bucket_alone(declared):
    found = declared("training")
    assert found.only(ROLE).inputs == {
        "project": "acme-lab",
        "roleId": "lab.gcsfuse.profileUser",
        "title": "Cloud Storage FUSE profiles",
        "description": "Lets GKE look at a bucket before pods mount it, and tend its caches",
        "permissions": [
            "storage.anywhereCaches.create",
            "storage.anywhereCaches.get",
            "storage.anywhereCaches.list",
            "storage.anywhereCaches.update",
            "storage.buckets.get",
            "storage.objects.list",
        ],
    }
    grant = found.only(GRANT)
    assert grant.inputs == {
        "bucket": "acme-lab-lab-data",
        "role": "projects/acme-lab/roles/lab.gcsfuse.profileUser",
        "member": "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com",
    }
    assert found.only(ROLE).urn in grant.dependencies


def test_a_training_bucket_is_a_read_only_volume_of_its_class(declared, upstream):
    found = declared("training")
    volume = found.only(VOLUME)
    assert volume.inputs["metadata"] == {"name": "lab-bucket-data"}
    assert volume.inputs["spec"] == {
        "storageClassName": "gcsfusecsi-training",
        "capacity": {"storage": "1024Gi"},
        "accessModes": ["ReadOnlyMany"],
        "persistentVolumeReclaimPolicy": "Retain",
        "volumeMode": "Filesystem",
        "csi": {"driver": "gcsfuse.csi.storage.gke.io", "volumeHandle": "acme-lab-lab-data", "readOnly": True},
    }
    assert found.only(GRANT).urn in upstream(found.resources, volume), "a pod would wait for the scan of a bucket that GKE may not see"


def test_a_bucket_of_checkpoints_is_written(declared):
    spec = declared("checkpointing").only(VOLUME).inputs["spec"]
    assert spec["accessModes"] == ["ReadWriteMany"]
    assert "readOnly" not in spec["csi"]


def test_the_serving_class_makes_no_caches_behind_the_stacks_back(declared):
    assert declared("serving").only(VOLUME).inputs["spec"]["csi"]["volumeAttributes"] == {"anywhereCacheZones": "none"}
