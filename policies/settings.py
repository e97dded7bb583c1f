"""How a stack enforces the rules: sets, levels, configuration of rules, and waivers. The same shape in a stack file, in --config and for the engine.

sets: [baseline, training]                     # of several the strictest level counts
levels: {bucket-access-logging: disabled}      # one rule, in place of its sets
configuration: {kms-key-rotation: {days: 90}}  # of rules that take some
waivers: [{rule: …, resource: …, reason: …, owner: …, until: 2027-01-31}]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from policies.day import day_of
from policies.sets import Level, level_in
from policies.settings_problems import problems_of


class SettingsError(Exception):
    """Settings that cannot be followed; `problems` has all of them."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody answers for until a day. `resource` is a pattern over the URN or the name."""

    rule: str
    resource: str
    reason: str
    owner: str
    until: date

    def covers(self, rule: str, resource: str, name: str) -> bool:
        """Say whether it is about a finding."""
        return self.rule == rule and (fnmatchcase(resource, self.resource) or fnmatchcase(name, self.resource))


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one stack, already checked. `today` is the day on which waivers are judged; without it none has expired."""

    sets: tuple[str, ...] = ("baseline",)
    levels: Mapping[str, Level] = field(default_factory=dict)
    configuration: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    today: date | None = None

    def level(self, rule: str) -> Level:
        """Return how a rule is enforced."""
        return self.levels.get(rule) or level_in(self.sets, rule)

    def waiver(self, rule: str, resource: str, name: str) -> Waiver | None:
        """Return the waiver that lets a finding through, or None; an expired one lets nothing through."""
        return next((one for one in self.waivers if one.covers(rule, resource, name) and not self.is_expired(one)), None)

    def is_expired(self, waiver: Waiver) -> bool:
        """Say whether a waiver has ended."""
        return self.today is not None and waiver.until < self.today


def settings_of(document: Mapping[str, Any], today: date | None = None) -> Settings:
    """Return settings from plain data. Raises SettingsError with every problem: an unreadable waiver is never taken for a valid one."""
    problems = list(problems_of(document))
    if problems:
        raise SettingsError(*problems)
    waivers = tuple(
        Waiver(one["rule"], one["resource"], one["reason"], one["owner"], day_of(one["until"])) for one in document.get("waivers") or ()
    )
    return Settings(
        tuple(("baseline",) if document.get("sets") is None else document["sets"]),
        dict(document.get("levels") or {}),
        dict(document.get("configuration") or {}),
        waivers,
        today,
    )
