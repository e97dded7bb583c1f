"""Which project and which stack a command is about, and the stack's file read, checked and recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidc.cli.errors import Refused
from aidc.cli.terminal import progress, say
from aidc.did_you_mean import did_you_mean
from aidc.inventory.project import Project, find_project

if TYPE_CHECKING:
    from aidc.blueprint import Loaded, Problem
    from aidc.inventory.recording import Recording


def _known(incomplete: str) -> list[str]:
    """Complete the name of a stack in the shell; outside a project there is nothing to complete."""
    try:
        return [name for name in find_project(Path.cwd()).stacks() if name.startswith(incomplete)]
    except Exception:
        return []


StackName = Annotated[
    str, typer.Argument(metavar="STACK", help="Name of the stack: dev for stacks/Pulumi.dev.yaml.", autocompletion=_known)
]
OptionalStack = Annotated[
    str | None,
    typer.Argument(metavar="[STACK]", help="Name of the stack: dev for stacks/Pulumi.dev.yaml.", autocompletion=_known, show_default=False),
]
Inventory = Annotated[
    Path | None,
    typer.Option(
        "--inventory", metavar="FILE", help="A saved preview, an exported state or JSON Lines, of any program.", show_default=False
    ),
]
ProjectFolder = Annotated[
    Path | None,
    typer.Option(
        "--project", metavar="DIR", help="The Pulumi project; by default the nearest Pulumi.yaml from here upwards.", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output instead of the page.")]


def project_in(folder: Path | None) -> Project:
    """Return the project of a folder, or of the working directory. Raises Refused or InventoryError."""
    if folder is not None and not folder.is_dir():
        raise Refused(("", f"--project {folder}: there is no such folder"))
    return find_project(folder or Path.cwd())


def stack_file(project: Project, stack: str) -> Path:
    """Return the file of a stack that exists. Raises Refused with the stacks that do, or InventoryError for what is no stack name."""
    path = project.stack_file(stack)
    if path.is_file():
        return path
    known = project.stacks()
    if not known:
        raise Refused(("", f"there is no stack {stack}, and no stack file at all in {shown(path.parent)}. Write {shown(path)} first"))
    raise Refused(("", f"there is no stack {stack}; the stacks of {project.name} are {', '.join(known)}.{did_you_mean(stack, known)}"))


def has_blueprint(project: Project, stack: str) -> bool:
    """Say whether a stack's file holds a blueprint; any other Pulumi program has a record all the same."""
    from aidc.blueprint.load import BLUEPRINT_KEY

    return f"{project.name}:{BLUEPRINT_KEY}" in project.stack_config(stack).values


def load(project: Project, stack: str) -> Loaded:
    """Return a stack's file, checked and planned; what looks suspicious is said on standard error. Raises Refused with every problem."""
    from aidc.blueprint import BlueprintError, load_stack_file

    path = stack_file(project, stack)
    try:
        loaded = load_stack_file(path)
    except BlueprintError as error:
        raise Refused(*((_place(path, problem.line), _without_line(problem)) for problem in error.problems)) from None
    for warning in loaded.warnings:
        say("warning", _without_line(warning), _place(path, warning.line))
    return loaded


def record(project: Project, stack: str, *, preview: bool = True) -> Recording:
    """Return the record of a stack, from the cache where nothing has changed. What its program asked in vain is said on standard error."""
    from aidc.inventory.cache import cached_record

    with progress(f"recording {stack}: the provider's SDK takes seconds to load, once for each change"):
        recording = cached_record(project.directory, stack, preview)
    for token in recording.unanswered:
        say("warning", f"the program asks {token}, which nobody answers offline; what it makes of the answer is missing here")
    return recording


def shown(path: Path) -> str:
    """Return a path as short as it can be read from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _without_line(problem: Problem) -> str:
    return str(replace(problem, line=0))


def _place(path: Path, line: int) -> str:
    return f"{shown(path)}:{line}" if line else shown(path)
