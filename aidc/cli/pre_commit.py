"""`aidc pre-commit`: judges the stacks whose files are about to be committed. Says nothing when every mandatory rule holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from aidc.cli.check import BLOCKED, judged_stack
from aidc.cli.errors import answers
from aidc.cli.terminal import show
from aidc.inventory.project import find_project

Files = Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Stack files, as pre-commit hands them over.", show_default=False)]
_STACK_FILE = re.compile(r"^Pulumi\.(?P<stack>.+)\.yaml$")


@answers
def pre_commit(files: Files = None) -> None:
    """Judge the stacks of the files given; exit code 1 when a mandatory rule fails."""
    from aidc.report.check.page import check_page

    blocked = False
    for file in files or []:
        match = _STACK_FILE.match(file.name)
        if match is None:
            continue
        document = judged_stack(match["stack"], find_project(file.resolve().parent).directory)
        if document["blocked"]:
            blocked = True
            show(check_page(match["stack"], document))
    if blocked:
        raise typer.Exit(BLOCKED)
