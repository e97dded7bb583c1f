"""Walks to a field of a blueprint by its YAML path: gpu_pools[0].machine_type, network.cidr, cluster.

Owns paths and what is said where one leads nowhere. Leaves out what a field means and what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from aidc.blueprint import Blueprint, Plan
from aidc.did_you_mean import did_you_mean

Part = str | int
_PART = re.compile(r"\.?([A-Za-z_][^.\[\]]*)|\[(\d+)\]")


class NoSuchField(Exception):
    """A path that leads nowhere, with what is there instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A place in a blueprint: its value, the section that holds it (`name` is the field there), and whether the file gives it."""

    path: str
    value: Any
    holder: BaseModel
    name: str
    given: bool
    through: tuple[Any, ...]
    """Every value on the way, the blueprint first, this one last."""

    @property
    def description(self) -> str:
        """What the field means."""
        return type(self.holder).model_fields[self.name].description or ""


def walk(blueprint: Blueprint, path: str) -> Asked:
    """Return the field at a path. Raises NoSuchField."""
    parts = parts_of(path)
    value, holder, name, given = blueprint, blueprint, "", True
    through, here = [blueprint], ""
    for part in parts:
        inner = _step(value, part, here, holder, name)
        if isinstance(part, str) and isinstance(value, BaseModel):
            holder, name, given = value, part, part in value.model_fields_set
        here = _joined(here, part)
        value = inner
        through.append(value)
    return Asked(here, value, holder, name, given, tuple(through))


def fields_of(asked: Asked) -> list[Asked]:
    """Return the fields of a section or the entries of a list of sections, each as walked to; nothing for a plain value."""
    if isinstance(asked.value, list) and any(isinstance(one, BaseModel) for one in asked.value):
        entries = enumerate(asked.value)
        return [Asked(_joined(asked.path, index), one, asked.holder, asked.name, True, (*asked.through, one)) for index, one in entries]
    if not isinstance(asked.value, BaseModel):
        return []
    section = asked.value
    return [
        Asked(_joined(asked.path, name), getattr(section, name), section, name, name in section.model_fields_set, asked.through)
        for name in type(section).model_fields
    ]


def parts_of(path: str) -> list[Part]:
    """Return a path as keys and indices. Raises NoSuchField for what is no path."""
    parts: list[Part] = []
    rest = path
    while rest or not parts:
        found = _PART.match(rest)
        if not found:
            raise NoSuchField(f"{path!r} is no path; write it as in the stack file: gpu_pools[0].machine_type, network.cidr, cluster")
        parts.append(found[1] or int(found[2]))
        rest = rest[found.end() :]
    return parts


def _joined(path: str, part: Part) -> str:
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{part}" if path else part


def _step(value: Any, part: Part, here: str, holder: BaseModel, name: str) -> Any:
    if isinstance(value, BaseModel) and part in type(value).model_fields:
        return getattr(value, str(part))
    if isinstance(value, dict) and part in value:
        return value[part]
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    if value is None:
        raise NoSuchField(f"there is no {_joined(here, part)}; {here} is not given in this stack{_would_take(holder, name)}")
    raise NoSuchField(_nothing_there(value, part, here))


def _nothing_there(value: Any, part: Part, here: str) -> str:
    where = _joined(here, part)
    if isinstance(value, Blueprint) and part in Plan.__dataclass_fields__:
        return f"{where} is decided, not asked for: `aidc plan` shows it. Fields of a stack file: {_fields(value)}"
    if isinstance(value, BaseModel):
        return f"there is no {where}; fields of {here or 'a stack file'}: {_fields(value)}.{_near(part, list(type(value).model_fields))}"
    if isinstance(value, dict):
        return f"there is no {where}; {here} has {', '.join(value) or 'nothing'}.{_near(part, list(value))}"
    if isinstance(value, list):
        return f"there is no {where}; {_entries(value, here)}"
    return f"there is no {where}; {here} is the plain value {value}"


def _would_take(holder: BaseModel, name: str) -> str:
    """Return what a section that is not given would hold."""
    inner = [one for one in get_args(type(holder).model_fields[name].annotation) if isinstance(one, type) and issubclass(one, BaseModel)]
    return f"; it would take {', '.join(inner[0].model_fields)}" if inner else ""


def _fields(value: BaseModel) -> str:
    return ", ".join(type(value).model_fields)


def _near(part: Part, allowed: Sequence[str]) -> str:
    return did_you_mean(str(part), allowed)


def _entries(value: list[Any], here: str) -> str:
    if not value:
        return f"{here} has no entry in this stack"
    entries = ", ".join(f"{here}[{index}]{_named(entry)}" for index, entry in enumerate(value))
    return f"there are {entries}"


def _named(entry: Any) -> str:
    name = getattr(entry, "name", "") if isinstance(entry, BaseModel) else str(entry)
    return f" ({name})" if name else ""
