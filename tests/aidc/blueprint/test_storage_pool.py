"""Hyperdisk storage pools: steps of their sizes, and disks that must fit into what is lent."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            {"type": "hyperdisk-ml"},
            "type: 'hyperdisk-ml' is not one of hyperdisk-balanced, hyperdisk-throughput. Did you mean hyperdisk-balanced?",
            {"type": "hyperdisk-throughput"},
        ),
        (
            {"capacity_gib": 10_000},
            "capacity_gib: 10,000 GiB is not a size of a storage pool: from 10,240 in steps of 1,024. Try 10,240",
            {"capacity_gib": 11_264},
        ),
        (
            {"iops": 15_000},
            "iops: 15,000 IOPS is not a size of a storage pool: from 10,000 in steps of 10,000. Try 20,000",
            {"iops": 20_000},
        ),
        (
            {"mib_per_s": 1_025},
            "mib_per_s: 1,025 MiB/s is not a size of a storage pool: from 1,024 in steps of 1,024. Try 2,048",
            {"mib_per_s": 2_048},
        ),
        (
            {"type": "hyperdisk-throughput", "mib_per_s": 99},
            "mib_per_s: 99 MiB/s is not a size of a storage pool: from 100. Try 100",
            {"type": "hyperdisk-throughput", "mib_per_s": 101},
        ),
        (
            {"type": "hyperdisk-throughput", "iops": 10_000},
            "iops: a pool of hyperdisk-throughput has no IOPS to provision; they follow from mib_per_s. Remove it",
            {"iops": 10_000},
        ),
        (
            {"capacity": "thin"},
            "capacity: 'thin' is not one of STANDARD, ADVANCED.",
            {"capacity": "ADVANCED"},
        ),
        (
            {"zone": "us-east1-b"},
            "zone: 'us-east1-b' is not a zone of us-central1, the region of the site. Did you mean us-central1-b?",
            {"zone": "us-central1-b"},
        ),
    ],
)
def test_a_pool_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, storage_pool):
    assert problems(storage_pools=[storage_pool(**wrong)]) == [f"storage_pools[0].{message}"]
    assert problems(storage_pools=[storage_pool(**right)]) == []


@pytest.mark.parametrize(
    ("disks", "message", "lends"),
    [
        (
            [{"capacity_gib": 6_000}, {"capacity_gib": 6_000}],
            "capacity_gib: 10,240 GiB are fewer than the 12,000 of its disks. Raise it, shrink the disks, or set capacity: ADVANCED",
            {"capacity": "ADVANCED"},
        ),
        (
            [{"iops": 8_000}, {}],
            "iops: 10,000 IOPS are fewer than the 11,000 of its disks. Raise it, shrink the disks, or set performance: ADVANCED",
            {"performance": "ADVANCED"},
        ),
        (
            [{"iops": 5_000, "mib_per_s": 1_000}, {}],
            "mib_per_s: 1,024 MiB/s are fewer than the 1,140 of its disks. Raise it, shrink the disks, or set performance: ADVANCED",
            {"performance": "ADVANCED"},
        ),
    ],
)
def test_the_disks_of_a_pool_fit_into_what_it_has_unless_it_lends_more(disks, message, lends, problems, disk, storage_pool):
    drawing = [disk(name=f"d{index}", storage_pool="shared", **fields) for index, fields in enumerate(disks)]
    assert problems(disks=drawing, storage_pools=[storage_pool()]) == [f"storage_pools[0].{message}"]
    assert problems(disks=drawing, storage_pools=[storage_pool(**lends)]) == []
    assert problems(disks=drawing[:1], storage_pools=[storage_pool()]) == []


def test_what_is_not_said_is_the_least_that_the_type_allows(plan_of, storage_pool):
    pools = [storage_pool(), storage_pool(name="slow", type="hyperdisk-throughput", mib_per_s=500)]
    balanced, slow = plan_of(storage_pools=pools).storage_pools
    assert (balanced.iops, balanced.mib_per_s, slow.iops, slow.mib_per_s) == (10_000, 1_024, None, 500)
    assert balanced.uri == "projects/acme-lab/zones/us-central1-a/storagePools/lab-shared"
    assert (balanced.capacity_provisioning, balanced.performance_provisioning) == ("STANDARD", "STANDARD")
