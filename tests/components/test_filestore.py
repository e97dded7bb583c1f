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
        "labels": {"stack": "lab", "environment": "dev", "managed-by": "aidc"},
    }, "location and not the deprecated zone (trap T071)"


def test_a_basic_tier_takes_no_key(filestore):
    assert "kmsKeyName" not in filestore(tier="BASIC_HDD").inputs


@pytest.mark.parametrize("guard", [True, False])
def test_an_instance_is_protected_twice_exactly_while_guarded(guard, filestore):
    instance = filestore(deletion_guard=guard)
    assert instance.inputs["deletionProtectionEnabled"] is guard
    assert instance.options.get("protect", False) is guard
