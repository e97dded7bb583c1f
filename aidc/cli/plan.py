"""`aidc plan`: everything that will exist, on one page."""

from __future__ import annotations

from aidc.cli.errors import answers
from aidc.cli.stack import AsJson, ProjectFolder, StackName, load, project_in, record
from aidc.cli.terminal import show, write_json


@answers
def plan(stack: StackName, json: AsJson = False, project: ProjectFolder = None) -> None:
    """Show everything that will exist, on one page."""
    found = project_in(project)
    loaded = load(found, stack)
    recording = record(found, stack)
    if json:
        from aidc.report.plan_document import plan_document

        write_json(plan_document(stack, loaded, recording))
    else:
        from aidc.report.plan_page import plan_page

        show(plan_page(stack, loaded, recording))
