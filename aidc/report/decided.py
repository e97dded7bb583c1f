"""A plan as lines of names and values; catalogue entries bring their source along.

Owns how decided values read. Units are in the names of the fields. Which lines answer a question is up to consequences.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from aidc.blueprint import Plan
from aidc.catalog.source import Source
from aidc.report.address_use import address_uses
from aidc.report.units import count

CATALOGUE = "aidc.catalog."
SMALL = 12
"""An item inside another that has at most this many fields is told in one line."""
NOT_TOLD = frozenset({"path", "sold_regions"})


@dataclass(frozen=True, slots=True)
class Decision:
    """One decided value: where it stands in the plan, how it reads, and for a fact of the catalogue where that comes from."""

    name: str
    value: str
    source: str = ""


def decisions(plan: Plan) -> Iterator[Decision]:
    """Yield every value of a plan, section by section, under names such as gpu_pools[0].machine."""
    for field in fields(plan):
        if field.name != "addresses":
            yield from _value(field.name, getattr(plan, field.name))
    for use in address_uses(plan.addresses):
        needed = "" if use.needed is None else f", {count(use.needed)} needed"
        yield Decision(f"addresses.{use.purpose}", f"{use.cidr}: {count(use.addresses)} addresses{needed}")


def _value(name: str, value: Any) -> Iterator[Decision]:
    if value is None or value in ("", (), {}):
        return
    if _is_fact(value):
        yield from _fact(name, value)
    elif is_dataclass(value):
        yield from _small(name, value) if len(fields(value)) <= SMALL and "." in name else _lines(name, value)
    elif isinstance(value, tuple) and is_dataclass(value[0]):
        for index, one in enumerate(value):
            yield from _value(f"{name}[{index}]", one)
    else:
        yield Decision(name, _named(name, value))


def _lines(name: str, item: Any) -> Iterator[Decision]:
    for field in fields(item):
        if field.name not in NOT_TOLD:
            yield from _value(f"{name}.{field.name}", getattr(item, field.name))


def _small(name: str, item: Any) -> Iterator[Decision]:
    yield Decision(name, _told(item))
    for field in fields(item):
        value = getattr(item, field.name)
        if _holds_items(value):
            yield from _value(f"{name}.{field.name}", value)


def _is_fact(value: Any) -> bool:
    return is_dataclass(value) and type(value).__module__.startswith(CATALOGUE)


def _fact(name: str, fact: Any) -> Iterator[Decision]:
    """Yield a catalogue entry with its source, then the entries that it refers to. Shapes that it lists but the plan did not take are left out."""
    inner = {field.name: getattr(fact, field.name) for field in fields(fact)}
    told = str(fact) if "__str__" in vars(type(fact)) else _told(fact)
    yield Decision(name, told, _source(inner.get("source")))
    for key, value in inner.items():
        if _is_fact(value) and not isinstance(value, Source):
            yield from _fact(f"{name}.{key}", value)


def _source(source: Source | str | None) -> str:
    if not isinstance(source, Source):
        return source or ""
    status = "" if source.status == "verified" else f", {source.status}"
    return f"{source.text}, read {source.read_on}{status}"


def _told(item: Any) -> str:
    """Return the plain values of an item in one line, its name first."""
    told = {field.name: getattr(item, field.name) for field in fields(item) if field.name not in NOT_TOLD | {"source"}}
    told = {name: value for name, value in told.items() if not _holds_items(value) and value not in (None, "", (), {})}
    name = told.pop("name", "")
    figures = " · ".join(f"{key} {_named(key, value)}" for key, value in told.items())
    return f"{name}: {figures}" if name and figures else str(name) or figures


def _holds_items(value: Any) -> bool:
    return is_dataclass(value) or (isinstance(value, tuple) and bool(value) and is_dataclass(value[0]))


def _named(name: str, value: Any) -> str:
    """Return a value as text; a number that names something, such as a project's, has no separators."""
    return str(value) if name.endswith("_number") else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return count(value)
    if isinstance(value, float):
        return f"{value:,.12g}"
    if isinstance(value, dict):
        return ", ".join(f"{key}={_text(one)}" for key, one in value.items())
    if isinstance(value, (tuple, list)):
        return ", ".join(_pair(one) if isinstance(one, tuple) else _text(one) for one in value)
    return str(value)


def _pair(pair: tuple[Any, ...]) -> str:
    """Return a pair such as a protocol and its ports: tcp 443, 8443."""
    return " ".join(_text(one) for one in pair if one not in ("", ()))
