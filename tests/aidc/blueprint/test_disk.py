"""Hyperdisks: sizes and performance of their type, who may attach them, and the pools that they draw from."""

from __future__ import annotations

import pytest

SNAPSHOT = "projects/acme-lab/global/snapshots/weights"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            {"type": "hyperdisk-ml2"},
            "type: 'hyperdisk-ml2' is not one of hyperdisk-balanced, hyperdisk-extreme, hyperdisk-throughput, hyperdisk-ml. "
            "Did you mean hyperdisk-ml?",
            {"type": "hyperdisk-ml"},
        ),
        ({"capacity_gib": 3}, "capacity_gib: 3 GiB is not a size of hyperdisk-balanced: 4 to 65,536 GiB. Try 4", {"capacity_gib": 4}),
        (
            {"type": "hyperdisk-throughput", "capacity_gib": 40_000},
            "capacity_gib: 40,000 GiB is not a size of hyperdisk-throughput: 2,048 to 32,768 GiB. Try 32,768",
            {"type": "hyperdisk-throughput", "capacity_gib": 32_768},
        ),
        (
            {"iops": 60_000},
            "iops: 60,000 IOPS is out of range for hyperdisk-balanced of 100 GiB: 3,000 to 50,000. Try 50,000",
            {"iops": 50_000},
        ),
        (
            {"mib_per_s": 751},
            "mib_per_s: 751 MiB/s is out of range for hyperdisk-balanced of 3,000 IOPS: 140 to 750. Try 750",
            {"mib_per_s": 751, "iops": 3_004},
        ),
        (
            {"type": "hyperdisk-extreme", "mib_per_s": 100},
            "mib_per_s: hyperdisk-extreme has no throughput to provision; it follows from iops. Remove it",
            {"type": "hyperdisk-extreme", "iops": 200},
        ),
        (
            {"type": "hyperdisk-ml", "iops": 100},
            "iops: hyperdisk-ml has no IOPS to provision; they follow from mib_per_s. Remove it",
            {"type": "hyperdisk-ml", "mib_per_s": 400},
        ),
        (
            {"type": "hyperdisk-ml", "mib_per_s": 399},
            "mib_per_s: 399 MiB/s is out of range for hyperdisk-ml of 100 GiB: 400 to 160,000. Try 400",
            {"type": "hyperdisk-ml", "mib_per_s": 160_000},
        ),
        (
            {"type": "hyperdisk-extreme", "access_mode": "READ_WRITE_MANY"},
            "access_mode: READ_WRITE_MANY is not a mode of hyperdisk-extreme: READ_WRITE_SINGLE",
            {"access_mode": "READ_WRITE_MANY"},
        ),
        (
            {"type": "hyperdisk-ml", "access_mode": "READ_ONLY_MANY"},
            "snapshot: is missing; what nobody may write must come filled. Name a snapshot, or set access_mode: READ_WRITE_SINGLE",
            {"type": "hyperdisk-ml", "access_mode": "READ_ONLY_MANY", "snapshot": SNAPSHOT},
        ),
        (
            {"snapshot": "weights"},
            "snapshot: 'weights' is not a snapshot: write projects/P/global/snapshots/S",
            {"snapshot": SNAPSHOT},
        ),
        (
            {"storage_pool": "shard"},
            "storage_pool: 'shard' is not a storage pool of this stack; it has shared, slow. Did you mean shared?",
            {"storage_pool": "shared"},
        ),
        (
            {"storage_pool": "slow"},
            "storage_pool: slow holds disks of hyperdisk-throughput, not of hyperdisk-balanced. Name another pool or none",
            {"storage_pool": "slow", "type": "hyperdisk-throughput", "capacity_gib": 2_048},
        ),
        (
            {"storage_pool": "shared", "zone": "us-central1-a"},
            "zone: us-central1-a is not the zone of its storage pool shared, which is us-central1-b. Remove it",
            {"storage_pool": "shared", "zone": "us-central1-b"},
        ),
        (
            {"zone": "us-east1-b"},
            "zone: 'us-east1-b' is not a zone of us-central1, the region of the site. Did you mean us-central1-b?",
            {"zone": "us-central1-b"},
        ),
    ],
)
def test_a_disk_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, disk, storage_pool):
    pools = [storage_pool(zone="us-central1-b"), storage_pool(name="slow", type="hyperdisk-throughput")]
    assert problems(disks=[disk(**wrong)], storage_pools=pools) == [f"disks[0].{message}"]
    assert problems(disks=[disk(**right)], storage_pools=pools) == []


def test_wrong_iops_say_nothing_about_the_throughput(problems, disk):
    assert problems(disks=[disk(iops=1, mib_per_s=140)]) == [
        "disks[0].iops: 1 IOPS is out of range for hyperdisk-balanced of 100 GiB: 3,000 to 50,000. Try 3,000"
    ]


@pytest.mark.parametrize(
    ("fields", "provisioned"),
    [
        ({}, (3_000, 140)),
        ({"iops": 40_000}, (40_000, 157)),
        ({"iops": 40_000, "mib_per_s": 2_000}, (40_000, 2_000)),
        ({"type": "hyperdisk-extreme"}, (200, None)),
        ({"type": "hyperdisk-throughput", "capacity_gib": 4_096}, (None, 40)),
        ({"type": "hyperdisk-ml"}, (None, 400)),
    ],
)
def test_what_is_not_said_is_the_least_that_the_type_allows(fields, provisioned, plan_of, disk):
    [planned] = plan_of(disks=[disk(**fields)]).disks
    assert (planned.iops, planned.mib_per_s) == provisioned


def test_a_disk_stands_where_its_pool_stands(plan_of, disk, storage_pool):
    plan = plan_of(disks=[disk(), disk(name="pooled", storage_pool="shared")], storage_pools=[storage_pool(zone="us-central1-b")])
    assert [planned.zone for planned in plan.disks] == ["us-central1-a", "us-central1-b"]


def test_two_disks_have_two_names_and_so_have_two_pools(problems, disk, storage_pool):
    assert problems(disks=[disk(), disk()], storage_pools=[storage_pool(), storage_pool()]) == [
        "disks[1].name: data is the name of disks[0] already; a disk needs a name of its own",
        "storage_pools[1].name: shared is the name of storage_pools[0] already; a storage pool needs a name of its own",
    ]


def test_disks_of_a_stack_without_pools_of_machines_have_a_key_all_the_same(plan_of, disk):
    shared = {"cluster": {"existing": {"name": "shared"}}, "cpu_pools": []}
    assert [key.use for key in plan_of(**shared).keys.keys] == []
    assert [key.use for key in plan_of(**shared, disks=[disk()]).keys.keys] == ["disks"]
