"""Filestore: provisioned capacity by tier, never less than the smallest instance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN

INSTANCE = "gcp:filestore/instance:Instance"


def instance(tier: str, gib: object, location: str = "us-central1", **others: object) -> dict:
    return {"tier": tier, "location": location, "fileShares": {"name": "share", "capacityGb": gib}, **others}


@pytest.mark.parametrize(
    ("tier", "location", "gib", "usd_per_gib"),
    [
        ("ZONAL", "us-central1-a", 2560.0, "0.25"),
        ("HIGH_SCALE_SSD", "us-central1-b", 10240, "0.25"),
        ("REGIONAL", "us-central1", "1024", "0.45"),
        ("ENTERPRISE", "us-central1", 2048.0, "0.45"),
        ("BASIC_HDD", "us-west1-b", 1024.0, "0.20002"),
        ("STANDARD", "us-west1-b", 4096.0, "0.20002"),
    ],
)
def test_an_instance_costs_its_provisioned_capacity(month_of, tier, location, gib, usd_per_gib):
    bill = month_of(INSTANCE, instance(tier, gib, location))
    assert bill.usd_per_month == Decimal(usd_per_gib) * Decimal(str(gib))
    assert not bill.is_lower_bound


def test_less_than_the_smallest_instance_is_priced_as_the_smallest(month_of):
    bill = month_of(INSTANCE, instance("REGIONAL", 512.0))
    assert bill.usd_per_month == Decimal("0.45") * 1024
    assert bill.notes == (("it", "512 GiB are less than the smallest REGIONAL instance, 1024 GiB, which is priced"),)


@pytest.mark.parametrize("tier", ["BASIC_SSD", "PREMIUM"])
def test_basic_ssd_has_no_public_price(month_of, tier):
    bill = month_of(INSTANCE, instance(tier, 2560.0))
    assert [gap.reason for gap in bill.unpriced] == [f"Capacity ({tier}): filestore.basic-ssd has no public rate"]


def test_custom_performance_has_no_public_price(month_of):
    bill = month_of(INSTANCE, instance("ZONAL", 1024.0, "us-central1-a", performanceConfig={"fixedIops": {"maxIops": 20000.0}}))
    assert [gap.reason for gap in bill.unpriced] == [
        "Capacity (ZONAL): custom performance: filestore.custom-performance has instance fee, GiB and IOPS are rated apart; no public figures"
    ]


def test_a_tier_without_a_rate_in_its_region_says_where_there_is_one(month_of):
    bill = month_of(INSTANCE, instance("ZONAL", 1024.0, "europe-west4-a"))
    assert [gap.reason for gap in bill.unpriced] == [
        "Capacity (ZONAL): no on-demand price of filestore.zonal in europe-west4 is known; there is one for us-central1"
    ]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (instance("ZONAL", UNKNOWN), "fileShares[0].capacityGb is not known before the resources it depends on exist"),
        (instance("ZONAL", -1.0), "fileShares[0].capacityGb is -1.0; a number from 0 to 10^15 is needed"),
        (instance("ZONAL", "big"), "fileShares[0].capacityGb is 'big'; a number is needed"),
        ({"tier": "ZONAL", "location": "us-central1-a"}, "Capacity (ZONAL): its size is not stated"),
        (instance("GOLD", 1024.0), "Capacity (GOLD): no price of this tier is known"),
    ],
)
def test_what_cannot_be_read_is_unpriced_with_its_path(month_of, inputs, reason):
    bill = month_of(INSTANCE, inputs)
    assert ([gap.reason for gap in bill.unpriced], bill.lines) == ([reason], ())


def test_a_backup_costs_what_it_holds_and_its_price_is_not_known(month_of):
    backup = "gcp:filestore/backup:Backup"
    assert month_of(backup, {"location": "us-central1"}).needs_usage
    bill = month_of(backup, {"location": "us-central1"}, {"storage_gb": 100})
    assert [gap.reason for gap in bill.unpriced] == ["Backup: no on-demand price of filestore.backup is known"]
