"""Cloud NAT: VM-hours up to 32 VMs, bytes, and addresses that nothing else carries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost import estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import UNKNOWN, Resource

NAT = "gcp:compute/routerNat:RouterNat"
AUTO = {"region": "us-central1", "natIpAllocateOption": "AUTO_ONLY"}


def test_the_published_gateway_of_14_machines_costs_18_61_in_a_month_of_720_hours(month_of):
    bill = month_of(NAT, AUTO, {"assigned_vms": 14, "monthly_data_processed_gb": 100}, hours_per_month=720)
    assert bill.usd_per_month == Decimal("0.0014") * 14 * 720 + Decimal("0.045") * 100
    assert round(bill.usd_per_month, 2) == Decimal("18.61")


def test_no_more_than_32_machines_are_billed(month_of):
    bill = month_of(NAT, AUTO, {"assigned_vms": 64, "monthly_data_processed_gb": 1_000})
    assert bill.usd_per_month == Decimal("0.0014") * 32 * 730 + Decimal("0.045") * 1_000


def test_addresses_that_google_allocates_are_billed_when_usage_says_how_many(month_of):
    assert month_of(NAT, AUTO, {"addresses": 2}).usd_per_month == Decimal("0.005") * 2 * 730
    unsaid = month_of(NAT, AUTO, {"assigned_vms": 1})
    assert unsaid.notes == (("it", "its addresses are allocated by Google, 0.005 USD an hour each and not in the sum: say addresses"),)


def test_a_gateway_of_which_nobody_says_anything_needs_usage(month_of):
    bill = month_of(NAT, AUTO)
    assert (len(bill.needs_usage), bill.lines, bill.notes) == (1, (), ())


def test_an_address_that_is_a_resource_is_not_paid_for_twice(month_of):
    address = Resource("gcp:compute/address:Address", "nat", {"name": "nat", "region": "us-central1"}, urn="urn:a")
    gateway = Resource(
        NAT, "it", {**AUTO, "natIps": ["projects/p/regions/us-central1/addresses/nat", UNKNOWN]}, urn="urn:n", dependencies=("urn:a",)
    )
    bill = estimate([address, gateway], usage_of({"resources": {"it": {"assigned_vms": 1}}}, "usage"))
    assert [line.item for line in bill.lines if line.resource == "urn:n"] == ["nat.vm"]


def test_addresses_from_outside_the_record_are_paid_for_here(month_of):
    bill = month_of(
        NAT, {**AUTO, "natIps": ["projects/p/regions/us-central1/addresses/one", "projects/p/regions/us-central1/addresses/two"]}
    )
    assert bill.usd_per_month == Decimal("0.005") * 2 * 730


def test_what_leaves_through_the_gateway_pays_egress_on_top(month_of):
    bill = month_of(NAT, AUTO, {"addresses": 0, "monthly_egress_data_transfer_gb": {"worldwide": 2_000, "china": 10}})
    assert bill.usd_per_month == Decimal("0.12") * 1_024 + Decimal("0.11") * 976 + Decimal("0.23") * 10


@pytest.mark.parametrize(
    ("region", "reason"),
    [
        (UNKNOWN, "region is not known before the resources it depends on exist; --region may say it"),
        (None, "names no region, nor does its provider: set gcp:region or say --region"),
    ],
)
def test_a_gateway_without_a_region_says_so(month_of, region, reason):
    bill = month_of(NAT, {"region": region}, {"assigned_vms": 1})
    assert [gap.reason for gap in bill.unpriced] == [reason]
