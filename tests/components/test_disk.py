"""Hyperdisks and storage pools: encrypted, provisioned, guarded, and drawn from before they are made."""

from __future__ import annotations

import pytest

SNAPSHOT = "projects/acme-lab/global/snapshots/weights"
LABELS = {"stack": "lab", "environment": "dev", "managed-by": "aidc"}


@pytest.fixture
def declared(declare, plan_of):
    """Declare one disk, with its storage pool where it names one."""

    def run(deletion_guard=True, key="k", pool=None, **fields):
        entry = {"name": "data", "type": "hyperdisk-balanced", "capacity_gib": 100, **fields}
        plan = plan_of(deletion_guard=deletion_guard, disks=[entry], storage_pools=[pool] if pool else [])

        def program():
            from components.disk import Disk
            from components.storage_pool import StoragePool

            pools = {planned.resource_name: StoragePool(planned, project="acme-lab").pool for planned in plan.storage_pools}
            [planned] = plan.disks
            Disk(planned, project="acme-lab", key=key, storage_pool=pools.get(planned.storage_pool))

        return declare(program)

    return run


DISK, POOL = "gcp:compute/disk:Disk", "gcp:compute/storagePool:StoragePool"


def test_a_disk_says_what_it_provisions_and_who_may_attach_it(declared):
    assert declared(access_mode="READ_WRITE_MANY").only(DISK).inputs == {
        "name": "lab-data",
        "project": "acme-lab",
        "zone": "us-central1-a",
        "type": "hyperdisk-balanced",
        "size": 100.0,
        "provisionedIops": 3000.0,
        "provisionedThroughput": 140.0,
        "accessMode": "READ_WRITE_MANY",
        "diskEncryptionKey": {"kmsKeySelfLink": "k"},
        "labels": LABELS,
    }


def test_weights_for_many_readers_come_from_a_snapshot_and_have_no_iops_of_their_own(declared):
    inputs = declared(type="hyperdisk-ml", access_mode="READ_ONLY_MANY", snapshot=SNAPSHOT, mib_per_s=5000).only(DISK).inputs
    assert (inputs["accessMode"], inputs["snapshot"], inputs["provisionedThroughput"]) == ("READ_ONLY_MANY", SNAPSHOT, 5000.0)
    assert "provisionedIops" not in inputs


def test_without_a_key_google_encrypts_with_its_own(declared):
    assert "diskEncryptionKey" not in declared(key=None).only(DISK).inputs


def test_a_disk_waits_for_its_pool_whose_numbers_are_texts(declared):
    found = declared(pool={"name": "shared", "type": "hyperdisk-balanced", "capacity_gib": 10240}, storage_pool="shared")
    disk, pool = found.only(DISK), found.only(POOL)
    assert disk.inputs["storagePool"] == "projects/acme-lab/zones/us-central1-a/storagePools/lab-shared"
    assert pool.urn in disk.dependencies
    assert pool.inputs == {
        "name": "lab-shared",
        "project": "acme-lab",
        "zone": "us-central1-a",
        "storagePoolType": "hyperdisk-balanced",
        "poolProvisionedCapacityGb": "10240",
        "poolProvisionedIops": "10000",
        "poolProvisionedThroughput": "1024",
        "capacityProvisioningType": "STANDARD",
        "performanceProvisioningType": "STANDARD",
        "deletionProtection": True,
        "labels": LABELS,
    }


@pytest.mark.parametrize("guard", [True, False])
def test_disks_and_pools_are_protected_exactly_while_guarded(guard, declared):
    pool = {"name": "shared", "type": "hyperdisk-throughput", "capacity_gib": 10240}
    found = declared(deletion_guard=guard, pool=pool)
    assert found.only(DISK).options.get("protect", False) is guard
    assert found.only(POOL).options.get("protect", False) is guard
    assert found.only(POOL).inputs["deletionProtection"] is guard, "the provider's default is true"
    assert "poolProvisionedIops" not in found.only(POOL).inputs
