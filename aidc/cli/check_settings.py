"""Where `aidc check` finds the settings of the rules: in a stack's blueprint, under the key `policies` of its configuration, or in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidc.cli.errors import Refused
from aidc.cli.pack import load_pack
from aidc.cli.stack import has_blueprint, load

if TYPE_CHECKING:
    from aidc.inventory.project import Project

KEY = "policies"
"""The key of a stack's configuration, in the project's own namespace, for programs without a blueprint."""


def settings_of_stack(project: Project, stack: str) -> Mapping[str, Any]:
    """Return the settings of a stack, none where it says nothing. Raises Refused."""
    of_blueprint = load(project, stack).plan.policies if has_blueprint(project, stack) else None
    with following():
        found = load_pack(project.directory).settings_in_configuration(project.name, project.stack_config(stack).values)
    return found if of_blueprint is None else of_blueprint


def settings_in_file(path: Path) -> Mapping[str, Any]:
    """Return the settings of a YAML or JSON file, or those under the key `policies` of a stack file. Raises Refused."""
    import yaml

    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError, yaml.YAMLError, RecursionError) as error:
        raise Refused((str(path), f"cannot be read as YAML or JSON: {' '.join(str(error).split()):.200}")) from None
    if not isinstance(document, dict):
        raise Refused((str(path), "holds no object; sets, levels, configuration and waivers are known"))
    configuration = document.get("config")
    return document if configuration is None else _in_configuration(path, configuration)


def _in_configuration(path: Path, configuration: Any) -> Mapping[str, Any]:
    held = configuration if isinstance(configuration, dict) else {}
    found = {key: value for key, value in held.items() if str(key).rpartition(":")[2] == KEY}
    if len(found) != 1:
        raise Refused((str(path), f"is a stack file with {len(found) or 'no'} keys <project>:{KEY} under config; one is needed"))
    ((key, value),) = found.items()
    if not isinstance(value, dict):
        raise Refused((str(path), f"{key} is {value!r:.40}; an object is needed"))
    return value


@contextmanager
def following() -> Iterator[None]:
    """Turn the pack's word on settings that cannot be followed into Refused: each project has a pack of its own, told by its name alone."""
    try:
        yield
    except Exception as error:
        if type(error).__name__ != "SettingsError":
            raise
        raise Refused(*(("", f"policies: {problem}") for problem in getattr(error, "problems", ()))) from None
