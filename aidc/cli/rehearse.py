"""`aidc rehearse`: the real Pulumi engine takes a stack through its life on a simulated Google Cloud."""

from __future__ import annotations

import typer

from aidc.cli.errors import Refused, answers
from aidc.cli.stack import AsJson, ProjectFolder, StackName, load, project_in
from aidc.cli.terminal import show, tell, write_json

FAILED = 1


@answers
def rehearse(stack: StackName, json: AsJson = False, project: ProjectFolder = None) -> None:
    """Take a stack through its life on a simulated cloud, with the real engine."""
    from aidc.rehearsal.scenarios import lifecycle
    from aidc.rehearsal.toolchain import NoToolchain, find_toolchain

    found = project_in(project)
    load(found, stack)
    engine = find_toolchain(found.directory)
    if isinstance(engine, NoToolchain):
        raise Refused(("", engine.reason))
    rehearsal = lifecycle(found.directory, stack, engine, progress=tell)
    if json:
        write_json(rehearsal.to_json())
    else:
        from aidc.report.rehearsal_page import rehearsal_page

        show(rehearsal_page(rehearsal))
    if not rehearsal.ok:
        raise typer.Exit(FAILED)
