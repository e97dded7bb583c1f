"""`aidc cost`: what a stack, or any record of a Pulumi program for Google Cloud, costs a month. Exit code 1 when a budget says no."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidc.cli.errors import Refused, answers
from aidc.cli.schema import Out, save
from aidc.cli.stack import AsJson, Inventory, OptionalStack, ProjectFolder, has_blueprint, load, project_in, record, stack_file
from aidc.cli.terminal import say, show, write, write_json
from aidc.cli.today import today
from aidc.did_you_mean import did_you_mean
from aidc.report.visible import visible

if TYPE_CHECKING:
    from aidc.estimator.cost import Bill
    from aidc.estimator.cost.priced_record import PricedRecord
    from aidc.report.cost.answer import CostAnswer

OVER_BUDGET = 1

UsageFile = Annotated[
    Path | None,
    typer.Option("--usage", metavar="FILE", help="What is used that no input says: hours, bytes, operations.", show_default=False),
]
RegionName = Annotated[
    str | None, typer.Option("--region", metavar="R", help="The region of resources that name none.", show_default=False)
]
By = Annotated[str, typer.Option("--by", metavar="VIEW", help="resource, component, noun, team, or label:KEY.")]
Against = Annotated[str | None, typer.Option("--against", metavar="STACK", help="What it moves against another stack.", show_default=False)]
Base = Annotated[
    Path | None,
    typer.Option("--base", metavar="FILE", help="What it moves against a record, or a bill saved with --json.", show_default=False),
]
Budget = Annotated[
    str | None,
    typer.Option("--budget", metavar="USD", help="Most a month may cost, in place of the stack file's own limit.", show_default=False),
]
Savings = Annotated[bool, typer.Option("--savings", help="Changes that would move the bill most, and what each breaks.")]
Types = Annotated[bool, typer.Option("--types", help="Instead of a bill: usage keys, free tiers and the class of every type, in Markdown.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="A comment for a pull request instead of the page.")]


@answers
def cost(
    stack: OptionalStack = None,
    inventory: Inventory = None,
    usage: UsageFile = None,
    region: RegionName = None,
    by: By = "noun",
    against: Against = None,
    base: Base = None,
    budget: Budget = None,
    savings: Savings = False,
    markdown: Markdown = False,
    json: AsJson = False,
    types: Types = False,
    out: Out = None,
    project: ProjectFolder = None,
) -> None:
    """Say what a month costs, line by line, and what is missing from the sum."""
    if types:
        _reference(out)
        return
    _one_of(stack, inventory)
    _check_view(by)
    priced = _priced(stack, inventory, usage, region, project)
    before = _before(against, base, region, project)
    answer = _answer(priced, by, before, against or str(base or ""), _dollars(budget), savings)
    _print(answer, json=json, markdown=markdown)
    for verdict in answer.verdicts:
        if verdict.is_over:
            say("over budget", visible(verdict.sentence))
    if answer.is_over:
        raise typer.Exit(OVER_BUDGET)


def _reference(out: Path | None) -> None:
    from aidc.report.cost.reference import cost_reference

    if out is None:
        write(cost_reference())
    else:
        save(cost_reference(), out, f"Wrote {out}.")


def _one_of(stack: str | None, inventory: Path | None) -> None:
    if stack is None and inventory is None:
        raise Refused(
            ("", "give the name of a stack, --inventory FILE, or both: then the file is priced with the stack's usage and budget")
        )


def _check_view(by: str) -> None:
    from aidc.estimator.cost.view import VIEWS

    if by not in VIEWS and not by.removeprefix("label:") != by:
        raise Refused(("", f"--by {by}: there is no such view; there are {', '.join(VIEWS)} and label:KEY.{did_you_mean(by, VIEWS)}"))


def _dollars(text: str | None) -> Decimal | None:
    """Return an amount of US dollars. Raises Refused for another currency or no amount."""
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise Refused(("", f"--budget {text}: an amount of US dollars is needed as a plain number, such as 2500 or 2500.50"))
    return amount


def _priced(stack: str | None, inventory: Path | None, usage: Path | None, region: str | None, project: Path | None) -> PricedRecord:
    """Return a stack or a file, priced. Raises Refused for usage that fits nothing."""
    from aidc.estimator.cost import UsageError
    from aidc.estimator.cost.priced_record import price_record

    try:
        from aidc.inventory.read import read

        if stack is None:
            assert inventory is not None
            return price_record(inventory.name, read(inventory), usage_file=usage, region=region)
        found = project_in(project)
        stack_file(found, stack)
        plan = load(found, stack).plan if has_blueprint(found, stack) else None
        resources = read(inventory) if inventory else record(found, stack).resources
        return price_record(stack, resources, plan=plan, usage_file=usage, region=region)
    except UsageError as error:
        raise Refused(*(("", problem) for problem in error.problems)) from None


def _before(against: str | None, base: Path | None, region: str | None, project: Path | None) -> Bill | None:
    """Return the bill to compare with: of another stack, of a record, or one saved before."""
    if against is not None and base is not None:
        raise Refused(("", "give either --against STACK or --base FILE"))
    if against is not None:
        return _priced(against, None, None, region, project).bill
    if base is None:
        return None
    return _saved_bill(base) or _priced(None, base, None, region, project).bill


def _saved_bill(path: Path) -> Bill | None:
    """Return the bill of a file that `aidc cost --json` wrote, or None when it is some other file."""
    from json import loads

    from aidc.report.cost.document import bill_of

    try:
        document = loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or "currency" not in document:
        return None
    try:
        return bill_of(document)
    except ValueError as error:
        raise Refused((str(path), str(error))) from None


def _answer(priced: PricedRecord, by: str, before: Bill | None, base: str, budget: Decimal | None, with_savings: bool) -> CostAnswer:
    from dataclasses import replace

    from aidc.estimator.cost.carbon import footprint
    from aidc.estimator.cost.difference import difference
    from aidc.estimator.cost.gate import judge
    from aidc.estimator.cost.saving import savings
    from aidc.report.cost.answer import CostAnswer

    limits = priced.limits if budget is None else replace(priced.limits, monthly_usd=budget)
    moved = difference(before, priced.bill) if before else None
    return CostAnswer(
        priced.name,
        priced.bill,
        priced.owners,
        footprint(priced.bill, priced.utilisation),
        today(),
        by,
        priced.workload,
        judge(priced.bill, limits, priced.owners, moved),
        moved,
        base,
        savings(priced.bill) if with_savings else None,
    )


def _print(answer: CostAnswer, *, json: bool, markdown: bool) -> None:
    if json:
        from aidc.report.cost.document import cost_document

        write_json(cost_document(answer))
    elif markdown:
        from aidc.report.cost.markdown import cost_markdown

        write(cost_markdown(answer))
    else:
        from aidc.report.cost.page import cost_page

        show(cost_page(answer))
