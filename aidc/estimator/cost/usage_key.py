"""Usage keys: what may be said of a type, in which unit, and what is wrong with what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from aidc.did_you_mean import did_you_mean

TERMS = ("on-demand", "spot", "flex-start", "calendar", "reservation")
MOST_HOURS = 744
"""Hours of the longest month. How many run at once is another key."""
_MOST = 10**15
_NUMBER = re.compile(r"[0-9]{1,40}(\.[0-9]{1,40})?([eE]\+?[0-9]{1,2})?")


class UsageError(Exception):
    """A usage file says something that cannot be used; `problems` has all of it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class UsageKey:
    """One key. `name` is dotted; `*` stands for any word (egress by region) and `[*]` for any index. `unit` is said in the documentation."""

    name: str
    unit: str
    meaning: str
    kind: Literal["number", "share", "term", "commitment term", "text"] = "number"

    def matches(self, path: str) -> bool:
        """Say whether a dotted path is this key."""
        pattern = re.escape(self.name).replace(r"\[\*\]", r"\[\d+\]").replace(r"\*", r"[\w\-]+")
        return re.fullmatch(pattern, path) is not None


Keys = tuple[UsageKey, ...]

COMMITMENT: Keys = (
    UsageKey("commitment.term", "1y or 3y", "Term of the commitment that covers a share of it", "commitment term"),
    UsageKey("commitment.coverage", "0 to 1", "Share of the machines that the commitment covers", "share"),
)
MACHINE: Keys = (
    UsageKey("monthly_hrs", "hours a month", "Hours that each machine runs; a whole month by default"),
    UsageKey("term", ", ".join(TERMS), "How it is bought, where its inputs do not say so", "term"),
    *COMMITMENT,
)
"""Keys of everything that runs machines."""


def problems_of(where: str, given: Mapping[str, Any], keys: Keys) -> list[str]:
    """Return everything wrong with the usage of one resource, each with its path."""
    return [problem for path, value in _flat(given) for problem in _problem(where, path, value, keys)]


def _problem(where: str, path: str, value: Any, keys: Keys) -> list[str]:
    key = next((key for key in keys if key.matches(path)), None)
    if key is None:
        names = [key.name for key in keys]
        return [f"{where}.{path} is no usage key of it; known are {', '.join(names)}.{did_you_mean(path, names)}"]
    needed = _needed(key, value)
    return [f"{where}.{path} is {value!r:.60}; {needed} is needed"] if needed else []


def _needed(key: UsageKey, value: Any) -> str | None:
    """Say what a value should have been, or None when it is right."""
    number = _number(value)
    if key.name.split(".")[-1] == "monthly_hrs" and number is not None and number > MOST_HOURS:
        return f"a number of hours a month, at most {MOST_HOURS},"
    match key.kind:
        case "number":
            return None if number is not None and 0 <= number <= _MOST else f"a number of {key.unit}, 0 or more,"
        case "share":
            return None if number is not None and 0 <= number <= 1 else "a share from 0 to 1"
        case "term":
            return None if value in TERMS else f"one of {', '.join(TERMS)}"
        case "commitment term":
            return None if value in ("1y", "3y") else "1y or 3y"
        case "text":
            return None if isinstance(value, str) and value else "a text"


def _number(value: Any) -> Decimal | None:
    """Return a finite number, or None. YAML reads 1e12 as a text: a text that is a number counts as one."""
    if isinstance(value, str):
        return Decimal(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = Decimal(value)
    return number if number.is_finite() else None


def _flat(given: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for key, value in given.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
