"""Persistent volumes: one for everything that pods of the cluster can mount."""

from __future__ import annotations


def test_every_file_system_has_a_volume_that_its_driver_understands(plan_of, lustre, filestore):
    plan = plan_of(lustres=[lustre()], filestores=[filestore(), filestore(name="shared", tier="REGIONAL", share="data")])
    assert [(volume.driver, volume.handle, volume.attributes) for volume in plan.volumes] == [
        ("lustre.csi.storage.gke.io", "acme-lab/us-central1-a/lab-scratch", {"filesystem": "scratch"}),
        ("filestore.csi.storage.gke.io", "modeInstance/us-central1-a/lab-homes/share", {"volume": "share"}),
        ("filestore.csi.storage.gke.io", "modeInstance/us-central1/lab-shared/data", {"volume": "data"}),
    ]
    assert [volume.capacity_gib for volume in plan.volumes] == [9000, 1024, 1024]
    assert {(volume.access, volume.mode, volume.zone) for volume in plan.volumes} == {("ReadWriteMany", "Filesystem", "")}


def test_storage_of_two_kinds_may_share_its_name(plan_of, lustre, filestore):
    volumes = plan_of(lustres=[lustre(name="data")], filestores=[filestore(name="data")]).volumes
    assert [(volume.resource_name, volume.name) for volume in volumes] == [
        ("lustre-data", "lab-lustre-data"),
        ("filestore-data", "lab-filestore-data"),
    ]


def test_a_cluster_without_the_driver_has_no_volume(plan_of, lustre, filestore):
    plan = plan_of(lustres=[lustre()], filestores=[filestore()], cluster={"add_ons": {"filestore": False}})
    assert [volume.storage for volume in plan.volumes] == ["lustre"]


def test_the_drivers_of_an_existing_cluster_are_its_owners_business(plan_of, lustre, filestore):
    plan = plan_of(lustres=[lustre()], filestores=[filestore()], cluster={"existing": {"name": "shared"}})
    assert [volume.storage for volume in plan.volumes] == ["lustre", "filestore"]


def test_a_disk_is_mounted_as_its_mode_allows_and_in_its_zone_alone(plan_of, disk):
    snapshot = "projects/acme-lab/global/snapshots/weights"
    disks = [
        disk(),
        disk(name="quorum", access_mode="READ_WRITE_MANY", zone="us-central1-b"),
        disk(name="weights", type="hyperdisk-ml", access_mode="READ_ONLY_MANY", snapshot=snapshot),
    ]
    assert [
        (volume.handle.rpartition("/")[2], volume.access, volume.mode, volume.file_system, volume.zone)
        for volume in plan_of(disks=disks).volumes
    ] == [
        ("lab-data", "ReadWriteOnce", "Filesystem", "ext4", "us-central1-a"),
        ("lab-quorum", "ReadWriteMany", "Block", "", "us-central1-b"),
        ("lab-weights", "ReadOnlyMany", "Filesystem", "ext4", "us-central1-a"),
    ]
    [volume] = plan_of(disks=[disk()]).volumes
    assert (volume.driver, volume.handle) == ("pd.csi.storage.gke.io", "projects/acme-lab/zones/us-central1-a/disks/lab-data")
    assert plan_of(disks=[disk()], cluster={"add_ons": {"persistent_disk": False}}).volumes == ()
