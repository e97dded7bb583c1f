"""Amounts that the APIs sell: the same tiers as the catalogue, written down a second time and compared."""

from __future__ import annotations

import pytest

from aidc.catalog.hyperdisks import HYPERDISKS, STORAGE_POOLS
from aidc.catalog.lustre_tiers import LUSTRE_TIERS
from aidc.catalog.storage import FILESTORE_TIERS
from aidc.rehearsal import facts
from aidc.rehearsal.capacities import refuse_capacity
from aidc.rehearsal.errors import CloudError

LUSTRE, FILESTORE = "gcp:lustre/instance:Instance", "gcp:filestore/instance:Instance"
DISK, POOL = "gcp:compute/disk:Disk", "gcp:compute/storagePool:StoragePool"


@pytest.mark.parametrize(
    ("type_", "wrong", "message", "right"),
    [
        (
            LUSTRE,
            {"capacityGib": "20000", "perUnitStorageThroughput": "1000"},
            "capacityGib: 20000. With perUnitStorageThroughput=1000 it must be from 9000 to 1530000 in steps of 9000 or from 1584000 to "
            "10008000 in steps of 72000.",
            {"capacityGib": "18000", "perUnitStorageThroughput": "1000"},
        ),
        (
            LUSTRE,
            {"capacityGib": "18000", "dynamicTierOptions": {"mode": "DEFAULT_CACHE"}},
            "capacityGib: 18000. With dynamicTierOptions.mode=DEFAULT_CACHE it must be from 472000 to 84016000 in steps of 472000.",
            {"capacityGib": "472000", "dynamicTierOptions": {"mode": "DEFAULT_CACHE"}},
        ),
        (
            FILESTORE,
            {"tier": "ZONAL", "fileShares": {"capacityGb": 10000.0}},
            "fileShares.capacityGb: 10000. With tier=ZONAL it must be from 1024 to 9984 in steps of 256 or from 10240 to 102400 in steps of 2560.",
            {"tier": "ZONAL", "fileShares": {"capacityGb": 10240.0}},
        ),
        (
            DISK,
            {"type": "hyperdisk-throughput", "size": 100.0},
            "size: 100. With type=hyperdisk-throughput it must be from 2048 to 32768 in steps of 1.",
            {"type": "pd-ssd", "size": 100.0},
        ),
        (
            POOL,
            {"storagePoolType": "hyperdisk-balanced", "poolProvisionedIops": "15000"},
            "poolProvisionedIops: 15000. With storagePoolType=hyperdisk-balanced it must be at least 10000 in steps of 10000.",
            {"storagePoolType": "hyperdisk-balanced", "poolProvisionedIops": "20000"},
        ),
    ],
)
def test_an_amount_that_is_not_sold_is_refused_with_what_is(type_, wrong, message, right):
    with pytest.raises(CloudError) as error:
        refuse_capacity(type_, wrong)
    assert error.value.message == f"googleapi: Error 400: Invalid value for {message}, badRequest"
    refuse_capacity(type_, right)


def _sold(type_, case):
    return {
        (int(row["least"]), int(row["most"]) if row["most"] else None, int(row["step"]))
        for row in facts.by_type("capacities")[type_]
        if row["when"] == case
    }


def test_the_catalogue_offers_what_is_sold():
    for tier in LUSTRE_TIERS.values():
        case = "dynamicTierOptions.mode=DEFAULT_CACHE" if tier.name == "dynamic" else f"perUnitStorageThroughput={tier.name}"
        assert {(band.min_gib, band.max_gib, band.step_gib) for band in tier.bands} == _sold(LUSTRE, case)
    for name, tier in FILESTORE_TIERS.items():
        if name != "REGIONAL":
            assert {(band.min_gib, band.max_gib, band.step_gib) for band in tier.bands} == _sold(FILESTORE, f"tier={name}")
    for name, disk in HYPERDISKS.items():
        assert {(disk.min_gib, disk.max_gib, 1)} == _sold(DISK, f"type={name}")
    for name, pool in STORAGE_POOLS.items():
        steps = [one for one in (pool.capacity_gib, pool.iops, pool.mib_per_s) if one]
        assert {(one.least, None, one.step) for one in steps} == _sold(POOL, f"storagePoolType={name}")


def test_everything_that_the_catalogue_offers_of_the_regional_tier_is_sold():
    for band in FILESTORE_TIERS["REGIONAL"].bands:
        for capacity in range(band.min_gib, band.max_gib + 1, band.step_gib):
            refuse_capacity(FILESTORE, {"tier": "REGIONAL", "fileShares": {"capacityGb": capacity}})
