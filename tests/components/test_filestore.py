"""Filestore instances: reached through the peered range, encrypted where the tier can be."""

from __future__ import annotations

import pytest


@pytest.fixture
def filestore(declare, plan_of):
    """Declare one instance and return its resource."""

    def run(deletion_guard=True, **fields):
        entry = {"name": "homes", "tier": "ZONAL", "capacity_gib": 1024, **fields}
        [planned] = plan_of(network={"cidr": "10.0.0.0/16"}, deletion_guard=deletion_guard, filestores=[entry]).filestores

        def program():
            from components.filestore import Filestore

            Filestore(planned, project="acme-lab", network="projects/acme-lab/global/networks/lab-vpc", private_services="peered", key="k")

        return declare(program).only("gcp:filestore/instance:Instance")

    return run


def exports(**anonymous: float) -> list[dict[str, object]]:
    """Nodes of 10.0.128.0/19 without the address of the admin host."""
    nodes = ["10.0.128.0/20", "10.0.144.0/21", "10.0.152.0/22", "10.0.156.0/23", "10.0.158.0/24", "10.0.159.0/25", "10.0.159.128/26"]
    nodes += ["10.0.159.192/27", "10.0.159.224/28", "10.0.159.240/29", "10.0.159.248/30", "10.0.159.252", "10.0.159.254/31"]
    return [
        {"ipRanges": nodes, "accessMode": "READ_WRITE", "squashMode": "ROOT_SQUASH", **anonymous},
        {"ipRanges": ["10.0.159.253"], "accessMode": "READ_WRITE", "squashMode": "NO_ROOT_SQUASH"},
    ]


def test_an_instance_is_reached_through_the_peered_range_alone(filestore):
    assert filestore(share="homes").inputs == {
        "name": "lab-homes",
        "project": "acme-lab",
        "location": "us-central1-a",
        "tier": "ZONAL",
        "protocol": "NFS_V3",
        "fileShares": {"name": "homes", "capacityGb": 1024.0, "nfsExportOptions": exports()},
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


def test_an_export_is_sent_as_the_stack_file_has_it(filestore):
    asked = [
        {"anon_uid": 1000, "anon_gid": 100},
        {"ranges": ["admin-host"], "root": "keep"},
        {"ranges": ["10.200.0.0/24", "10.201.0.7"], "access": "read-only"},
    ]
    assert filestore(exports=asked).inputs["fileShares"]["nfsExportOptions"] == [
        *exports(anonUid=1000.0, anonGid=100.0),
        {"ipRanges": ["10.200.0.0/24", "10.201.0.7"], "accessMode": "READ_ONLY", "squashMode": "ROOT_SQUASH"},
    ]


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
