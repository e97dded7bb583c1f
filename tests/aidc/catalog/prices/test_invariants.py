"""What the delivered tables hold, and that each rule finds what breaks it."""

from __future__ import annotations

import pytest

from aidc.catalog.prices.folder import delivered
from aidc.catalog.prices.invariants import REVIEWED, violations, violations_unreviewed
from aidc.catalog.prices.invariants.machine_sums import sum_of_parts
from aidc.catalog.prices.invariants.rates_by_place import rates_by_place


def said(tables) -> list[str]:
    return [str(violation) for violation in violations(tables)]


def test_the_delivered_tables_hold_every_rule():
    assert [str(violation) for violation in violations_unreviewed(delivered())] == []


def test_what_was_reviewed_is_still_odd():
    assert {violation.where for violation in violations(delivered())} == set(REVIEWED)


def test_most_machines_can_be_checked_against_their_parts():
    from aidc.catalog.prices.assembly import parts

    rates = rates_by_place(delivered())
    checked = [
        place
        for place, of in rates.items()
        if place[0].startswith("machine.") and "on_demand" in of
        for total, _, missing in [sum_of_parts(rates, parts(place[0].removeprefix("machine.")), place[1], "on_demand")]
        if total and not missing
    ]
    assert len(checked) > 17_000


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"on_demand": "9.8", "spot": "9.8"}, "spot is not below on_demand (9.8 and 9.8)"),
        ({"on_demand": "9.8", "cud_1y": "10"}, "cud_1y is not below on_demand (10 and 9.8)"),
        ({"cud_1y": "4", "cud_3y": "5"}, "cud_3y is not below cud_1y (5 and 4)"),
        ({"on_demand": "9.8", "flex_start": "3.9"}, "flex_start is not between 40 % and 75 % of on_demand (3.9 and 9.8)"),
        ({"on_demand": "9.8", "flex_start": "7.4"}, "flex_start is not between 40 % and 75 % of on_demand (7.4 and 9.8)"),
        ({"on_demand": "9.8", "calendar": "9.8"}, "calendar is not below on_demand (9.8 and 9.8)"),
        ({"flex_start": "8.06", "calendar": "8.05"}, "calendar is below flex_start (8.05 and 8.06)"),
    ],
)
def test_terms_stand_in_order(tables, rate, cells, what):
    assert said(tables(rates=[rate("a3.gpu.H100", **cells)])) == [f"a3.gpu.H100 us-central1: {what}"]


def test_a_dws_rate_taken_for_on_demand_is_found_by_its_spot_price(tables, rate):
    rows = [rate("a2.gpu.A100-80GB", on_demand="1.8462", spot="1.964")]
    assert said(tables(rates=rows)) == ["a2.gpu.A100-80GB us-central1: spot is not below on_demand (1.964 and 1.8462)"]


def test_the_latest_figure_of_a_term_counts_whatever_row_it_stands_in(tables, rate):
    rows = [
        rate("a3.gpu.H100", on_demand="9.8", as_of="2026-03"),
        rate("a3.gpu.H100", spot="9.9", as_of="2026-06"),
        rate("a3.gpu.H100", spot="6.3", as_of="2026-07-30"),
    ]
    assert said(tables(rates=rows)) == []


def test_flex_start_may_be_cheaper_than_spot(tables, rate):
    assert said(tables(rates=[rate("a3.gpu.H100", on_demand="9.8", spot="6.3", flex_start="4.2")])) == []


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("0", "a price is not above zero (0)"),
        ("0.0", "a price is not above zero (0.0)"),
        ("-1", "a price is not above zero (-1)"),
        ("NaN", "a price is no number (NaN)"),
        ("1,5", "a price is no number (1,5)"),
        ("700.0", "a price is so round that it stands for a missing one (700.0)"),
        ("999999", "a price is so round that it stands for a missing one (999999)"),
    ],
)
def test_figures_are_prices(tables, rate, cell, what):
    assert said(tables(rates=[rate("tpu.v6e", on_demand=cell)])) == [f"rates.csv tpu.v6e us-central1 on_demand: {what}"]


def test_a_round_price_that_is_small_is_a_price(tables, rate, service):
    assert said(tables(rates=[rate("tpu.tpu7x", on_demand="12")], services=[service("armor.enterprise", usd="3000")])) == []


def test_every_row_names_source_day_and_confidence(tables, service):
    assert said(tables(services=[service("dns.zone", source="rumour", as_of="", confidence="sure")])) == [
        "services.csv dns.zone us-central1: it names no day (none)",
        "services.csv dns.zone us-central1: its confidence is no word of the tables (sure)",
        "services.csv dns.zone us-central1: its source is not in sources.csv (rumour)",
    ]


def test_an_unverified_row_may_name_no_day_but_not_a_wrong_one(tables, service):
    assert said(tables(services=[service("dns.zone", as_of="", confidence="unverified")])) == []
    assert said(tables(services=[service("dns.zone", as_of="lately", confidence="unverified")])) == [
        "services.csv dns.zone us-central1: it names no day (lately)"
    ]


def test_rows_are_sorted_and_one_of_a_kind(tables, service):
    rows = [service("b"), service("a"), service("a")]
    assert said(tables(services=rows)) == [
        "services.csv a: rows are not sorted (after b us-central1 0)",
        "services.csv a: two rows have one key (a us-central1 0)",
    ]


