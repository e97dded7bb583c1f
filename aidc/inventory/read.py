"""Reads a record from a file: a saved preview, an exported state, or our own JSON Lines, told apart by their content.

Owns decoding, telling the formats apart, JSON Lines, and what is said of a file that is none of them. `engine_files.py` owns what the engine's files
mean. A preview lists unchanged resources only when it was made with `--show-sames`: without, the record is what changes.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from aidc.inventory.engine_files import resources_of_preview, resources_of_state
from aidc.inventory.errors import InventoryError
from aidc.inventory.resource import Resource
from aidc.inventory.urn import STACK_TYPE
from aidc.inventory.wire import shown

ACCEPTED = (
    "Accepted are the output of `pulumi preview --json` and of `pulumi stack export`, and JSON Lines as `aidc resources` writes them."
)

_PREVIEW_KEYS = frozenset({"steps", "changeSummary", "duration"})
_LINE_FIELDS: dict[str, tuple[type, str]] = {"type": (str, "a text"), "name": (str, "a text"), "inputs": (dict, "an object")}
_OPTIONAL_LINE_FIELDS: dict[str, tuple[type, str]] = {
    "urn": (str, "a text"),
    "parent": (str, "a text"),
    "dependencies": (list, "a list"),
    "custom": (bool, "true or false"),
    "options": (dict, "an object"),
    "outputs": (dict, "an object"),
}
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_MOST_PROBLEMS = 20


def read(path: Path) -> list[Resource]:
    """Return the resources of a file, sorted by URN. Raises InventoryError saying what was found and what is accepted."""
    try:
        resources = _read(_decoded(path.read_bytes()))
    except OSError as error:
        raise InventoryError(f"{path}: cannot be read: {error.strerror or error}. {ACCEPTED}") from None
    except UnicodeError:
        raise InventoryError(f"{path}: is not text in UTF-8 or UTF-16. {ACCEPTED}") from None
    except RecursionError:
        raise InventoryError(f"{path}: nests its values too deeply to be a record. {ACCEPTED}") from None
    except InventoryError as error:
        problems = [f"{path}{problem}" for problem in error.problems[:_MOST_PROBLEMS]]
        more = len(error.problems) - len(problems)
        raise InventoryError(*problems, *([f"{path}: {more} more of the same kind"] if more else [])) from None
    return sorted(resources, key=lambda resource: resource.urn)


def _decoded(data: bytes) -> str:
    """Return the text; PowerShell's `>` writes UTF-16 with a mark."""
    text = data.decode("utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    if "\0" in text:
        raise InventoryError(f": holds binary data. {ACCEPTED}")
    return text


def _read(text: str) -> list[Resource]:
    try:
        document = _json(text)
    except ValueError as error:
        return _read_lines(text, error)
    if not isinstance(document, dict):
        raise InventoryError(f": holds {_kind(document)} at the top. {ACCEPTED}")
    if _PREVIEW_KEYS & document.keys():
        return resources_of_preview(document)
    for outer, inner in (("deployment", None), ("checkpoint", "latest")):
        if isinstance(found := document.get(outer), dict) and isinstance(state := found.get(inner) if inner else found, dict):
            return resources_of_state(state)
    if {*_LINE_FIELDS, "urn"} & document.keys():
        return _read_lines(text, None)
    keys = ", ".join(sorted(map(str, document))[:6]) or "none"
    raise InventoryError(f": holds an object with unfamiliar keys ({keys:.200}). {ACCEPTED}")


def _json(text: str) -> Any:
    """Return parsed JSON, numbers as floats. Raises ValueError for all that a later JSON or UTF-8 file could not hold."""
    value = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_no_number)
    if _SURROGATE.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("a text in it holds half a surrogate pair") from None
    return value


def _number(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text:.20} is no number that JSON can hold")


def _read_lines(text: str, whole: ValueError | None) -> list[Resource]:
    """Return the resources of JSON Lines; `whole` is what keeps the text from being one JSON document."""
    lines = {number: line for number, line in enumerate(text.split("\n"), 1) if line.strip()}
    parsed = {number: _try_json(line) for number, line in lines.items()}
    if not any(isinstance(value, dict) for value in parsed.values()):
        _refuse_text(text, whole)
    problems = [f":{number}: {problem}" for number, value in parsed.items() if (problem := _line_problem(value))]
    if problems:
        raise InventoryError(*problems, f": was read as JSON Lines. {ACCEPTED}")
    return [_line_resource(value) for value in parsed.values() if value["type"] != STACK_TYPE]


def _try_json(line: str) -> Any:
    try:
        return _json(line)
    except ValueError as error:
        return error


def _refuse_text(text: str, whole: ValueError | None) -> NoReturn:
    if not text.strip():
        raise InventoryError(f": is empty. {ACCEPTED}")
    if text.lstrip()[0] not in "{[":
        raise InventoryError(f": is not JSON; it begins with {text.strip()[:40]!r}. {ACCEPTED}")
    raise InventoryError(f": is not JSON: {_reason(whole)}. {ACCEPTED}")


def _reason(error: ValueError | None) -> str:
    return f"{error.msg} at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)


def _line_problem(value: Any) -> str | None:
    """Say what keeps one line from being a resource."""
    if isinstance(value, ValueError):
        return f"is not JSON: {value.msg} at column {value.colno}" if isinstance(value, json.JSONDecodeError) else f"is not JSON: {value}"
    if not isinstance(value, dict):
        return f"holds {_kind(value)}; an object with type, name and inputs is needed"
    if "sequence" in value and "timestamp" in value:
        return "is an event of the engine, not a resource; make the preview with --json and without event streaming"
    missing = [key for key in _LINE_FIELDS if key not in value]
    if missing:
        return f"lacks {' and '.join(missing)}; type, name and inputs are needed"
    fields = {**_LINE_FIELDS, **_OPTIONAL_LINE_FIELDS}
    wrong = [f"{key} is {value[key]!r:.60}; {words} is needed" for key, (kind, words) in fields.items() if not _fits(value, key, kind)]
    return "; ".join(wrong) or None


def _fits(value: Mapping[str, Any], key: str, kind: type) -> bool:
    return key not in value or (isinstance(value[key], kind) and (key != "dependencies" or all(isinstance(urn, str) for urn in value[key])))


def _line_resource(value: Mapping[str, Any]) -> Resource:
    return Resource(
        type=value["type"],
        name=value["name"],
        inputs=shown(value["inputs"]),
        urn=value.get("urn", ""),
        parent=value.get("parent", ""),
        dependencies=tuple(value.get("dependencies", ())),
        custom=value.get("custom", True),
        options=shown(value.get("options", {})),
        outputs=shown(value.get("outputs", {})),
    )


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a text", float: "a number", bool: "true or false", type(None): "null"}
    return names.get(type(value), type(value).__name__)
