"""`aidc explain`: where a value comes from, what it means, and what follows from it. Imports neither Pulumi nor the provider."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from aidc.cli.errors import Refused, answers
from aidc.cli.stack import AsJson, ProjectFolder, StackName, load, project_in, shown, stack_file
from aidc.cli.terminal import show, write_json
from aidc.inventory.project import Project
from aidc.inventory.resource import Resource

FieldPath = Annotated[
    str, typer.Argument(metavar="PATH", help="A place in the stack file: gpu_pools[0].machine_type, network.cidr, cluster.")
]


@answers
def explain(stack: StackName, path: FieldPath, json: AsJson = False, project: ProjectFolder = None) -> None:
    """Explain one place of a stack file: where its value comes from, what it means, what follows from it."""
    from aidc.report import explanation
    from aidc.report.field_path import NoSuchField
    from aidc.report.shareable import shareable

    found = project_in(project)
    loaded = load(found, stack)
    file = stack_file(found, stack)
    try:
        said = explanation.explain(stack, shown(file), loaded, _line_of(file), path, _kept(found, stack))
    except NoSuchField as error:
        raise Refused((shown(file), str(error))) from None
    if loaded.warnings:
        said = shareable(said)
    if json:
        write_json(said.to_json())
    else:
        from aidc.report.explain_page import explain_page

        show(explain_page(said))


def _line_of(file: Path) -> Callable[[str], int]:
    """Return a function that finds the line of a path of the blueprint, or of the closest thing around it."""
    from aidc.blueprint.load import BLUEPRINT_KEY
    from aidc.blueprint.yaml_document import read_yaml

    document = read_yaml(file)
    key = next(key for key in document.data["config"] if str(key).rpartition(":")[2] == BLUEPRINT_KEY)
    return lambda path: document.line_of(f"config.{key}.{path}")


def _kept(project: Project, stack: str) -> Sequence[Resource] | None:
    """Return the resources of the record that is kept for the files as they are now, or None where there is none."""
    from aidc.inventory.cache import kept_record

    kept = kept_record(project, stack)
    return kept.resources if kept else None
