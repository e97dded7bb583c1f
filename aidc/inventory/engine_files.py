"""The engine's own files as resources: the steps of a preview, and the resources of a state.

Owns which of them will exist, or do, and how a state reads as a resource. Leaves out finding out what a file is (`read.py`). Source:
pkg/display/json.go and sdk/go/common/apitype/core.go of pulumi v3.259.0, and files that this version wrote on 2026-11-24.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aidc.inventory.errors import InventoryError
from aidc.inventory.registration import PROVIDER_PREFIX, default_provider
from aidc.inventory.resource import Resource
from aidc.inventory.urn import STACK_TYPE, Urn, parse_urn
from aidc.inventory.wire import shown

_GONE = frozenset({"delete", "discard", "read-discard"})
_MAKING = frozenset({"create", "same", "update", "replace", "create-replacement", "import", "import-replacement"})
"""Operations of which a preview always shows the new state."""
_KEPT_OPTIONS = (
    "additionalSecretOutputs",
    "customTimeouts",
    "deletedWith",
    "ignoreChanges",
    "protect",
    "provider",
    "replaceOnChanges",
    "replaceWith",
    "retainOnDelete",
)
_WORDS = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}


def resources_of_preview(document: Mapping[str, Any]) -> list[Resource]:
    """Return what will exist after the steps of a preview. Raises InventoryError with every malformed step."""
    _refuse_failed(document)
    by_urn: dict[str, Resource] = {}

    def take(step: Any, where: str) -> None:
        operation, old, new = _get(step, "op", str, where), _get(step, "oldState", dict, where), _get(step, "newState", dict, where)
        if operation in _GONE and not old.get("delete"):  # what was marked for deletion before is a leftover copy of a replaced resource
            by_urn.pop(_get(step, "urn", str, where), None)
        elif new and operation != "read" and _is_alive(new):
            resource = resource_of_state(new, f"{where}.newState")
            by_urn[resource.urn] = resource
        elif not new and operation in _MAKING | {""}:
            raise InventoryError(f": {where} has no newState, so it is no step of `pulumi preview --json`")

    _each(_get(document, "steps", list, ""), "steps", take)
    config = {key: value for key, value in _get(document, "config", dict, "").items() if isinstance(value, str)}
    return [*by_urn.values(), *_default_providers(by_urn, config)]


def resources_of_state(deployment: Mapping[str, Any]) -> list[Resource]:
    """Return what exists by an exported state. What was being created when an update broke off is part of it: it may be there."""
    resources: list[Resource] = []

    def take(state: Any, where: str) -> None:
        if _is_alive(_is(state, dict, where)):
            resources.append(resource_of_state(state, where))

    def take_pending(operation: Any, where: str) -> None:
        if _get(operation, "type", str, where) == "creating":
            take(_get(operation, "resource", dict, where), f"{where}.resource")

    _each(_get(deployment, "resources", list, "deployment"), "deployment.resources", take)
    _each(_get(deployment, "pending_operations", list, "deployment"), "deployment.pending_operations", take_pending)
    return resources


def resource_of_state(state: Mapping[str, Any], where: str) -> Resource:
    """Return the resource of one state. Raises InventoryError naming the place."""
    text = _get(state, "urn", str, where)
    urn, parent = _urn(text, f"{where}.urn"), _get(state, "parent", str, where)
    options = {key: shown(state[key]) for key in _KEPT_OPTIONS if state.get(key)}
    if import_id := _get(state, "importID", str, where):
        options["import"] = import_id
    return Resource(
        type=_get(state, "type", str, where) or urn.type,
        name=urn.name,
        inputs=shown(_get(state, "inputs", dict, where)),
        urn=text,
        parent="" if not parent or _urn(parent, f"{where}.parent").type == STACK_TYPE else parent,
        dependencies=tuple(sorted(_is(urn, str, f"{where}.dependencies") for urn in _get(state, "dependencies", list, where))),
        custom=_get(state, "custom", bool, where),
        options=dict(sorted(options.items())),
        outputs=shown(_get(state, "outputs", dict, where)),
    )


def _is_alive(state: Mapping[str, Any]) -> bool:
    """Leave out the stack, what is on its way out, and what others own."""
    gone = state.get("delete") or state.get("pendingReplacement")
    return not (gone or state.get("external") or state.get("type") == STACK_TYPE)


def _refuse_failed(document: Mapping[str, Any]) -> None:
    notes = [note for note in _get(document, "diagnostics", list, "") if isinstance(note, dict) and note.get("severity") == "error"]
    if notes:
        first = str(notes[0].get("message", "")).strip().partition("\n")[0]
        raise InventoryError(f": is the preview of a program that failed, so its steps are incomplete. Mend the program first: {first}")


def _default_providers(by_urn: Mapping[str, Resource], config: Mapping[str, str]) -> list[Resource]:
    """Return the default providers that the resources name; no step shows them, though project, region and zone come from them."""
    named = {resource.options.get("provider", "") for resource in by_urn.values()}
    missing = {urn for reference in named if isinstance(reference, str) and (urn := reference.rpartition("::")[0])} - set(by_urn)
    found: list[Resource] = []
    for text in sorted(missing):
        urn = _urn(text, "provider")
        version = re.fullmatch(r"default_(\d+)_(\d+)_(\d+)", urn.name)
        if urn.name.startswith("default") and urn.type.startswith(PROVIDER_PREFIX):
            package = urn.type.removeprefix(PROVIDER_PREFIX)
            provider = default_provider(package, ".".join(version.groups()) if version else "", config, urn.stack, urn.project)
            found += [provider] if provider and provider.urn == text else []
    return found


def _each(items: Iterable[Any], name: str, take: Callable[[Any, str], None]) -> None:
    """Hand over every item with its place, and raise the problems of all of them at once."""
    problems: list[str] = []
    for index, item in enumerate(items):
        try:
            take(item, f"{name}[{index}]")
        except InventoryError as error:
            problems += error.problems
    if problems:
        raise InventoryError(*problems)


def _get(holder: Any, key: str, kind: type, where: str) -> Any:
    """Return a field that has to be of a kind; where it is absent or null, the kind's empty value."""
    value = _is(holder, dict, where).get(key)
    return kind() if value is None else _is(value, kind, f"{where}.{key}".lstrip("."))


def _is(value: Any, kind: type, where: str) -> Any:
    if not isinstance(value, kind):
        raise InventoryError(f": {where} is {value!r:.60}; {_WORDS[kind]} is needed")
    return value


def _urn(text: str, where: str) -> Urn:
    try:
        return parse_urn(text)
    except ValueError as error:
        raise InventoryError(f": {where}: {error}") from None
