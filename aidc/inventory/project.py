"""A Pulumi project on disk: where it is, which stacks it has, and the configuration that a stack's program receives.

Owns Pulumi.yaml and the stack files, merged as the Pulumi CLI merges them. Leaves out running the program and everything inside a configuration
value. Source: sdk/go/common/workspace (project.go, loaders.go, paths.go) and pkg/workspace/config.go of pulumi v3.259.0, read 2026-11-24.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from aidc.inventory.errors import InventoryError
from aidc.inventory.wire import SHOWN_SECRET
from aidc.inventory.yaml_text import config_text, read_yaml

PROJECT_FILE = "Pulumi.yaml"


class StackConfig(NamedTuple):
    """What `pulumi.runtime.set_all_config` takes: every value as text under its namespaced key, and the keys that are secret."""

    values: dict[str, str]
    secret_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """One Pulumi.yaml. `config` maps each namespaced key to its declaration: type, items, default, value, secret."""

    directory: Path
    name: str
    main: str
    stack_config_dir: str
    config: Mapping[str, Mapping[str, Any]]

    @property
    def program(self) -> Path:
        """The file that is run; its folder is the program's working directory."""
        path = (self.directory / self.main).resolve()
        return path / "__main__.py" if path.is_dir() else path

    def stack_file(self, stack: str) -> Path:
        """Return where the file of a stack is, or would be. Raises InventoryError for a text that can be no stack's name."""
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,100}", stack):
            raise InventoryError(f"{stack!r} is no stack name; letters, digits, '-', '_' and '.' are allowed, at most 100 of them")
        return self.directory / self.stack_config_dir / f"Pulumi.{stack}.yaml"

    def stacks(self) -> list[str]:
        """Return the names of all stacks that have a file, sorted."""
        found = (self.directory / self.stack_config_dir).glob("Pulumi.*.yaml")
        return sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in found)

    def stack_config(self, stack: str) -> StackConfig:
        """Return a stack's configuration with the project's defaults merged in. Raises InventoryError with every problem found.

        A value encrypted with `pulumi config set --secret` stays encrypted: the program receives the text `[secret]` under a secret key.
        """
        path = self.stack_file(stack)
        if not path.is_file():
            raise InventoryError(self._no_such_stack(path, stack))
        content = read_yaml(path)
        if content.get("environment"):
            raise InventoryError(
                f"{path}: environment: names ESC environments, which Pulumi Cloud alone resolves. Write the values under config: instead."
            )
        given = {_namespaced(key, self.name, path): value for key, value in _mapping_in(content, "config", path).items()}
        problems = [problem for key, declared in self.config.items() if (problem := _problem(key, declared, given, path))]
        if problems:
            raise InventoryError(*problems)
        defaults = {key: declared.get("default", declared.get("value")) for key, declared in self.config.items() if key not in given}
        secret = tuple(sorted(key for key, value in given.items() if _holds_secure(value)))
        return StackConfig({key: config_text(_hidden(value)) for key, value in sorted({**defaults, **given}.items())}, secret)

    def _no_such_stack(self, path: Path, stack: str) -> str:
        known = self.stacks()
        if not known:
            return f"{path}: there is no stack {stack!r}, and no other stack file in that folder. Write the file."
        near = difflib.get_close_matches(stack, known, 1)
        hint = f"Did you mean {near[0]!r}?" if near else "Name one of them, or write the file."
        return f"{path}: there is no stack {stack!r}; stacks of {self.name} are {', '.join(known)}. {hint}"


def find_project(path: Path) -> Project:
    """Return the project of the nearest Pulumi.yaml in a folder or above it. Raises InventoryError."""
    start = path.resolve()
    for directory in (start, *start.parents):
        if (directory / PROJECT_FILE).is_file():
            return read_project(directory / PROJECT_FILE)
    raise InventoryError(
        f"{start}: no {PROJECT_FILE} in this folder or above it. Change into a Pulumi project, or make one with `aidc new`."
    )


def read_project(path: Path) -> Project:
    """Return what a Pulumi.yaml says. Raises InventoryError."""
    content = read_yaml(path)
    name = content.get("name")
    if not isinstance(name, str) or not name:
        raise InventoryError(f"{path}: name: {name!r} is no project name; a text is needed")
    old_form = isinstance(content.get("config"), str)
    if old_form and "stackConfigDir" in content:
        raise InventoryError(f"{path}: config: a folder there and stackConfigDir say the same thing twice. Keep stackConfigDir.")
    declared = {} if old_form else _mapping_in(content, "config", path)
    config = {(full := _namespaced(key, name, path)): _declaration(full, value, name, path) for key, value in declared.items()}
    folder = content["config"] if old_form else _text_in(content, "stackConfigDir", path)
    return Project(path.parent, name, _text_in(content, "main", path), folder, config)


