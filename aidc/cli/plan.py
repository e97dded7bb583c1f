"""`aidc plan`: everything that will exist, whether it is allowed and what it costs, on one page. Exit code 1 when a gate says no."""

from __future__ import annotations

import typer

from aidc.cli.check import judged
from aidc.cli.errors import Refused, answers
from aidc.cli.stack import AsJson, ProjectFolder, StackName, load, project_in, record
from aidc.cli.terminal import show, write_json

A_GATE_SAYS_NO = 1


@answers
def plan(stack: StackName, json: AsJson = False, project: ProjectFolder = None) -> None:
    """Show everything that will exist, on one page."""
    from aidc.estimator.cost import UsageError
    from aidc.estimator.cost.gate import judge
    from aidc.estimator.cost.priced_record import price_record

    found = project_in(project)
    loaded = load(found, stack)
    recording = record(found, stack)
    try:
        priced = price_record(stack, recording.resources, plan=loaded.plan)
    except UsageError as error:
        raise Refused(*(("", problem) for problem in error.problems)) from None
    limits = judge(priced.bill, priced.limits, priced.owners)
    allowed = judged(list(recording.resources), loaded.plan.policies, "en", found.directory)
    if json:
        from aidc.report.plan_document import plan_document

        write_json(plan_document(stack, loaded, recording, priced, limits, allowed))
    else:
        from aidc.report.plan_page import plan_page

        show(plan_page(stack, loaded, recording, priced, limits, allowed))
    if allowed["blocked"] or any(verdict.is_over for verdict in limits):
        raise typer.Exit(A_GATE_SAYS_NO)
