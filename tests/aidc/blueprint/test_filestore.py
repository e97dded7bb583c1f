"""Filestore instances: capacities of their tier, and where they stand."""

from __future__ import annotations

import pytest

BANDS = "1024 to 9984 in steps of 256 or 10240 to 102400 in steps of 2560 GiB"
SHARE = "is not a share name: a lower-case letter, then at most 15 letters, digits and underscores"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"tier": "TURBO"}, "tier: 'TURBO' is not one of BASIC_HDD, BASIC_SSD, ZONAL, REGIONAL, ENTERPRISE.", {"tier": "ENTERPRISE"}),
        ({"capacity_gib": 1000}, f"capacity_gib: 1000 GiB is not a capacity of ZONAL: {BANDS}. Try 1024", {"capacity_gib": 1024}),
        ({"capacity_gib": 1100}, f"capacity_gib: 1100 GiB is not a capacity of ZONAL: {BANDS}. Try 1280", {"capacity_gib": 1280}),
        ({"capacity_gib": 10100}, f"capacity_gib: 10100 GiB is not a capacity of ZONAL: {BANDS}. Try 9984", {"capacity_gib": 9984}),
        (
            {"tier": "BASIC_SSD", "capacity_gib": 1024},
            "capacity_gib: 1024 GiB is not a capacity of BASIC_SSD: 2560 to 65433 in steps of 1 GiB. Try 2560",
            {"tier": "BASIC_SSD", "capacity_gib": 2560},
        ),
        ({"capacity_gib": 0}, "capacity_gib: 0 is out of range: more than 0", {"capacity_gib": 1024}),
        (
            {"tier": "BASIC_HDD", "protocol": "NFS_V4_1"},
            "protocol: NFS_V4_1 is not available on BASIC_HDD; use NFS_V3 or a ZONAL, REGIONAL or ENTERPRISE tier",
            {"protocol": "NFS_V4_1"},
        ),
        ({"share": "My share"}, f"share: 'My share' {SHARE}", {"share": "my_share"}),
        ({"share": "s" * 17}, f"share: '{'s' * 17}' {SHARE}", {"share": "s" * 16}),
        (
            {"tier": "REGIONAL", "zone": "us-central1-a"},
            "zone: REGIONAL lies in the whole region; remove the zone",
            {"tier": "REGIONAL"},
        ),
        (
            {"zone": "us-east1-b"},
            "zone: 'us-east1-b' is not a zone of us-central1, the region of the site. Did you mean us-central1-b?",
            {"zone": "us-central1-f"},
        ),
        (
            {"tier": "ENTERPRISE", "iops": 5000},
            "iops: ENTERPRISE sells no performance by itself; use ZONAL or REGIONAL, or remove it",
            {"iops": 5000},
        ),
        (
            {"iops": 5000, "iops_per_tib": 5000},
            "iops_per_tib: excludes iops: performance is fixed or grows with the capacity. Remove one of the two",
            {"iops_per_tib": 5000},
        ),
        (
            {"iops": 4500},
            "iops: 4,500 IOPS cannot be bought for 1,024 GiB of ZONAL: 4,000 to 17,000 in thousands. Try 5,000",
            {"iops": 17000},
        ),
        (
            {"iops": 100_000, "capacity_gib": 10240},
            "iops: 100,000 IOPS cannot be bought for 10,240 GiB of ZONAL: 30,000 to 75,000 in thousands. Try 75,000",
            {"iops": 75_000, "capacity_gib": 10240},
        ),
        (
            {"iops_per_tib": 3999},
            "iops_per_tib: 3,999 IOPS for each TiB cannot be bought for 1,024 GiB of ZONAL: 4,000 to 17,000. Try 4,000",
            {"iops_per_tib": 4000},
        ),
        ({"backups": ["a", "a"]}, "backups[1]: 'a' is listed twice", {"backups": ["a", "b"]}),
    ],
)
def test_a_filestore_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, filestore):
    assert problems(filestores=[filestore(**wrong)]) == [f"filestores[0].{message}"]
    assert problems(filestores=[filestore(**right)]) == []


def test_two_instances_have_two_names(problems, filestore):
    assert problems(filestores=[filestore(), filestore()]) == [
        "filestores[1].name: homes is the name of filestores[0] already; a filestore needs a name of its own"
    ]


@pytest.mark.parametrize(
    ("fields", "location"),
    [
        ({}, "us-central1-a"),
        ({"zone": "us-central1-b"}, "us-central1-b"),
        ({"tier": "REGIONAL"}, "us-central1"),
        ({"tier": "ENTERPRISE"}, "us-central1"),
        ({"tier": "BASIC_HDD"}, "us-central1-a"),
    ],
)
def test_a_tier_stands_in_a_zone_or_in_the_region(fields, location, plan_of, filestore):
    [planned] = plan_of(filestores=[filestore(**fields)]).filestores
    assert planned.location == location


def test_basic_tiers_take_no_key(plan_of, filestore):
    plan = plan_of(filestores=[filestore(), filestore(name="old", tier="BASIC_HDD")])
    assert [(planned.name, planned.encrypted) for planned in plan.filestores] == [("lab-homes", True), ("lab-old", False)]


def test_an_existing_network_names_its_peered_range(problems, filestore):
    existing = {"network": "vpc", "subnet": "nodes", "pods_range": "pods", "services_range": "services"}
    assert problems(network={"existing": existing}, filestores=[filestore()]) == [
        "network.existing.private_services_range: is missing; Filestore reaches the network through a range peered with Google's services. "
        "Name it"
    ]
    assert problems(network={"existing": {**existing, "private_services_range": "peered"}}, filestores=[filestore()]) == []


@pytest.mark.parametrize(
    ("fields", "iops"),
    [
        ({"iops": 6000}, 6000),
        ({"iops_per_tib": 4400}, 4000),
        ({"iops_per_tib": 4500}, 5000),
        ({"iops_per_tib": 5000, "capacity_gib": 2560}, 13000),
    ],
)
def test_the_iops_of_the_whole_instance_are_rounded_to_thousands(fields, iops, plan_of, filestore):
    [planned] = plan_of(filestores=[filestore(**fields)]).filestores
    assert planned.performance is not None
    assert planned.performance.iops == iops
    assert planned.performance.iops_per_tib == fields.get("iops_per_tib")


def test_backups_lie_in_the_region_under_names_of_their_own(plan_of, filestore):
    first, second = plan_of(filestores=[filestore(backups=["a", "b"]), filestore(name="old", tier="BASIC_HDD")]).filestores
    assert [(backup.name, backup.location) for backup in first.backups] == [("lab-homes-a", "us-central1"), ("lab-homes-b", "us-central1")]
    assert second.backups == ()


def test_a_guarded_instance_says_who_guards_it(plan_of, filestore):
    [guarded] = plan_of(filestores=[filestore()]).filestores
    [free] = plan_of(deletion_guard=False, filestores=[filestore()]).filestores
    assert (guarded.guard_reason, free.guard_reason) == ("deletion_guard of the stack lab", "")
