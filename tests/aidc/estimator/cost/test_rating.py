"""Where a quantity meets a rate: tiers of the whole bill, discounts, commitments, spot ranges, and what is said of a missing price."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.prices import allowances, price
from aidc.catalog.prices.tables import open_table
from aidc.estimator.cost.bill import Line, Unpriced
from aidc.estimator.cost.charge import Charge, Commitment
from aidc.estimator.cost.rating import Billed, rate

MONTH = Decimal(730)


def rated(*charges: Charge) -> list[Line | Unpriced]:
    return list(rate([Billed(f"r{number}", "t", "", charge) for number, charge in enumerate(charges)], MONTH))


def total(*charges: Charge) -> Decimal:
    return sum((line.usd_per_month for line in rated(*charges) if isinstance(line, Line)), Decimal(0))


def machine(machine_type: str, region: str, **more) -> Charge:
    charge = Charge("Machine", f"machine.{machine_type}", region, MONTH, "machine-hour", running=Decimal(1), hours_each=MONTH)
    return replace(charge, **more)


def egress(gib: Decimal | int) -> Charge:
    return Charge("Egress", "network.egress.worldwide", "us-central1", Decimal(gib), "GiB")


def test_tiers_are_filled_from_the_bottom():
    lines = rated(egress(12_000))
    assert [(line.quantity, line.usd_per_unit) for line in lines if isinstance(line, Line)] == [
        (Decimal(1024), Decimal("0.12")),
        (Decimal(9216), Decimal("0.11")),
        (Decimal(1760), Decimal("0.08")),
    ]


def test_the_month_of_two_resources_is_one_quantity():
    assert total(egress(6000), egress(6000)) == total(egress(12_000))


def tiered_items() -> list[tuple[str, str, str]]:
    import csv

    rows = list(csv.DictReader(open_table("services.csv")))
    return sorted({(row["item"], row["region"], row["unit"]) for row in rows})


@given(st.sampled_from(tiered_items()), st.decimals(0, 10**9, places=3), st.decimals(0, 10**9, places=3))
def test_every_tier_function_is_nothing_at_nothing_never_falls_and_has_no_jumps(item, one, other):
    name, region, unit = item
    found = price(name, region)
    assert found is not None

    def cost(quantity: Decimal) -> Decimal:
        return total(Charge("x", name, region, quantity, unit))

    low, high = sorted((one, other))
    dearest = max(tier.usd for tier in found.tiers) / found.per
    assert cost(Decimal(0)) == 0
    assert cost(low) <= cost(high) <= cost(low) + (high - low) * dearest
    for tier in found.tiers[1:]:
        edge, step = tier.from_quantity, Decimal("0.001")
        assert abs(cost(edge + step) - cost(edge - step)) <= 2 * step * dearest


def test_a_charge_in_another_unit_than_its_price_is_a_defect_and_not_a_wrong_bill():
    with pytest.raises(ValueError, match=r"^Egress: network\.egress\.worldwide is rated by GiB, not by GB$"):
        rated(replace(egress(1), unit="GB"))


def test_the_calculator_bill_of_an_n1_comes_out_with_its_sustained_use():
    assert round(total(machine("n1-standard-8", "europe-west4")), 2) == Decimal("213.77")


def test_series_without_sustained_use_pay_the_list_price():
    assert total(machine("e2-standard-4", "us-central1")) == price("machine.e2-standard-4", "us-central1").usd_per_unit * MONTH


def test_spot_has_no_sustained_use_and_shows_the_range_of_its_last_year():
    (line,) = rated(machine("a3-highgpu-8g", "us-central1", term="spot"))
    assert isinstance(line, Line)
    assert line.usd_per_month == Decimal("50.609541") * MONTH
    assert line.least < line.usd_per_month <= line.most


def test_a_commitment_bills_every_hour_of_the_month_run_or_not():
    committed = Commitment("3y", Decimal(1))
    idle = machine("n1-standard-8", "europe-west4", quantity=Decimal(100), hours_each=Decimal(100), commitment=committed)
    assert round(total(idle), 2) == Decimal("137.43")


def test_the_part_that_no_commitment_covers_is_billed_as_it_runs():
    half = machine("c2d-standard-8", "europe-west4", commitment=Commitment("1y", Decimal("0.5")))
    one_year, on_demand = (price("machine.c2d-standard-8", "europe-west4", term).usd_per_unit for term in ("1y", "on-demand"))
    assert total(half) == (one_year + on_demand) / 2 * MONTH


def test_commitments_are_shown_as_a_list_price_and_a_discount():
    lines = rated(machine("c2d-standard-8", "europe-west4", commitment=Commitment("1y", Decimal(1))))
    assert [(line.kind, line.term) for line in lines if isinstance(line, Line)] == [("list", "on-demand"), ("discount", "1y")]


def test_a_missing_term_tells_the_price_on_demand_instead():
    (gap,) = rated(machine("e2-standard-4", "us-central1", term="calendar"))
    assert isinstance(gap, Unpriced)
    listed = price("machine.e2-standard-4", "us-central1").usd_per_unit.normalize()
    assert gap.reason == f"Machine: no calendar price of e2-standard-4 is known; on demand it is {listed:f} USD a machine-hour"


def test_a_missing_region_tells_where_there_is_a_price():
    (gap,) = rated(Charge("Capacity", "lustre.500", "europe-west4", Decimal(18000), "GiB-month"))
    assert isinstance(gap, Unpriced)
    assert gap.reason == "Capacity: no on-demand price of lustre.500 in europe-west4 is known; there is one for us-central1"


def test_a_machine_is_not_priced_where_it_is_not_sold():
    (gap,) = rated(machine("a2-highgpu-1g", "us-east4"))
    assert isinstance(gap, Unpriced)
    assert gap.reason == (
        "Machine: a2-highgpu-1g is not sold in us-east4 by the machine type list of 2026-08-17; a rate exists there (3.934355 USD a machine-hour)"
    )


def test_what_has_no_public_price_says_so():
    (gap,) = rated(machine("a4x-highgpu-4g", "us-central1"))
    assert isinstance(gap, Unpriced)
    assert gap.reason == "Machine: a4x-highgpu-4g has no public on-demand rate: sold by quote, by reservation or through DWS"


def test_every_item_of_a_free_tier_has_a_price_in_its_unit():
    for allowance in allowances():
        for item in allowance.items:
            found = price(item, "us-central1")
            assert found is not None, item
            assert found.unit == allowance.unit, item
