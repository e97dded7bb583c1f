"""`aidc cost`: what a stack, or any record of a Pulumi program for Google Cloud, costs a month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidc.cli.errors import Refused, answers
from aidc.cli.stack import AsJson, ProjectFolder, project_in, record, stack_file
from aidc.cli.terminal import write, write_json

if TYPE_CHECKING:
    from aidc.estimator.cost import Usage
    from aidc.inventory.resource import Resource

OptionalStack = Annotated[str | None, typer.Argument(metavar="[STACK]", help="Name of the stack: dev for stacks/Pulumi.dev.yaml.")]
Inventory = Annotated[
    Path | None,
    typer.Option("--inventory", metavar="FILE", help="A saved preview, an exported state or JSON Lines, of any Pulumi program."),
]
UsageFile = Annotated[
    Path | None, typer.Option("--usage", metavar="FILE", help="What is used that no input says: hours, bytes, operations.")
]
RegionName = Annotated[str | None, typer.Option("--region", metavar="R", help="The region of resources that name none.")]


@answers
def cost(
    stack: OptionalStack = None,
    inventory: Inventory = None,
    usage: UsageFile = None,
    region: RegionName = None,
    json: AsJson = False,
    project: ProjectFolder = None,
) -> None:
    """Say what a month costs, line by line, and what is missing from the sum."""
    from aidc.estimator.cost import UsageError, estimate

    try:
        bill = estimate(_resources(stack, inventory, project), _usage(usage), region=region)
    except UsageError as error:
        raise Refused(*(("", problem) for problem in error.problems)) from None
    if json:
        from aidc.report.cost_document import cost_document

        write_json(cost_document(bill))
    else:
        write(f"{bill.usd_per_month:,.2f} USD a month\n")


def _resources(stack: str | None, inventory: Path | None, project: Path | None) -> list[Resource]:
    """Return the record of a stack or of a file. Raises Refused unless exactly one is given."""
    if (stack is None) == (inventory is None):
        raise Refused(("", "give either the name of a stack or --inventory FILE"))
    if inventory is not None:
        from aidc.inventory.read import read

        return read(inventory)
    assert stack is not None
    found = project_in(project)
    stack_file(found, stack)
    return list(record(found, stack).resources)


def _usage(path: Path | None) -> Usage:
    from aidc.estimator.cost import Usage, read_usage

    return read_usage(path) if path else Usage()
