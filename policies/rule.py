"""What a rule is, and the one reader through which rules see properties.

A rule is a plain function over the properties of one resource; it returns the problem in one sentence, or None. Reading a value that is not known
at preview raises Unknown, which makes the outcome unknown: never a pass, and never an error that silences other rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pulumi_policy.proxy import (
    UNKNOWN_ARCHIVE_VALUE,
    UNKNOWN_ARRAY_VALUE,
    UNKNOWN_ASSET_VALUE,
    UNKNOWN_BOOLEAN_VALUE,
    UNKNOWN_NUMBER_VALUE,
    UNKNOWN_OBJECT_VALUE,
    UNKNOWN_STRING_VALUE,
    UnknownValueError,
)

_UNKNOWN_VALUES = frozenset(
    {
        UNKNOWN_ARCHIVE_VALUE,
        UNKNOWN_ARRAY_VALUE,
        UNKNOWN_ASSET_VALUE,
        UNKNOWN_BOOLEAN_VALUE,
        UNKNOWN_NUMBER_VALUE,
        UNKNOWN_OBJECT_VALUE,
        UNKNOWN_STRING_VALUE,
    }
)


class Unknown(Exception):
    """The value exists only once the resource does."""


class Outcome(StrEnum):
    """What a rule says of one resource."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Props:
    """Properties of one resource: a plain dict of a record, or the proxy that the engine hands to a pack."""

    values: Mapping[str, Any]

    def get(self, path: str) -> Any:
        """Return the value at a dotted path, or None when it is absent. Raises Unknown when it is not known yet."""
        here: Any = self.values
        for part in path.split("."):
            if not isinstance(here, Mapping):
                return None
            try:
                here = here[part]
            except KeyError:
                return None
            except UnknownValueError:
                raise Unknown(path) from None
            if isinstance(here, str) and here in _UNKNOWN_VALUES:
                raise Unknown(path)
        return here

    def items(self, path: str) -> Sequence[Any]:
        """Return the list at a path; empty when it is absent."""
        found = self.get(path)
        return found if isinstance(found, Sequence) and not isinstance(found, str) else ()

    def has(self, path: str) -> bool:
        """Tell whether something is set at a path. What is not known yet is about to be set: an id to come is an id."""
        try:
            return self.get(path) not in (None, "", [], {})
        except Unknown:
            return True


Check = Callable[[Props], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement. `id` names it for good; `fix` says what to change in the stack file and in the Pulumi property."""

    id: str
    on: tuple[str, ...]
    title: str
    severity: str
    fix: str
    references: tuple[str, ...]
    check: Check

    def judge(self, resource_type: str, props: Mapping[str, Any]) -> tuple[Outcome, str]:
        """Return the outcome for one resource and, when it fails, the problem."""
        if resource_type not in self.on:
            return Outcome.NOT_APPLICABLE, ""
        try:
            problem = self.check(Props(props))
        except Unknown as unknown:
            return Outcome.UNKNOWN, f"{unknown} is not known yet"
        return (Outcome.FAIL, problem) if problem else (Outcome.PASS, "")


def rule(*, on: str | tuple[str, ...], severity: str, fix: str, references: tuple[str, ...]) -> Callable[[Check], Rule]:
    """Make a Rule of a function: its name is the id, its docstring the title."""

    def make(check: Check) -> Rule:
        types = (on,) if isinstance(on, str) else on
        title = (check.__doc__ or "").strip().rstrip(".")
        return Rule(check.__name__.replace("_", "-"), types, title, severity, fix, references, check)

    return make
