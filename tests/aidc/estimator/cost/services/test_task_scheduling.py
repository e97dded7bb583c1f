"""Cloud Scheduler, Cloud Tasks and Workflows, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from aidc.inventory.resource import Resource

JOB, QUEUE, WORKFLOW = "gcp:cloudscheduler/job:Job", "gcp:cloudtasks/queue:Queue", "gcp:workflows/workflow:Workflow"


def test_a_job_costs_ten_cents_whatever_it_does_and_three_are_free(bill_of, lines_of):
    assert lines_of(JOB, {"schedule": "* * * * *", "paused": True}) == {"Job": Decimal("0.10")}
    four = [Resource(JOB, f"job{number}", {}) for number in range(4)]
    assert bill_of(JOB, {}, None, *four).usd_per_month == Decimal("0.20")


def test_a_million_operations_of_a_queue_are_free(bill_of):
    assert bill_of(QUEUE, {}, {"monthly_operations": 3_000_000}).usd_per_month == Decimal("0.80")


def test_steps_of_a_workflow_are_billed_by_kind(bill_of):
    bill = bill_of(WORKFLOW, {}, {"monthly_internal_steps": 15_000, "monthly_external_steps": 12_000})
    assert bill.usd_per_month == Decimal("0.01") * 10 + Decimal("0.025") * 10