def test_a_machine_is_the_sum_of_its_parts(tables, machine, rate):
    rates = [
        rate("a2.gpu.A100-40GB", on_demand="2.93391"),
        rate("a2.predefined.ram", on_demand="0.00424"),
        rate("a2.predefined.vcpu", on_demand="0.03161"),
    ]
    assert said(tables(machines=[machine("a2-highgpu-1g", on_demand="3.673385")], rates=rates)) == []
    assert said(tables(machines=[machine("a2-highgpu-1g", on_demand="3.7")], rates=rates)) == [
        "machine.a2-highgpu-1g us-central1: on_demand is not the sum of its parts (3.7 and 3.673630)"
    ]


def test_a_machine_without_the_price_of_its_local_ssd_is_found(tables, machine, rate):
    rates = [rate("c4.predefined.ram", on_demand="0.004"), rate("c4.predefined.vcpu", on_demand="0.03")]
    found = said(tables(machines=[machine("c4-standard-4-lssd", on_demand="0.18")], rates=rates))
    assert found == [
        "machine.c4-standard-4-lssd us-central1: on_demand leaves out c4.local_ssd.local_ssd (0.18 is the sum of the other parts)"
    ]


def test_spot_prices_of_different_days_are_not_added_up(tables, machine, rate):
    machines = [machine("a4-highgpu-8g", spot="50")]
    assert said(tables(machines=machines, rates=[rate("a4.gpu.B200", region="Americas", spot="5", as_of="2026-03")])) == []
    assert said(tables(machines=machines, rates=[rate("a4.gpu.B200", region="Americas", spot="5")])) == [
        "machine.a4-highgpu-8g us-central1: spot is not the sum of its parts (50 and 40.000000)"
    ]


def test_twice_the_gpus_cost_twice_as_much(tables, machine):
    machines = [machine("a3-highgpu-1g", on_demand="11"), machine("a3-highgpu-2g", on_demand="23")]
    assert said(tables(machines=machines)) == [
        "machine.a3-highgpu-2g us-central1: on_demand is not 2 times that of a3-highgpu-1g (23 and 11)"
    ]


def test_the_smallest_g4_and_the_two_uneven_families_need_not_be_in_line(tables, machine):
    prices = {"a2-highgpu-8g": "29", "a2-megagpu-16g": "56", "g2-standard-4": "0.7", "g2-standard-8": "0.9", "g4-standard-12": "1.125"}
    machines = [machine(name, on_demand=usd) for name, usd in prices.items()]
    assert said(tables(machines=[*machines, machine("g4-standard-6", on_demand="0.559")])) == []


def test_a_custom_shape_costs_five_per_cent_more(tables, rate):
    rates = [rate("n1.custom.vcpu", on_demand="0.034"), rate("n1.predefined.vcpu", on_demand="0.031611")]
    assert said(tables(rates=rates)) == ["n1.custom.vcpu us-central1: it is not 1.05 times the predefined rate (0.034 and 0.031611)"]


def test_a_custom_rate_that_google_states_itself_may_differ_but_not_of_n1(tables, rate):
    read = [rate("n4.custom.vcpu", on_demand="0.034"), rate("n4.predefined.vcpu", on_demand="0.03119")]
    assert said(tables(rates=read)) == []
    assert len(said(tables(rates=[{**read[0], "confidence": "derived"}, read[1]]))) == 1


def test_a_regional_disk_costs_twice_a_zonal_one(tables, service):
    rows = [service("disk.pd-ssd.capacity", usd="0.17"), service("disk.regional.pd-ssd.capacity", usd="0.3")]
    assert said(tables(services=rows)) == ["disk.regional.pd-ssd.capacity us-central1: it is not 2 times the zonal price (0.3 and 0.17)"]


def test_tiers_begin_at_nothing_keep_their_unit_and_fall(tables, service):
    rows = [
        service("network.egress.worldwide", from_quantity="1024", usd="0.11"),
        service("network.egress.worldwide", from_quantity="10240", usd="0.12", unit="GB"),
    ]
    assert said(tables(services=rows)) == [
        "network.egress.worldwide us-central1: its tiers do not begin at 0 (the first begins at 1024)",
        "network.egress.worldwide us-central1: its tiers have different units (1 GiB-month, 1 GB)",
        "network.egress.worldwide us-central1: its tiers rise (0.11, 0.12)",
    ]


def test_a_history_is_in_the_order_of_days_and_below_on_demand(tables):
    def change(day: str, spot: str) -> dict[str, str]:
        return {"machine_type": "a2-highgpu-1g", "region": "us-central1", "first_seen": day, "on_demand": "3.67", "spot": spot}

    rows = [change("2026-02-01", "1.8"), change("2026-01-01", "3.67"), change("soon", "0")]
    assert said(tables(spot_history=rows)) == [
        "spot_history.csv a2-highgpu-1g us-central1: a change names no day (soon)",
        "spot_history.csv a2-highgpu-1g us-central1: changes are not in the order of days (2026-01-01 after 2026-02-01)",
        "spot_history.csv a2-highgpu-1g us-central1: spot is not between nothing and on_demand (0 and 3.67)",
        "spot_history.csv a2-highgpu-1g us-central1: spot is not between nothing and on_demand (3.67 and 3.67)",
    ]
