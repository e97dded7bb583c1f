"""What moved between two bills, and why in words of structure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost.bill import Bill, Line
from aidc.estimator.cost.difference import difference


def reasons(after: Line, before: Line) -> tuple[str, ...]:
    (delta,) = difference(Bill(Decimal(730), (before,)), Bill(Decimal(730), (after,))).deltas
    return delta.reasons


def priced(line: Line, **changes) -> Line:
    changed = replace(line, **changes)
    return replace(changed, usd_per_month=changed.quantity * changed.usd_per_unit)


def test_another_count_is_the_reason(pool):
    assert reasons(priced(pool, running=Decimal(3), quantity=Decimal(2190)), pool) == ("Nodes: count 1 → 3",)


def test_other_hours_are_the_reason(pool):
    assert reasons(priced(pool, hours_each=Decimal(200), quantity=Decimal(200)), pool) == ("Nodes: hours 730 → 200",)


def test_another_machine_is_the_reason_though_the_component_names_it(pool):
    bigger = priced(pool, component="Nodes (n2-standard-16)", item="machine.n2-standard-16", usd_per_unit=Decimal("0.8"))
    assert reasons(bigger, pool) == ("type n2-standard-8 → n2-standard-16",)


def test_region_and_term_are_reasons_together(pool):
    moved = priced(pool, region="europe-west4", term="spot", usd_per_unit=Decimal("0.1"))
    assert reasons(moved, pool) == ("region us-central1 → europe-west4", "term on-demand → spot")


def test_a_newer_price_list_is_the_reason_when_nothing_else_moved(pool):
    newer = priced(pool, usd_per_unit=Decimal("0.44"), as_of="2026-10-30")
    assert reasons(newer, pool) == ("price of n2-standard-8 0.4 → 0.44 USD (2026-07-30 → 2026-10-30)",)


def test_more_of_something_without_machines_names_its_unit(pool):
    disk = replace(
        pool, component="Disk (pd-ssd)", item="disk.pd-ssd.capacity", unit="GiB-month", running=None, hours_each=None, quantity=Decimal(100)
    )
    assert reasons(priced(disk, quantity=Decimal(300)), priced(disk)) == ("Disk: 100 → 300 GiB-month",)


def test_resources_match_across_stacks(pool, bill):
    elsewhere = replace(pool, resource=pool.resource.replace(":dev::acme", ":production::other"))
    moved = difference(bill(pool), bill(elsewhere))
    assert [delta.change for delta in moved.deltas] == ["same"]
    assert moved.usd == 0


def test_what_came_and_what_went_stand_largest_first(pool, bill):
    new = replace(pool, resource="urn:pulumi:dev::acme::t::new", usd_per_month=Decimal(1000))
    moved = difference(bill(pool), bill(new))
    assert [(delta.resource, delta.change, delta.usd) for delta in moved.deltas] == [
        ("new", "added", Decimal(1000)),
        ("cpu", "removed", Decimal(-292)),
    ]


def test_the_sum_of_what_moves_is_the_difference_of_the_bills(pool, bill):
    other = priced(pool, running=Decimal(2), quantity=Decimal(1460))
    moved = difference(bill(pool), bill(other, replace(pool, resource="x")))
    assert sum(delta.usd for delta in moved.deltas) == moved.usd
