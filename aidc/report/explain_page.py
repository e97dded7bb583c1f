"""The page of `aidc explain`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.report.explanation import Explanation, Field
from aidc.report.layout import facts, section, table
from aidc.report.settings import Setting
from aidc.report.units import plural

MOST_VALUES = 12


def explain_page(explanation: Explanation) -> RenderableType:
    """Return the whole page."""
    return Group(
        Text.assemble((explanation.stack, "bold"), " · ", (explanation.place.path, "bold")),
        _asked(explanation),
        *([_decided(explanation)] if explanation.decided else []),
        *([_sets(explanation)] if explanation.sets else []),
        Text(""),
        Text.assemble("Next: ", (f"aidc plan {explanation.stack}", "bold")),
    )


def _asked(explanation: Explanation) -> RenderableType:
    place = explanation.place
    rows: list[tuple[str, RenderableType]] = [("means", place.description)]
    if explanation.inside:
        return section("asked", facts([("from", _origin(explanation, place)), *rows]), _fields(explanation.inside))
    return section(
        "asked", facts([("value", _text(place.value)), ("from", _origin(explanation, place)), *rows, ("allowed", place.allowed)])
    )


def _origin(explanation: Explanation, field: Field) -> str:
    return f"{explanation.file}:{field.line}" if field.given else f"the default; {explanation.file} does not say"


def _fields(inside: tuple[Field, ...]) -> RenderableType:
    made = table([("field", "left"), ("value", "left"), ("line", "right"), ("means", "left")])
    for field in inside:
        made.add_row("", _name(field.path), _text(field.value), str(field.line) if field.given else "default", field.description)
    return made


def _text(value: Any) -> str:
    """Return a value as the file would say it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_text(one)}' for key, one in value.items())}}}"
    return f"[{', '.join(map(_text, value))}]" if isinstance(value, list) else str(value)


def _decided(explanation: Explanation) -> RenderableType:
    rows: list[tuple[str, RenderableType]] = []
    noun = _noun(explanation.place.path)
    for one in explanation.decided:
        rows.append((one.name.removeprefix(noun), one.value))
        if one.source:
            rows.append(("", Text(f"source: {one.source}", style="dim")))
    return section("follows from it" if explanation.follows else "decided", facts(rows))


def _sets(explanation: Explanation) -> RenderableType:
    if not explanation.recorded:
        hint = f"aidc plan {explanation.stack} shows the values: it records the files as they are now"
        return section("sets", facts([(one.property, "") for one in explanation.sets]), facts([("", hint)]))
    declared = ", ".join(_declared(explanation.resources))
    head: list[tuple[str, RenderableType]] = [("declares", declared)] if declared else []
    return section("sets", facts([*head, *(row for one in explanation.sets for row in _setting(one))]))


def _declared(resources: Sequence[tuple[str, str]]) -> Iterator[str]:
    names: dict[str, list[str]] = {}
    for kind, name in resources:
        names.setdefault(kind, []).append(name)
    yield from (f"{kind} {found[0]}" if len(found) == 1 else f"{len(found)} {kind}" for kind, found in names.items())


def _setting(setting: Setting) -> list[tuple[str, RenderableType]]:
    by_value: dict[str, list[str]] = {}
    for name, value in setting.values:
        by_value.setdefault(value, []).append(name)
    if not by_value:
        return [(setting.property, Text("not set", style="dim"))]
    said = [Text.assemble(value, (f"  on {_names(names)}", "dim")) for value, names in list(by_value.items())[:MOST_VALUES]]
    rows = [(setting.property if index == 0 else "", text) for index, text in enumerate(said)]
    more = len(by_value) - MOST_VALUES
    return [*rows, *([("", f"and {plural(more, 'other value')}")] if more > 0 else [])]


def _names(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else plural(len(names), "resource")


def _name(path: str) -> str:
    return path if path.endswith("]") else path.rpartition(".")[2]


def _noun(path: str) -> str:
    """Return what the names of a noun's own decisions start with: gpu_pools[0]. or network."""
    return f"{path.partition(']')[0]}]." if path.partition(".")[0].endswith("]") else f"{path.partition('.')[0]}."
