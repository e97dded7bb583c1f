"""Filestore instances: reached through the peered range, encrypted where the tier can be."""

from __future__ import annotations

import pytest


@pytest.fixture
def filestore(declare, plan_of):
    """Declare one instance and return its resource."""

    def run(deletion_guard=True, **fields):
        entry = {"name": "homes", "tier": "ZONAL", "capacity_gib": 1024, **fields}
        [planned] = plan_of(deletion_guard=deletion_guard, filestores=[entry]).filestores

        def program():
            from components.filestore import Filestore

            Filestore(planned, project="acme-lab", network="projects/acme-lab/global/networks/lab-vpc", private_services="peered", key="k")

        return declare(program).only("gcp:filestore/instance:Instance")

    return run


def test_an_instance_is_reached_through_the_peered_range_alone(filestore):
    assert filestore(share="homes").inputs == {
        "name": "lab-homes",
        "project": "acme-lab",
        "location": "us-central1-a",
        "tier": "ZONAL",
        "protocol": "NFS_V3",
        "fileShares": {"name": "homes", "capacityGb": 1024.0},
        "networks": [
            {
                "network": "projects/acme-lab/global/networks/lab-vpc",
                "modes": ["MODE_IPV4"],
                "connectMode": "PRIVATE_SERVICE_ACCESS",
                "reservedIpRange": "peered",
            }
        ],
        "kmsKeyName": "k",
        "deletionProtectionEnabled": True,
        "deletionProtectionReason": "deletion_guard of the stack lab",
        "labels": {"stack": "lab", "environment": "dev", "managed-by": "aidc"},
    }, "location and not the deprecated zone (trap T071)"


def test_a_basic_tier_takes_no_key(filestore):
    assert "kmsKeyName" not in filestore(tier="BASIC_HDD").inputs


@pytest.mark.parametrize("guard", [True, False])
def test_an_instance_is_protected_twice_exactly_while_guarded(guard, filestore):
    instance = filestore(deletion_guard=guard)
    assert instance.inputs["deletionProtectionEnabled"] is guard
    assert instance.options.get("protect", False) is guard
    assert ("deletionProtectionReason" in instance.inputs) is guard


@pytest.mark.parametrize(
    ("fields", "bought"),
    [
        ({"iops": 15000}, {"fixedIops": {"maxIops": 15000.0}}),
        ({"iops_per_tib": 5000}, {"iopsPerTb": {"maxIopsPerTb": 5000.0}}),
        ({}, None),
    ],
)
def test_performance_is_bought_in_one_way_or_not_at_all(fields, bought, filestore):
    assert filestore(**fields).inputs.get("performanceConfig") == bought


@pytest.mark.parametrize("guard", [True, False])
def test_backups_are_taken_of_the_instance_and_guarded_with_it(guard, declare, plan_of):
    entry = {"name": "homes", "tier": "ZONAL", "capacity_gib": 1024, "share": "homes", "backups": ["first", "second"]}
    [planned] = plan_of(deletion_guard=guard, filestores=[entry]).filestores

    def program():
        from components.filestore import Filestore

        Filestore(planned, project="acme-lab", network="n", private_services="peered", key=None)

    found = declare(program)
    first, second = found.all("gcp:filestore/backup:Backup")
    assert first.inputs == {
        "name": "lab-homes-first",
        "project": "acme-lab",
        "location": "us-central1",
        "sourceInstance": "projects/acme-lab/locations/us-central1-a/instances/lab-homes",
        "sourceFileShare": "homes",
        "labels": {"stack": "lab", "environment": "dev", "managed-by": "aidc"},
    }
    assert second.inputs["name"] == "lab-homes-second"
    assert found.only("gcp:filestore/instance:Instance").urn in first.dependencies
    assert first.options.get("protect", False) is guard
