"""Hyperdisk types: what may be provisioned at each size, and sizes of storage pools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.hyperdisks import HYPERDISKS, STORAGE_POOLS, Steps


@pytest.mark.parametrize(
    ("type_", "gib", "iops", "mib_per_s"),
    [
        ("hyperdisk-balanced", 4, (2_000, 2_000), None),
        ("hyperdisk-balanced", 6, (3_000, 3_000), None),
        ("hyperdisk-balanced", 100, (3_000, 50_000), None),
        ("hyperdisk-balanced", 65_536, (3_000, 160_000), None),
        ("hyperdisk-extreme", 64, (128, 76_800), None),
        ("hyperdisk-extreme", 65_536, (131_072, 350_000), None),
        ("hyperdisk-throughput", 2_048, None, (20, 180)),
        ("hyperdisk-throughput", 32_768, None, (320, 2_400)),
        ("hyperdisk-ml", 4, None, (400, 6_400)),
        ("hyperdisk-ml", 65_536, None, (7_865, 1_200_000)),
    ],
)
def test_performance_goes_by_the_size(type_, gib, iops, mib_per_s):
    disk = HYPERDISKS[type_]
    assert (disk.iops.limits(gib) if disk.iops else None) == iops
    if disk.mib_per_s_by == "gib":
        assert (disk.mib_per_s.limits(gib) if disk.mib_per_s else None) == mib_per_s


@pytest.mark.parametrize(("iops", "limits"), [(2_000, (140, 500)), (3_000, (140, 750)), (160_000, (625, 2_400))])
def test_the_throughput_of_balanced_disks_goes_by_their_iops(iops, limits):
    balanced = HYPERDISKS["hyperdisk-balanced"]
    assert balanced.mib_per_s is not None
    assert (balanced.mib_per_s_by, balanced.mib_per_s.limits(iops)) == ("iops", limits)


@given(st.sampled_from(list(HYPERDISKS.values())), st.data())
def test_the_least_is_never_above_the_most_and_a_larger_disk_may_have_no_less(disk, data):
    gib = data.draw(st.integers(disk.min_gib, disk.max_gib - 1))
    for allowance in (disk.iops, disk.mib_per_s if disk.mib_per_s_by == "gib" else None):
        if allowance:
            least, most = allowance.limits(gib)
            assert 0 < least <= most <= allowance.ceiling
            assert allowance.limits(gib + 1)[1] >= most


def test_every_type_can_have_one_writer_and_balanced_and_ml_can_be_shared():
    assert all("READ_WRITE_SINGLE" in disk.access_modes for disk in HYPERDISKS.values())
    shared = {name: mode for name, disk in HYPERDISKS.items() for mode in disk.access_modes if mode != "READ_WRITE_SINGLE"}
    assert shared == {"hyperdisk-balanced": "READ_WRITE_MANY", "hyperdisk-ml": "READ_ONLY_MANY"}


def test_pools_start_at_ten_tib_and_only_balanced_ones_have_iops():
    assert {pool.capacity_gib for pool in STORAGE_POOLS.values()} == {Steps(10_240, 1_024)}
    assert {name: pool.iops for name, pool in STORAGE_POOLS.items()} == {
        "hyperdisk-balanced": Steps(10_000, 10_000),
        "hyperdisk-throughput": None,
    }
    assert [Steps(10_240, 1_024).nearest(amount) for amount in (1, 10_240, 10_241)] == [10_240, 10_240, 11_264]


def test_what_is_not_read_says_so():
    unread = {name for name, disk in HYPERDISKS.items() if disk.source.status == "unverified"}
    assert unread == {"hyperdisk-balanced", "hyperdisk-throughput", "hyperdisk-ml"}
    assert {pool.source.status for pool in STORAGE_POOLS.values()} == {"unverified"}
