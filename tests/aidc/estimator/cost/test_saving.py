"""Changes that lower a bill: each is rated from the tables, and says what it trades and breaks."""

from __future__ import annotations

from decimal import Decimal

from aidc.catalog.prices import price
from aidc.estimator.cost.bill import Bill, Line
from aidc.estimator.cost.charge import Charge
from aidc.estimator.cost.rating import Billed, rate
from aidc.estimator.cost.saving import WORKING_HOURS, Saving, savings

MONTH = Decimal(730)


def of(bill: Bill, what: str) -> list[Saving]:
    return [saving for saving in savings(bill) if saving.what == what]


def usd(machine: str, region: str, term) -> Decimal:
    found = price(f"machine.{machine}", region, term)
    assert found is not None
    return found.usd_per_unit


def test_a_commitment_saves_what_its_rate_saves_and_says_from_how_many_hours_on(bill_of):
    found = {saving.change: saving for saving in of(bill_of("a3-highgpu-8g", "us-central1", 4), "term")}
    one_year = found["a3-highgpu-8g: on-demand → 1y"]
    assert one_year.usd_per_month == 4 * MONTH * (
        usd("a3-highgpu-8g", "us-central1", "on-demand") - usd("a3-highgpu-8g", "us-central1", "1y")
    )
    assert one_year.trade_off.startswith(
        "is billed for every hour of a year, run or not, and does not move between regions or series; pays above "
    )


def test_a_commitment_is_no_saving_for_machines_that_hardly_run(bill_of):
    assert not [
        saving for saving in of(bill_of("a3-highgpu-8g", "us-central1", hours=Decimal(50)), "term") if saving.change.endswith(("1y", "3y"))
    ]


def test_sustained_use_is_counted_before_a_commitment_is_praised(bill_of):
    (three_years,) = [saving for saving in of(bill_of("n1-standard-8", "europe-west4"), "term") if saving.change.endswith("3y")]
    after_discount = Decimal("213.77") - Decimal("137.43")
    assert abs(three_years.usd_per_month - after_discount) < Decimal("0.01")


def test_a_region_is_only_named_where_the_machine_is_sold(bill_of):
    (elsewhere,) = of(bill_of("a3-highgpu-8g", "europe-west4"), "region")
    region = elsewhere.change.rsplit(" → ", 1)[1]
    assert price("machine.a3-highgpu-8g", region).sold is not False
    assert usd("a3-highgpu-8g", region, "on-demand") < usd("a3-highgpu-8g", "europe-west4", "on-demand")


def test_another_machine_has_as_many_vcpus_and_no_less_memory(bill_of):
    (machine,) = of(bill_of("n2-standard-8", "us-central1"), "machine")
    assert machine.change.startswith("n2-standard-8 → ")
    assert machine.breaks


def test_accelerators_have_no_substitute(bill_of):
    assert of(bill_of("a3-highgpu-8g", "us-central1"), "machine") == []


def test_idle_hours_are_those_beyond_working_days(bill_of):
    (idle,) = of(bill_of("g2-standard-8", "us-central1"), "idle hours")
    assert idle.usd_per_month == usd("g2-standard-8", "us-central1", "on-demand") * (MONTH - WORKING_HOURS)


def test_a_regional_disk_may_become_a_zonal_one_and_loses_its_failover():
    charge = Charge("Disk", "disk.regional.pd-ssd.capacity", "us-central1", Decimal(1000), "GiB-month")
    bill = Bill(MONTH, tuple(line for line in rate([Billed("d", "t", "", charge)], MONTH) if isinstance(line, Line)))
    (tier,) = savings(bill)
    assert tier == Saving(
        "d",
        "tier",
        "disk.regional.pd-ssd → disk.pd-ssd",
        Decimal("170.00"),
        "one copy in one zone",
        "failover to the other zone; recreates the disk",
    )


def test_the_largest_saving_stands_first_and_none_is_a_loss(bill_of):
    found = [saving.usd_per_month for saving in savings(bill_of("a2-highgpu-8g", "europe-west4", 2))]
    assert found == sorted(found, reverse=True)
    assert min(found) > 0


def test_a_reserved_machine_is_not_told_to_idle(bill_of):
    assert of(bill_of("a3-highgpu-8g", "us-central1", term="reservation"), "idle hours") == []


def test_reserved_machines_may_be_committed_to_but_not_moved_to_spot(bill_of):
    changes = [saving.change for saving in of(bill_of("a3-highgpu-8g", "us-central1", term="reservation"), "term")]
    assert changes == ["a3-highgpu-8g: reservation → 3y", "a3-highgpu-8g: reservation → 1y"]
