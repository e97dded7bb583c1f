"""What a run and a million tokens cost."""

from __future__ import annotations

from decimal import Decimal

from aidc.estimator.cost.bill import Bill, Line
from aidc.estimator.cost.workload import Workload, machine_usd_per_hour, run_cost, usd_per_million_tokens

MONTH = Decimal(730)

STORAGE = Line(
    "bucket", "t", "Storage", "list", "storage.standard.region", "us-central1", "on-demand", Decimal(36500), "GiB-month", Decimal("0.02"), Decimal(730),
    "2026-07-30", "gcosts", "verified",
)  # fmt: skip


def test_the_published_training_run_on_one_a100_comes_out(bill_of):
    run = run_cost(bill_of("a2-highgpu-1g", "us-central1"), Workload(hours_per_run=Decimal(26)))
    assert run is not None
    assert round(run.usd, 1) == Decimal("95.5")


def test_the_same_run_on_spot_comes_out(bill_of):
    run = run_cost(bill_of("a2-highgpu-1g", "us-central1", term="spot"), Workload(hours_per_run=Decimal(26)))
    assert run is not None
    assert round(run.usd, 1) == Decimal("50.1")


def test_bad_goodput_makes_the_run_longer(bill_of):
    bill = bill_of("a2-highgpu-1g", "us-central1")
    slow, fast = (run_cost(bill, Workload(hours_per_run=Decimal(26), goodput=goodput)) for goodput in (Decimal("0.5"), None))
    assert slow is not None
    assert fast is not None
    assert slow.usd == 2 * fast.usd


def test_what_stands_by_is_charged_by_the_hours_of_the_run(bill_of):
    bill = bill_of("a2-highgpu-1g", "us-central1")
    run = run_cost(Bill(MONTH, (*bill.lines, STORAGE)), Workload(hours_per_run=Decimal(73)))
    assert run is not None
    assert run.standing_usd == Decimal(73)


def test_serving_costs_its_rate_over_its_tokens(bill_of):
    bill = bill_of("g2-standard-8", "us-central1")
    workload = Workload(tokens_per_second=Decimal(1000), utilisation=Decimal("0.5"))
    assert usd_per_million_tokens(bill, workload) == machine_usd_per_hour(bill.lines) / (1000 * 3600) * 2 * 1_000_000


def test_nobody_says_means_no_figure(bill_of):
    bill = bill_of("g2-standard-8", "us-central1")
    assert run_cost(bill, Workload()) is None
    assert usd_per_million_tokens(bill, Workload()) is None


def test_discounts_lower_the_hour(bill_of):
    bill = bill_of("n1-standard-8", "europe-west4")
    assert round(machine_usd_per_hour(bill.lines) * MONTH, 2) == Decimal("213.77")