def _text_in(content: Mapping[str, Any], key: str, path: Path) -> str:
    value = content.get(key) or ""
    if not isinstance(value, str):
        raise InventoryError(f"{path}: {key}: {value!r} is no path; a text is needed")
    return value


def _mapping_in(content: Mapping[str, Any], key: str, path: Path) -> dict[str, Any]:
    value = content.get(key) or {}
    if not isinstance(value, dict):
        raise InventoryError(f"{path}: {key}: {value!r} is no mapping of configuration keys")
    return value


def _namespaced(key: str, project: str, path: Path) -> str:
    """Return a key with its namespace; `gcp:config:zone` is an old spelling of `gcp:zone`."""
    parts = key.split(":")
    if len(parts) == 3 and parts[1] == "config":
        del parts[1]
    if len(parts) > 2 or "" in parts:
        raise InventoryError(f"{path}: config: {key!r} is no configuration key; it reads <name> or <namespace>:<name>")
    return ":".join(parts) if len(parts) == 2 else f"{project}:{key}"


def _declaration(key: str, value: Any, project: str, path: Path) -> dict[str, Any]:
    """Return a declaration in its long form. A short one gives a default to the project's own key, a value to any other."""
    ours = key.startswith(f"{project}:")
    declared = value if isinstance(value, dict) else {"default" if ours else "value": value}
    if declared.get("default") is not None and declared.get("value") is not None:
        raise InventoryError(f"{path}: config: {key} has a default and a value; only one of them is allowed")
    if not ours and (declared.get("value") is None or "type" in declared or "default" in declared):
        raise InventoryError(f"{path}: config: {key} is not of this project; it needs a value, and neither a type nor a default")
    if re.search(r"[.\[]", key):
        raise InventoryError(f"{path}: config: {key} is a path into a value, which is not read offline. Declare the whole value.")
    return {name: part for name, part in declared.items() if part is not None}


def _problem(key: str, declared: Mapping[str, Any], given: Mapping[str, Any], path: Path) -> str | None:
    if key not in given:
        has_one = "default" in declared or "value" in declared
        return None if has_one else f"{path}: config: {key} is missing; {PROJECT_FILE} declares it without a default"
    value = given[key]
    if declared.get("secret") and not _holds_secure(value):
        return f"{path}: config: {key} must be encrypted, {PROJECT_FILE} declares it secret. Set it with `pulumi config set --secret`."
    if "type" in declared and not _fits(declared["type"], declared.get("items"), value):
        return f"{path}: config: {key}: {_hidden(value)!r} is not of type {_type_name(declared)}, which {PROJECT_FILE} declares"
    return None


def _fits(type: Any, items: Any, value: Any, *, inside: bool = False) -> bool:  # noqa: A002 - the schema's own word
    """Say whether a value has a declared type. At the top every scalar is text to the CLI, so `"3"` is an integer and 3 a string; not inside."""
    if _is_secure(value):
        return True  # what is encrypted cannot be judged
    text = "" if isinstance(value, (dict, list)) else config_text(value)
    match type:
        case "integer":
            return re.fullmatch(r"[-+]?\d+", text) is not None
        case "boolean":
            return text in ("true", "false")
        case "object":
            return isinstance(value, dict)
        case "array":
            of = items if isinstance(items, dict) else {}
            return isinstance(value, list) and all(_fits(of.get("type"), of.get("items"), one, inside=True) for one in value)
        case _:
            return isinstance(value, str) if inside else not isinstance(value, (dict, list))


def _type_name(declared: Mapping[str, Any]) -> str:
    items = declared.get("items")
    return f"array<{_type_name(items)}>" if declared.get("type") == "array" and isinstance(items, dict) else str(declared.get("type"))


def _is_secure(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"secure"} and isinstance(value["secure"], str)


def _holds_secure(value: Any) -> bool:
    if isinstance(value, dict):
        return _is_secure(value) or any(_holds_secure(item) for item in value.values())
    return isinstance(value, list) and any(_holds_secure(item) for item in value)


def _hidden(value: Any) -> Any:
    """Return a value with each encrypted part replaced by the text that the engine shows for secrets."""
    if _is_secure(value):
        return SHOWN_SECRET
    if isinstance(value, dict):
        return {key: _hidden(item) for key, item in value.items()}
    return [_hidden(item) for item in value] if isinstance(value, list) else value
