"""Energy and carbon: hours × watts × PUE × grid, with the range and the unknown said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aidc.catalog.power import draw
from aidc.catalog.regions import regions
from aidc.estimator.cost.bill import Bill
from aidc.estimator.cost.carbon import footprint

MONTH = Decimal(730)


def test_a_busy_node_of_eight_h100_draws_what_mlperf_measured():
    watts = draw("machine.a3-highgpu-8g", Decimal(1))
    assert watts is not None
    assert [round(amount) for amount in (watts.least_w, watts.typical_w, watts.most_w)] == [6600, 7100, 8100]


def test_the_month_of_a_node_is_watts_times_hours_times_pue_times_grid(bill_of):
    found = footprint(bill_of("a3-highgpu-8g", "us-central1", 2), Decimal(1))
    iowa = regions()["us-central1"]
    kwh = Decimal(7100) * 2 * MONTH / 1000 * Decimal(str(iowa.pue))
    assert round(found.kwh, 6) == round(kwh, 6)
    assert round(found.kgco2e, 3) == round(kwh * Decimal(str(iowa.grid_gco2_per_kwh)) / 1000, 3)


def test_less_work_draws_less_but_never_nothing(bill_of):
    idle, half, busy = (footprint(bill_of("a3-highgpu-8g", "us-central1"), Decimal(share)).kwh for share in ("0", "0.5", "1"))
    assert 0 < idle < half < busy


def test_a_part_of_a_gpu_draws_a_part():
    part, whole = (draw(f"machine.{name}", Decimal(1)) for name in ("g4-standard-24", "g4-standard-48"))
    assert part is not None
    assert whole is not None
    assert part.typical_w * 2 == whole.typical_w


@pytest.mark.parametrize("generation", ["v5e", "v5p", "v6e"])
def test_no_power_is_made_up_where_google_publishes_none(generation, bill_of):
    found = footprint(bill_of(f"tpu.{generation}", "us-east5"))
    assert found.emissions == ()
    assert found.unknown == (("pool", f"tpu.{generation}: no power figure is published"),)


def test_a_region_without_known_power_is_unknown_and_not_average(bill_of):
    bill = bill_of("e2-standard-8", "us-central1")
    nowhere = Bill(MONTH, tuple(replace(line, region="nowhere-1") for line in bill.lines))
    assert footprint(nowhere).unknown == (("pool", "e2-standard-8: no PUE of nowhere-1 is known"),)


def test_disks_and_discounts_are_no_machines(bill_of):
    bill = bill_of("n1-standard-8", "europe-west4")
    assert [line.kind for line in bill.lines] == ["list", "discount"]
    assert len(footprint(bill).emissions) == 1
