"""The comment for a pull request: found again by its first line, short, and deaf to what names try."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost import Bill
from aidc.estimator.cost.difference import difference
from aidc.estimator.cost.gate import Limits, judge
from aidc.report.cost.markdown import cost_markdown, escaped, marker


def test_the_first_line_is_the_mark_by_which_a_later_run_finds_it(answer):
    assert cost_markdown(answer).splitlines()[0] == "<!-- aidc cost: dev -->"
    assert marker("a --> b") == "<!-- aidc cost: a--b -->"


def test_the_sum_says_at_least_when_something_has_no_price(answer):
    assert "### Cost of dev: at least 17.00 USD a month" in cost_markdown(answer)


def test_what_has_no_price_is_folded_and_counted(answer):
    text = cost_markdown(answer)
    assert "<details><summary>⚠️ Not in the sum: 1 item without a price</summary>" in text
    assert "- other: Disk (hyperdisk-ml): no rate" in text


def test_a_limit_that_is_passed_stands_before_everything_else(answer):
    over = replace(answer, verdicts=judge(answer.bill, Limits(Decimal(10)), answer.owners))
    assert cost_markdown(over).splitlines()[3] == (
        "- 🔴 **over budget**: the month comes to at least 17 USD and may come to 10 USD: 7 USD too much, 70 % over. Dearest are disks 17 USD."
    )


def test_what_moves_is_a_table_with_marks_and_reasons(answer, disk):
    before = Bill(Decimal(730), (replace(disk, quantity=Decimal(50), usd_per_month=Decimal("8.5")),))
    text = cost_markdown(replace(answer, difference=difference(before, answer.bill), base="main"))
    assert "**+8.50 USD a month (8.50 to 17.00, +100.0 %); something has no price on one side** against main" in text
    assert "| \\~ | scratch |" not in text
    assert "| ~ | scratch | 8.50 | 17.00 | +8.50 | Disk: 50 → 100 GiB-month |" in text


def test_names_neither_format_nor_link_nor_mention_nor_break_the_table():
    assert escaped("<img src=x>|`@team` [x](y)\n::error::") == "\\<img src=x\\>\\|\\`\\@team\\` \\[x\\](y) : :error::"


def test_a_hostile_resource_stays_one_row(answer, disk):
    hostile = replace(disk, resource="a|b\n## <script>")
    text = cost_markdown(replace(answer, bill=Bill(Decimal(730), (hostile,))))
    assert "<script>" not in text
    assert "\n## " not in text
