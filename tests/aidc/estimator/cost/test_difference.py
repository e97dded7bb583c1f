"""What moved between two bills, and why in words of structure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost.bill import Bill, Line
from aidc.estimator.cost.difference import difference

POOL = Line(
    "urn:pulumi:dev::acme::aidc:compute:CpuPool$gcp:container/nodePool:NodePool::cpu",
    "gcp:container/nodePool:NodePool",
    "Nodes (n2-standard-8)",
    "list",
    "machine.n2-standard-8",
    "us-central1",
    "on-demand",
    Decimal(730),
    "machine-hour",
    Decimal("0.4"),
    Decimal(292),
    "2026-07-30",
    "gcosts",
    "verified",
    running=Decimal(1),
    hours_each=Decimal(730),
)
HOURS = Decimal(730)


def bill(*lines: Line) -> Bill:
    return Bill(HOURS, lines)


def reasons(after: Line, before: Line = POOL) -> tuple[str, ...]:
    (delta,) = difference(bill(before), bill(after)).deltas
    return delta.reasons


def priced(line: Line, **changes) -> Line:
    changed = replace(line, **changes)
    return replace(changed, usd_per_month=changed.quantity * changed.usd_per_unit)


def test_another_count_is_the_reason():
    assert reasons(priced(POOL, running=Decimal(3), quantity=Decimal(2190))) == ("Nodes: count 1 → 3",)


def test_other_hours_are_the_reason():
    assert reasons(priced(POOL, hours_each=Decimal(200), quantity=Decimal(200))) == ("Nodes: hours 730 → 200",)


def test_another_machine_is_the_reason_though_the_component_names_it():
    bigger = priced(POOL, component="Nodes (n2-standard-16)", item="machine.n2-standard-16", usd_per_unit=Decimal("0.8"))
    assert reasons(bigger) == ("type n2-standard-8 → n2-standard-16",)


def test_region_and_term_are_reasons_together():
    moved = priced(POOL, region="europe-west4", term="spot", usd_per_unit=Decimal("0.1"))
    assert reasons(moved) == ("region us-central1 → europe-west4", "term on-demand → spot")


def test_a_newer_price_list_is_the_reason_when_nothing_else_moved():
    newer = priced(POOL, usd_per_unit=Decimal("0.44"), as_of="2026-10-30")
    assert reasons(newer) == ("price of n2-standard-8 0.4 → 0.44 USD (2026-07-30 → 2026-10-30)",)


def test_more_of_something_without_machines_names_its_unit():
    disk = replace(
        POOL, component="Disk (pd-ssd)", item="disk.pd-ssd.capacity", unit="GiB-month", running=None, hours_each=None, quantity=Decimal(100)
    )
    assert reasons(priced(disk, quantity=Decimal(300)), priced(disk)) == ("Disk: 100 → 300 GiB-month",)


def test_resources_match_across_stacks():
    elsewhere = replace(POOL, resource=POOL.resource.replace(":dev::acme", ":production::other"))
    moved = difference(bill(POOL), bill(elsewhere))
    assert [delta.change for delta in moved.deltas] == ["same"]
    assert moved.usd == 0


def test_what_came_and_what_went_stand_largest_first():
    new = replace(POOL, resource="urn:pulumi:dev::acme::t::new", usd_per_month=Decimal(1000))
    moved = difference(bill(POOL), bill(new))
    assert [(delta.resource, delta.change, delta.usd) for delta in moved.deltas] == [
        ("new", "added", Decimal(1000)),
        ("cpu", "removed", Decimal(-292)),
    ]


def test_the_sum_of_what_moves_is_the_difference_of_the_bills():
    other = priced(POOL, running=Decimal(2), quantity=Decimal(1460))
    moved = difference(bill(POOL), bill(other, replace(POOL, resource="x")))
    assert sum(delta.usd for delta in moved.deltas) == moved.usd
