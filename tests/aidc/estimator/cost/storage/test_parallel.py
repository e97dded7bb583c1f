"""Managed Lustre by tier, and the file systems that have no public price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN

LUSTRE = "gcp:lustre/instance:Instance"


def lustre(gib: object, tier: object = "1000", **others: object) -> dict:
    return {"location": "us-central1-b", "capacityGib": gib, "perUnitStorageThroughput": tier, **others}


def test_the_published_checkpoint_store_of_18_tib_costs_6267_dollars(month_of):
    assert round(month_of(LUSTRE, lustre("18432", "500")).usd_per_month) == 6267


@pytest.mark.parametrize(
    ("tier", "smallest_gib", "usd"),
    [("1000", 9_000, 5_400), ("500", 18_000, 6_120), ("250", 36_000, 7_560), ("125", 72_000, 10_440)],
)
def test_the_cheapest_legal_instance_of_each_tier(month_of, tier, smallest_gib, usd):
    assert month_of(LUSTRE, lustre(str(smallest_gib), tier)).usd_per_month == usd
    less = month_of(LUSTRE, lustre(1_000.0, float(tier)))
    assert less.usd_per_month == usd, "nothing smaller can exist"
    assert less.notes == (("it", f"1000 GiB are less than the smallest instance of the {tier} tier, {smallest_gib} GiB, which is priced"),)


def test_the_dynamic_tier_has_its_own_rate_and_names_no_throughput(month_of):
    bill = month_of(LUSTRE, lustre("472000", "0", dynamicTierOptions={"mode": "DEFAULT_CACHE"}))
    assert bill.usd_per_month == Decimal("0.06") * 472_000


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (lustre("9000", None), "Capacity: its perUnitStorageThroughput is not stated"),
        (lustre(None), "Capacity: its capacityGib is not stated"),
        (lustre(UNKNOWN), "capacityGib is not known before the resources it depends on exist"),
        (lustre("9000", "2000"), "Capacity (2000 tier): no on-demand price of lustre.2000 is known"),
        (
            {**lustre("9000"), "location": "europe-west4-a"},
            "Capacity (1000 tier): no on-demand price of lustre.1000 in europe-west4 is known; there is one for us-central1",
        ),
    ],
)
def test_what_has_no_rate_is_unpriced(month_of, inputs, reason):
    bill = month_of(LUSTRE, inputs)
    assert ([gap.reason for gap in bill.unpriced], bill.lines) == ([reason], ())


def test_parallelstore_and_netapp_pools_are_named_without_a_price(month_of):
    parallelstore = month_of("gcp:parallelstore/instance:Instance", {"location": "us-central1-a", "capacityGib": "12000"})
    assert [gap.reason for gap in parallelstore.unpriced] == [
        "Capacity: parallelstore.capacity has no public rate; largely superseded by Managed Lustre"
    ]
    pool = month_of("gcp:netapp/storagePool:StoragePool", {"location": "us-central1", "capacityGib": "2048", "serviceLevel": "PREMIUM"})
    assert [gap.reason for gap in pool.unpriced] == ["Capacity: no on-demand price of netapp.premium.capacity is known"]
