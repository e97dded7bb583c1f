"""Stack file or configuration object to Blueprint: the one place where the errors of YAML and pydantic become ours, all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from aidc.blueprint.all_problems import all_problems
from aidc.blueprint.errors import BlueprintError, Problem
from aidc.blueprint.pasted_secrets import pasted_secrets
from aidc.blueprint.plan import Plan, make_plan
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.short_forms import as_written, without_short_forms
from aidc.blueprint.yaml_document import YamlDocument, read_yaml

BLUEPRINT_KEY = "blueprint"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A stack file that can be built: what was asked, what was decided, and what looks suspicious."""

    blueprint: Blueprint
    plan: Plan
    warnings: tuple[Problem, ...]


def load_stack_file(path: Path) -> Loaded:
    """Read, check and plan one stack file. Raises BlueprintError with every problem, in file order."""
    document = read_yaml(path)
    data, prefix = _blueprint_of(document)
    return _load(data, document, prefix)


def load_object(data: Any) -> Loaded:
    """Check and plan the object under the blueprint key, as pulumi.Config hands it over. Raises BlueprintError."""
    return _load(data, YamlDocument(data), "")


def _blueprint_of(document: YamlDocument) -> tuple[Any, str]:
    if not isinstance(document.data, dict):
        raise BlueprintError([Problem(1, "the stack file", f"is {_kind(document.data)}, not a mapping; it starts with `config:`")])
    config = document.data.get("config")
    if not isinstance(config, dict):
        found = ", ".join(map(str, list(document.data)[:5])) or "nothing"
        raise BlueprintError(
            [Problem(1, "the stack file", f"has no mapping `config:` (found: {found}); the blueprint lies under config: aidc:blueprint:")]
        )
    for key, value in config.items():
        if str(key).rpartition(":")[2] == BLUEPRINT_KEY:
            return value, f"config.{key}"
    raise BlueprintError(
        [Problem(document.line_of("config"), "config", f"has no key aidc:blueprint (found: {', '.join(map(str, config)) or 'nothing'})")]
    )


def _kind(value: Any) -> str:
    return {list: "a list", str: "text", int: "a number", float: "a number", bool: "a boolean", type(None): "empty"}.get(
        type(value), "a value"
    )


def _load(data: Any, document: YamlDocument, prefix: str) -> Loaded:
    def placed(problem: Problem) -> Problem:
        path = as_written(problem.path, data) if isinstance(data, dict) else problem.path
        full = f"{prefix}.{path}" if prefix and path else prefix or path
        return Problem(document.line_of(full), path or BLUEPRINT_KEY, problem.text)

    if not isinstance(data, dict):
        raise BlueprintError([placed(Problem(0, "", f"is {_kind(data)}, not a mapping; it starts with name, environment and site"))])
    secrets = [placed(problem) for problem in pasted_secrets(data)]
    whole = without_short_forms(data)
    try:
        blueprint = Blueprint.model_validate(whole)
    except ValidationError:
        raise BlueprintError([*(placed(problem) for problem in all_problems(whole)), *secrets]) from None
    try:
        plan = make_plan(blueprint)
    except BlueprintError as error:
        raise BlueprintError([*(placed(problem) for problem in error.problems), *secrets]) from None
    return Loaded(blueprint, plan, tuple(sorted(problem.without_secrets() for problem in secrets)))
