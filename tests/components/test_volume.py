"""Persistent volumes: they name what stands, are claimed by name alone, and never take data with them."""

from __future__ import annotations

import pytest

from aidc.rehearsal.inprocess import CloudSimulation

VOLUME = "kubernetes:core/v1:PersistentVolume"
LUSTRE = {"name": "scratch", "tier": 1000, "capacity_gib": 18000}
FILESTORE = {"name": "homes", "tier": "ZONAL", "capacity_gib": 1024}


@pytest.fixture
def declared(declare, plan_of):
    """Declare one lustre and one filestore with their volumes."""

    def run(**keywords):
        plan = plan_of(lustres=[LUSTRE], filestores=[FILESTORE], keys={"managed_by": "google"})

        def program():
            from components.filestore import Filestore
            from components.lustre import Lustre
            from components.volume import Volume

            network = {
                "project": "acme-lab",
                "network": "projects/other/global/networks/vpc",
                "private_services": "10.0.0.0/24",
                "key": None,
            }
            behind = {"lustre": Lustre(plan.lustres[0], **network), "filestore": Filestore(plan.filestores[0], **network)}
            for volume in plan.volumes:
                Volume(volume, storage=behind[volume.storage].instance, address=behind[volume.storage].address)

        return declare(program, **keywords)

    return run


def _volume(found, name):
    [volume] = [volume for volume in found.all(VOLUME) if volume.name == name]
    return volume


def test_a_volume_is_claimed_by_name_and_keeps_its_data(declared):
    simulation = CloudSimulation()
    found = declared(preview=False, simulation=simulation)
    volume, instance = _volume(found, "lustre-scratch"), found.only("gcp:lustre/instance:Instance")
    address = volume.inputs["spec"]["csi"]["volumeAttributes"]["ip"]
    assert volume.inputs == {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": "lab-lustre-scratch"},
        "spec": {
            "storageClassName": "",
            "capacity": {"storage": "18000Gi"},
            "accessModes": ["ReadWriteMany"],
            "persistentVolumeReclaimPolicy": "Retain",
            "volumeMode": "Filesystem",
            "csi": {
                "driver": "lustre.csi.storage.gke.io",
                "volumeHandle": "acme-lab/us-central1-a/lab-scratch",
                "volumeAttributes": {"filesystem": "scratch", "ip": address},
            },
        },
    }
    assert address.startswith("10."), "the address alone, without the file system of the mount point"
    assert instance.urn in volume.dependencies
    assert simulation.refusals == []


def test_a_filestore_is_mounted_from_its_address(declared):
    found = declared(preview=False, simulation=CloudSimulation())
    volume = _volume(found, "filestore-homes")
    spec = volume.inputs["spec"]
    assert spec["csi"]["driver"] == "filestore.csi.storage.gke.io"
    assert spec["csi"]["volumeAttributes"]["ip"].startswith("10.")
    assert found.only("gcp:filestore/instance:Instance").urn in volume.dependencies


@pytest.mark.parametrize("simulated", [True, False])
def test_a_preview_knows_everything_but_the_address(simulated, declared):
    from aidc.inventory.resource import UNKNOWN

    found = declared(preview=True, simulation=CloudSimulation() if simulated else None)
    for volume in found.all(VOLUME):
        csi = volume.inputs["spec"]["csi"]
        assert csi["volumeAttributes"]["ip"] == UNKNOWN
        assert UNKNOWN not in csi["volumeHandle"]


def test_a_volume_is_not_guarded_because_it_holds_nothing(declared):
    assert not [volume.urn for volume in declared().all(VOLUME) if volume.options.get("protect")]


def test_a_disk_for_readers_is_mounted_read_only_and_where_it_stands(declare, plan_of):
    weights = {"name": "weights", "type": "hyperdisk-ml", "capacity_gib": 100, "access_mode": "READ_ONLY_MANY"}
    [planned] = plan_of(disks=[{**weights, "snapshot": "projects/acme-lab/global/snapshots/weights"}]).volumes

    def program():
        from components.volume import Volume

        Volume(planned, storage="lab-weights", address=None)

    spec = declare(program).only(VOLUME).inputs["spec"]
    assert spec["csi"] == {
        "driver": "pd.csi.storage.gke.io",
        "volumeHandle": "projects/acme-lab/zones/us-central1-a/disks/lab-weights",
        "fsType": "ext4",
        "readOnly": True,
    }
    assert spec["nodeAffinity"] == {
        "required": {
            "nodeSelectorTerms": [{"matchExpressions": [{"key": "topology.gke.io/zone", "operator": "In", "values": ["us-central1-a"]}]}]
        }
    }
    assert (spec["accessModes"], spec["persistentVolumeReclaimPolicy"]) == (["ReadOnlyMany"], "Retain")
