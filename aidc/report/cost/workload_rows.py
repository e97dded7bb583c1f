"""What a run and a million tokens cost, with what the user said of the workload."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from aidc.estimator.cost.workload import run_cost, usd_per_million_tokens
from aidc.report.cost.answer import CostAnswer
from aidc.report.cost.words import quantity, rate, usd


def workload_rows(answer: CostAnswer) -> Iterator[tuple[str, RenderableType]]:
    """Yield a row for a run and one for a million tokens, where the stack says enough of its workload."""
    workload = answer.workload
    if workload is None:
        return
    if run := run_cost(answer.bill, workload):
        goodput = f" ({quantity(workload.hours_per_run or run.hours)} h ÷ goodput {workload.goodput})" if workload.goodput else ""
        yield (
            "a run",
            f"{usd(run.usd)} USD: machines {usd(run.compute_usd)}, what stands by {usd(run.standing_usd)}, for {quantity(run.hours)} h{goodput}; "
            "waiting in a queue is not in it",
        )
    tokens = usd_per_million_tokens(answer.bill, workload)
    if tokens is not None:
        said = f" at {quantity(workload.tokens_per_second)} tokens/s" if workload.tokens_per_second else ""
        used = f", {workload.utilisation * 100:.0f} % utilisation" if workload.utilisation else ""
        yield "a million tokens", f"{rate(round(tokens, 6))} USD{said}{used}"
