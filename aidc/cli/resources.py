"""`aidc resources`: the record itself, for policies, estimators and scripts."""

from __future__ import annotations

from typing import Annotated

import typer

from aidc.cli.errors import answers
from aidc.cli.stack import ProjectFolder, StackName, has_blueprint, load, project_in, record, stack_file
from aidc.cli.terminal import write
from aidc.inventory.errors import InventoryError

AsUp = Annotated[bool, typer.Option("--up", help="Record an update instead of a preview: ids are made up instead of unknown.")]


@answers
def resources(stack: StackName, up: AsUp = False, project: ProjectFolder = None) -> None:
    """Print every resource as Pulumi would send it, as JSON Lines."""
    from aidc.inventory.resource import to_json_lines

    found = project_in(project)
    stack_file(found, stack)
    try:
        recording = record(found, stack, preview=not up)
    except InventoryError:
        # A blueprint that cannot be built is told with its lines, before what the program made of it.
        if has_blueprint(found, stack):
            load(found, stack)
        raise
    write(to_json_lines(recording.resources))
