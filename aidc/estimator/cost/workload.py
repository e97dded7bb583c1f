"""What a run and what a million tokens cost, from the month's rates and a stated workload.

$ / run = compute $/h × hours ÷ goodput + the run's share of storage and all else by its hours of the month; waiting in a queue is not in it.
$ / million tokens = $/h of the serving machines ÷ (tokens/s × 3,600 × utilisation) × 10^6. Throughput, goodput and utilisation are said by the
user and printed beside the figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from aidc.estimator.cost.bill import Bill, Line

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Workload:
    """What the machines do, as far as anybody says. Shares are 0 to 1."""

    hours_per_run: Decimal | None = None
    tokens_per_run: Decimal | None = None
    runs_per_month: Decimal | None = None
    tokens_per_second: Decimal | None = None
    utilisation: Decimal | None = None
    goodput: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RunCost:
    """US dollars of one run: machines while they work, and the share of everything else that stands by meanwhile."""

    compute_usd: Decimal
    standing_usd: Decimal
    hours: Decimal

    @property
    def usd(self) -> Decimal:
        """Return both."""
        return self.compute_usd + self.standing_usd


def machine_usd_per_hour(lines: Iterable[Line]) -> Decimal:
    """Return what all machines cost while they run, an hour: each at its own rate, discounts included."""
    per_hour = Decimal(0)
    for line in lines:
        if line.running is not None and line.hours_each:
            per_hour += line.usd_per_month / line.hours_each
    return per_hour


def run_cost(bill: Bill, workload: Workload) -> RunCost | None:
    """Return the cost of a run, or None when nobody says how many hours one takes."""
    if workload.hours_per_run is None:
        return None
    hours = workload.hours_per_run / (workload.goodput or Decimal(1))
    machines = [line for line in bill.lines if line.running is not None and line.hours_each]
    standing = bill.usd_per_month - sum((line.usd_per_month for line in machines), Decimal(0))
    return RunCost(machine_usd_per_hour(machines) * hours, standing * hours / bill.hours_per_month, hours)


def usd_per_million_tokens(bill: Bill, workload: Workload) -> Decimal | None:
    """Return the cost of a million tokens: of a run where it says its tokens, else of serving at a stated rate; None when neither is said."""
    run = run_cost(bill, workload)
    if run is not None and workload.tokens_per_run:
        return run.usd / workload.tokens_per_run * MILLION
    if not workload.tokens_per_second:
        return None
    tokens_per_hour = workload.tokens_per_second * 3600 * (workload.utilisation or Decimal(1))
    return machine_usd_per_hour(bill.lines) / tokens_per_hour * MILLION if tokens_per_hour else None
