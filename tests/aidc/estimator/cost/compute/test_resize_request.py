from decimal import Decimal

import pytest

from aidc.inventory.resource import Resource

TEMPLATE = Resource("gcp:compute/instanceTemplate:InstanceTemplate", "t", {"name": "t", "machineType": "a2-highgpu-1g"})
GROUP = Resource(
    "gcp:compute/instanceGroupManager:InstanceGroupManager",
    "web",
    {"name": "web", "zone": "us-central1-a", "versions": [{"instanceTemplate": "t"}], "targetSize": 0},
)


def request(**inputs):
    given = {"instanceGroupManager": "web", "zone": "us-central1-a", "resizeBy": 4, "requestedRunDuration": {"seconds": "86400"}, **inputs}
    return Resource("gcp:compute/resizeRequest:ResizeRequest", "burst", given)


def test_a_resize_request_is_flex_start_for_as_long_as_it_asks(bill_of, shown):
    bill = bill_of(TEMPLATE, GROUP, request())
    assert shown(bill) == {"Instances asked for (a2-highgpu-1g)": Decimal("2.02038") * 4 * 24}
    assert ("burst", "one run of 24 hours in the month is assumed") in bill.notes


def test_the_usage_says_how_long_the_machines_ran(bill_of):
    assert bill_of(TEMPLATE, GROUP, request(), usage={"burst": {"monthly_hrs": 100}}).usd_per_month == Decimal("2.02038") * 4 * 100


@pytest.mark.parametrize("inputs", [{"instanceGroupManager": "other"}, {"resizeBy": None}])
def test_a_request_that_cannot_be_read_is_told(bill_of, inputs):
    bill = bill_of(TEMPLATE, GROUP, request(**inputs))
    assert [gap.reason for gap in bill.unpriced] == ["its group is not in the record, or resizeBy is not stated"]
