"""`aidc new`: a project of one's own to fork, read and edit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aidc.cli.errors import answers
from aidc.cli.stack import shown
from aidc.cli.terminal import write

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the project; Pulumi keeps its stacks under it.")]
First = Annotated[str, typer.Option("--stack", metavar="STACK", help="The reference stack that the Makefile and the README start with.")]
Folder = Annotated[Path | None, typer.Option("--dir", metavar="DIR", help="Where to write it; by default ./NAME.", show_default=False)]


@answers
def new(name: Name, stack: First = "dev", folder: Folder = None) -> None:
    """Write a project to fork: program, components, reference stacks, policies, a test."""
    from aidc.cli.new_project import write_project

    place = (folder or Path(name)).absolute()
    files = write_project(name, stack, place)
    write(f"Wrote {files} files to {shown(place)}\n")
    write(f"Next: cd {shown(place)} && aidc plan {stack}\n")
