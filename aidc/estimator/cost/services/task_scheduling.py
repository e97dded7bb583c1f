"""Cloud Scheduler by the job, paused or not; Cloud Tasks by operations; Workflows by steps.

Three jobs are free each month for a billing account, the first million operations of Cloud Tasks, and 5,000 internal and 2,000 external steps.
Source: price pages of the three products.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

_STEPS = (
    ("monthly_internal_steps", "Internal steps", "workflows.internal-steps"),
    ("monthly_external_steps", "External steps", "workflows.external-steps"),
)


def scheduler_job(_reader: Reader) -> Iterator[Charge]:
    """Price gcp:cloudscheduler/job:Job: by its existence, not by its executions."""
    yield Charge("Job", "scheduler.job", "global", Decimal(1), "job-month")


def queue(reader: Reader) -> Iterator[Charge]:
    """Price gcp:cloudtasks/queue:Queue."""
    operations = reader.usage.number("monthly_operations")
    if operations:
        yield Charge("Operations", "tasks.operations", "global", operations, "operation", by_usage=True)


def workflow(reader: Reader) -> Iterator[Charge]:
    """Price gcp:workflows/workflow:Workflow."""
    for key, component, item in _STEPS:
        steps = reader.usage.number(key)
        if steps:
            yield Charge(component, item, "global", steps, "step", by_usage=True)


_JOB, _QUEUE, _WORKFLOW = "gcp:cloudscheduler/job:Job", "gcp:cloudtasks/queue:Queue", "gcp:workflows/workflow:Workflow"
PRICERS: dict[str, Pricer] = {_JOB: scheduler_job, _QUEUE: queue, _WORKFLOW: workflow}
KEYS: dict[str, Keys] = {
    _QUEUE: (UsageKey("monthly_operations", "operations a month", "API calls and delivery attempts"),),
    _WORKFLOW: tuple(UsageKey(key, "steps a month", component) for key, component, _ in _STEPS),
}
