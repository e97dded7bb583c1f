"""Everything that `aidc explain` has to say about one place of a stack file: asked, meant, allowed, decided, set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from aidc.blueprint import Loaded
from aidc.inventory.resource import Resource
from aidc.report.allowed import allowed
from aidc.report.consequences import consequences
from aidc.report.decided import Decision
from aidc.report.field_path import Asked, fields_of, walk
from aidc.report.resource_counts import short_type
from aidc.report.settings import Setting, properties_set, resources_of, settings


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its value as the file would say it, the line it is on (0: a default), what it means and may hold."""

    path: str
    value: Any
    given: bool
    line: int
    description: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The place itself, the fields inside it, what was decided, and the properties that it sets. `recorded`: values come from a record."""

    stack: str
    file: str
    place: Field
    inside: tuple[Field, ...]
    decided: tuple[Decision, ...]
    follows: bool
    """The decisions are those that change with the field, not all of its section."""
    resources: tuple[tuple[str, str], ...]
    """Type and name of what the noun declares."""
    sets: tuple[Setting, ...]
    recorded: bool

    def to_json(self) -> dict[str, Any]:
        """Return the document of `aidc explain --json`."""
        return {
            "stack": self.stack,
            "file": self.file,
            **_field_json(self.place),
            "fields": [_field_json(field) for field in self.inside],
            "follows": self.follows,
            "decided": [{"name": one.name, "value": one.value, "source": one.source} for one in self.decided],
            "recorded": self.recorded,
            "resources": [{"type": kind, "name": name} for kind, name in self.resources],
            "sets": [
                {"property": one.property, "values": [{"resource": name, "value": value} for name, value in one.values]}
                for one in self.sets
            ],
        }


def explain(
    stack: str, file: str, loaded: Loaded, line_of: Callable[[str], int], path: str, record: Sequence[Resource] | None
) -> Explanation:
    """Explain a path. `line_of` finds the line of a path of the blueprint; no `record` leaves values out. Raises NoSuchField."""
    asked = walk(loaded.blueprint, path)
    found = [] if record is None else resources_of(asked, record)
    names = properties_set(asked)
    made, follows = consequences(loaded, asked)
    values = settings(names, found, record or ())
    return Explanation(
        stack=stack,
        file=file,
        place=_field(asked, line_of),
        inside=tuple(_field(field, line_of) for field in fields_of(asked)),
        decided=tuple(made),
        follows=follows,
        resources=tuple((".".join(short_type(one.type)), one.name) for one in found) if len(found) < len(record or ()) else (),
        sets=tuple(values),
        recorded=record is not None,
    )


def _field(asked: Asked, line_of: Callable[[str], int]) -> Field:
    line = line_of(asked.path) if asked.given else 0
    return Field(asked.path, _plain(asked.value), asked.given, line, asked.description, allowed(asked))


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Decimal):
        # Money is written as text wherever JSON carries it.
        return str(value)
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _field_json(field: Field) -> dict[str, Any]:
    return {
        "path": field.path,
        "value": field.value,
        "given": field.given,
        "line": field.line,
        "description": field.description,
        "allowed": field.allowed,
    }
