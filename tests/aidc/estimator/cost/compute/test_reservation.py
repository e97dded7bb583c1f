from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

RESERVATION = "gcp:compute/reservation:Reservation"
FUTURE = "gcp:compute/futureReservation:FutureReservation"


def reserved(count=4, machine_type="a2-highgpu-1g", **properties):
    specific = {"count": count, "instanceProperties": {"machineType": machine_type, **properties}}
    return Resource(RESERVATION, "held", {"zone": "us-central1-a", "specificReservation": specific})


def block(**inputs):
    properties = {"totalCount": "2", "instanceProperties": {"machineType": "a3-highgpu-8g"}}
    window = {"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-03-11T00:00:00Z"}
    return Resource(FUTURE, "block", {"zone": "us-central1-a", "specificSkuProperties": properties, "timeWindow": window, **inputs})


def test_a_reservation_is_paid_for_every_hour_with_nobody_on_it(bill_of):
    (line,) = bill_of(reserved()).lines
    assert (line.term, line.usd_per_month) == ("reservation", Decimal("3.673385") * 4 * 730)


def test_gpus_and_local_ssd_of_a_reservation_are_paid_with_its_machines(bill_of, shown):
    properties = {
        "guestAccelerators": [{"acceleratorType": "nvidia-tesla-t4", "acceleratorCount": 2}],
        "localSsds": [{"diskSizeGb": 375}] * 2,
    }
    amounts = shown(bill_of(reserved(3, "n1-standard-8", **properties)))
    assert amounts["Reserved GPUs (nvidia-tesla-t4)"] == Decimal("0.35") * 2 * 3 * 730
    assert amounts["Reserved Local SSD"] == Decimal("0.08") * 375 * 3


def test_a_committed_reservation_costs_the_committed_rate(bill_of):
    bill = bill_of(reserved(), usage={"held": {"commitment": {"term": "3y", "coverage": 1}}})
    assert bill.usd_per_month == Decimal("1.285708") * 4 * 730


def test_a_reservation_takes_its_machine_from_a_template(bill_of):
    template = Resource("gcp:compute/instanceTemplate:InstanceTemplate", "small", {"name": "small", "machineType": "e2-medium"})
    held = Resource(RESERVATION, "held", {"zone": "us-central1-a", "specificReservation": {"count": 2, "sourceInstanceTemplate": "small"}})
    assert bill_of(template, held).usd_per_month == Decimal("0.033506") * 2 * 730


@pytest.mark.parametrize(
    ("specific", "reason"),
    [
        (None, "specificReservation says no count or no machine type"),
        ({"count": 2}, "specificReservation says no count or no machine type"),
        (
            {"count": UNKNOWN, "instanceProperties": {"machineType": "e2-medium"}},
            "specificReservation[0].count is not known before the resources it depends on exist",
        ),
        (
            {"count": -2, "instanceProperties": {"machineType": "e2-medium"}},
            "specificReservation[0].count is -2; a number from 0 to 10^15 is needed",
        ),
    ],
)
def test_a_reservation_that_cannot_be_read_is_told(bill_of, specific, reason):
    bill = bill_of(Resource(RESERVATION, "held", {"zone": "us-central1-a", "specificReservation": specific}))
    assert [gap.reason for gap in bill.unpriced] == [reason]


def test_a_block_is_billed_inside_its_window_alone(bill_of):
    bill = bill_of(block())
    assert bill.usd_per_month == Decimal("88.49") * 2 * 240
    assert bill.notes == (("block", "it is billed inside its time window alone, here 240 hours of a month"),)


def test_a_block_longer_than_a_month_is_billed_a_month(bill_of):
    window = {"startTime": "2026-03-01T00:00:00Z", "duration": {"seconds": str(86400 * 90)}}
    assert bill_of(block(timeWindow=window)).usd_per_month == Decimal("88.49") * 2 * 730


def test_a_calendar_block_is_bought_at_its_own_rate(bill_of):
    bill = bill_of(block(reservationMode="CALENDAR"))
    assert [line.term for line in bill.lines] in ([], ["calendar"])
    assert bill.lines or "no calendar price of a3-highgpu-8g is known" in bill.unpriced[0].reason


def test_a_draft_costs_nothing_yet(bill_of):
    bill = bill_of(block(planningStatus="DRAFT"))
    assert [named.reason for named in bill.free] == ["it is a draft: nothing is reserved and nothing is billed"]


def test_a_window_that_cannot_be_read_is_told(bill_of):
    bill = bill_of(block(timeWindow={"startTime": "tomorrow", "endTime": "later"}))
    assert [gap.reason for gap in bill.unpriced] == [
        "timeWindow is 'tomorrow' to 'later'; two times such as 2026-03-01T00:00:00Z are needed"
    ]
    backwards = {"startTime": "2026-03-11T00:00:00Z", "endTime": "2026-03-01T00:00:00Z"}
    assert [gap.reason for gap in bill_of(block(timeWindow=backwards)).unpriced] == ["timeWindow ends before it starts"]


def chips(count=64, family="VM_FAMILY_CLOUD_TPU_LITE_POD_SLICE_CT6E", **inputs):
    held = {"vmFamily": family, "reservedResources": [{"accelerator": {"acceleratorCount": count, "acceleratorType": "ct6e"}}]}
    window = {"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-05-01T00:00:00Z"}
    return Resource(FUTURE, "chips", {"zone": "us-east5-b", "aggregateReservation": held, "timeWindow": window, **inputs})


def test_tpus_in_aggregate_are_billed_by_the_chip(bill_of):
    (line,) = bill_of(chips(reservationMode="CALENDAR")).lines
    assert (line.term, line.usd_per_month) == ("calendar", Decimal("1.89") * 64 * 730)


def test_a_reserved_slice_on_chips_of_the_record_is_not_billed_again(bill_of):
    slices = [
        Resource("gcp:tpu/v2Vm:V2Vm", name, {"zone": "us-east5-b", "acceleratorType": "v6e-64", "schedulingConfig": {"reserved": True}})
        for name in ("a", "b")
    ]
    bill = bill_of(chips(96, specificReservationRequired=True), *slices)
    assert {line.resource: line.quantity for line in bill.lines} == {"chips": 96 * 730, "b": 32 * 730}
    assert ("a", "64 of 64 chips run on chips, where they are paid") in bill.notes


def test_a_block_that_names_nothing_is_told(bill_of):
    bill = bill_of(chips(family="VM_FAMILY_OF_TOMORROW"))
    assert [gap.reason for gap in bill.unpriced] == [
        "Reserved block: it names neither machines and their count nor a TPU family and its chips"
    ]
