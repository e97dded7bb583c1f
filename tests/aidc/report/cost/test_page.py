"""The page of a bill: the sum first, then where it goes, then everything that is missing from it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from rich.console import Console

from aidc.estimator.cost.difference import difference
from aidc.estimator.cost.gate import Limits, judge
from aidc.report.cost.page import cost_page
from aidc.report.cost.words import quantity, rate, usd


def lines_of(answer) -> list[str]:
    console = Console(width=200, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(cost_page(answer))
    return [line.rstrip() for line in captured.get().splitlines()]


def test_the_first_line_is_the_sum(answer):
    assert lines_of(answer)[0] == "dev · at least 17.00 USD a month"


def test_every_resource_of_the_record_is_somewhere(answer):
    text = "\n".join(lines_of(answer))
    for heading in (
        "by noun",
        "lines (~: by usage)",
        "not in the sum: 1 item without a price",
        "nothing used, as far as anybody says",
        "not assessed: may cost money",
        "free: 1 resource",
        "assumed",
    ):
        assert heading in text


def test_stale_prices_and_their_confidence_are_said(answer):
    text = "\n".join(lines_of(answer))
    assert (
        "list prices in USD of 2026-07-30, before tax; 1 line of 1 on prices older than 90 days (spot: 30): `aidc prices refresh`" in text
    )
    assert "verified 100 %" in text


def test_the_budget_says_over_or_within(answer):
    over = replace(answer, verdicts=judge(answer.bill, Limits(Decimal(10)), answer.owners))
    assert any(line.startswith("   over") for line in lines_of(over))


def test_an_unmoved_bill_says_that_nothing_moves(answer):
    same = replace(answer, difference=difference(answer.bill, answer.bill), base="main")
    assert "   moves              nothing" in lines_of(same)


@pytest.mark.parametrize(("amount", "shown"), [("1234.567", "1,234.57"), ("0.001", "<0.01"), ("0", "0.00"), ("-0.001", ">-0.01")])
def test_money_is_rounded_only_here_and_never_to_nothing(amount, shown):
    assert usd(Decimal(amount)) == shown


def test_rates_keep_what_they_need():
    assert rate(Decimal("0.17")) == "0.17"
    assert rate(Decimal("0.0000313")) == "0.0000313"
    assert quantity(Decimal("1234.5")) == "1,234.5"


def test_a_page_of_thousands_of_lines_ends_where_nobody_reads_on(answer):
    line, gap = answer.bill.lines[0], answer.bill.unpriced[0]
    long = replace(answer, bill=replace(answer.bill, lines=(line,) * 1200, unpriced=(gap,) * 1001))
    shown = [line.strip() for line in lines_of(long)]
    assert "200 more: --json has all" in shown
    assert "1 more: --json has all" in shown
    assert "not in the sum: 1,001 items without a price" in shown
    assert len(shown) < 2100


def test_a_long_name_leaves_room_for_the_reason(answer):
    gap = replace(answer.bill.unpriced[0], resource="x" * 300)
    text = lines_of(replace(answer, bill=replace(answer.bill, unpriced=(gap,))))
    assert any(line.split() == [f"{'x' * 59}…", "Disk", "(hyperdisk-ml):", "no", "rate"] for line in text)
