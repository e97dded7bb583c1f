"""What a stack uses that no input says: hours, nodes of autoscaled pools, bytes, operations. Read from a file or from the stack file.

Shape: {version: 1, hours_per_month: 730, free_tiers: true, resources: {name, type::name or URN: {key: value}}, defaults: {type: {key: value}}}.
A key that the resource's type does not know is an error: elsewhere a typing error silently prices 730 hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from aidc.did_you_mean import did_you_mean
from aidc.estimator.cost.usage_fit import problems_of_defaults, problems_of_resource
from aidc.estimator.cost.usage_key import MOST_HOURS, Keys, UsageError
from aidc.estimator.cost.usage_nesting import SaidTwice, nested, overlaid
from aidc.inventory.resource import Resource

HOURS_PER_MONTH = Decimal(730)
"""A standard month, 365 × 24 / 12, as the price pages use it."""

_TOP = ("version", "hours_per_month", "free_tiers", "resources", "defaults")
_Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ResourceUsage:
    """The usage of one resource, already checked against the keys of its type."""

    given: _Given = field(default_factory=dict)
    hours_per_month: Decimal = HOURS_PER_MONTH

    def number(self, path: str) -> Decimal | None:
        """Return a quantity by its dotted key, or None when nobody has said."""
        value = self._at(path)
        return None if value is None else Decimal(str(value))

    def text(self, path: str) -> str | None:
        """Return a word such as a term, or None."""
        value = self._at(path)
        return None if value is None else str(value)

    def numbers(self, path: str) -> dict[str, Decimal]:
        """Return the quantities under a key by their own keys, such as egress by destination."""
        value = self._at(path)
        return {str(key): Decimal(str(item)) for key, item in value.items()} if isinstance(value, Mapping) else {}

    def inside(self, key: str) -> ResourceUsage:
        """Return the usage of a part, such as `node_pool[0]`."""
        value = self._at(key)
        return ResourceUsage(value if isinstance(value, Mapping) else {}, self.hours_per_month)

    @property
    def hours(self) -> Decimal:
        """Return how many hours a month this runs: `monthly_hrs`, else the whole month."""
        hours = self.number("monthly_hrs")
        return self.hours_per_month if hours is None else hours

    def _at(self, path: str) -> Any:
        value: Any = self.given
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value


@dataclass(frozen=True, slots=True)
class Usage:
    """Everything a usage file says. `environment` are documented defaults that give way to all else."""

    resources: Mapping[str, _Given] = field(default_factory=dict)
    defaults: Mapping[str, _Given] = field(default_factory=dict)
    hours_per_month: Decimal = HOURS_PER_MONTH
    free_tiers: bool = True
    where: str = "usage"

    def of(self, resource: Resource) -> ResourceUsage:
        """Return what is said of a resource: defaults of its type, then by each of its names."""
        if not self.resources and not self.defaults:
            return ResourceUsage({}, self.hours_per_month)
        said: _Given = self.defaults.get(resource.type, {})
        for name in names_of(resource):
            said = overlaid(said, self.resources.get(name, {}))
        return ResourceUsage(said, self.hours_per_month)

    def check(self, resources: Iterable[Resource], keys: Mapping[str, Keys]) -> None:
        """Hold every key against its type and every name against the record. Raises UsageError with all problems."""
        kinds: dict[str, set[str]] = {}
        for resource in resources:
            for name in names_of(resource):
                kinds.setdefault(name, set()).add(resource.type)
        problems = [problem for kind, given in self.defaults.items() for problem in problems_of_defaults(kind, given, keys)]
        for name, given in self.resources.items():
            problems += problems_of_resource(name, given, kinds, keys)
        if problems:
            raise UsageError(*(f"{self.where}: {problem}" for problem in problems))


def names_of(resource: Resource) -> tuple[str, ...]:
    """Return what a resource may be called, the most exact last: its name, type and name as every URN ends, its URN."""
    names = (resource.name, f"{resource.type}::{resource.name}", resource.urn)
    return tuple(name for name in names if name)


def read_usage(path: Path) -> Usage:
    """Return the usage of a YAML or JSON file. Raises UsageError with every problem of its shape."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError, yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as YAML or JSON: {' '.join(str(error).split()):.200}") from None
    return usage_of({} if document is None else document, str(path))


def usage_of(document: Any, where: str) -> Usage:
    """Return the usage of a parsed document. Raises UsageError with every problem of its shape."""
    if not isinstance(document, Mapping):
        raise UsageError(f"{where}: holds {type(document).__name__} at the top; an object with resources and defaults is needed")
    problems = [f"{key!s:.60} is no key; known are {', '.join(_TOP)}.{did_you_mean(str(key), _TOP)}" for key in document if key not in _TOP]
    if document.get("version", 1) != 1:
        problems.append(f"version is {document['version']!r:.40}; this aidc reads version 1")
    hours = document.get("hours_per_month", 730)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= MOST_HOURS:
        problems.append(f"hours_per_month is {hours!r:.40}; a number above 0 and up to {MOST_HOURS} is needed")
    free = document.get("free_tiers", True)
    if not isinstance(free, bool):
        problems.append(f"free_tiers is {free!r:.40}; true or false is needed")
    for part in ("resources", "defaults"):
        problems += _shape_problems(part, document.get(part))
    if problems:
        raise UsageError(*(f"{where}: {problem}" for problem in problems))
    resources, defaults = (_nested(part, document.get(part) or {}, where) for part in ("resources", "defaults"))
    return Usage(resources, defaults, Decimal(str(hours)), free, where)


def _nested(part: str, given: Mapping[str, _Given], where: str) -> dict[str, _Given]:
    found: dict[str, _Given] = {}
    for name, said in given.items():
        try:
            found[name] = nested(said)
        except SaidTwice as twice:
            raise UsageError(f"{where}: {part}.{name}.{twice} is said twice") from None
    return found


def _shape_problems(part: str, value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, Mapping):
        return [f"{part} is {value!r:.60}; an object is needed"]
    return [
        f"{part}.{name!s:.80} is {given!r:.60}; an object of keys is needed"
        for name, given in value.items()
        if not isinstance(given, Mapping)
    ]
