"""How a stack enforces the rules: sets, levels, configuration of rules, and waivers. The same shape in a stack file, in --config and for the engine.

sets: [baseline, training]                     # the first that has a rule decides its level
levels: {bucket-access-logging: disabled}      # one rule, in place of its sets
configuration: {kms-key-rotation: {days: 90}}  # of rules that take some
waivers: [{rule: …, resource: …, reason: …, owner: …, until: 2027-01-31}]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

import policies.rules  # noqa: F401 - importing it registers every rule
from policies.catalogue import entries
from policies.rule import RULES, STACK_RULES
from policies.sets import LEVELS, SETS, Level, level_in

_KEYS = ("sets", "levels", "configuration", "waivers")
_WAIVER_KEYS = ("rule", "resource", "reason", "owner", "until")


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
    problems = list(_problems(document))
    if problems:
        raise SettingsError(*problems)
    waivers = tuple(
        Waiver(one["rule"], one["resource"], one["reason"], one["owner"], _day(one["until"])) for one in document.get("waivers") or ()
    )
    return Settings(
        tuple(document.get("sets") or ("baseline",)),
        dict(document.get("levels") or {}),
        dict(document.get("configuration") or {}),
        waivers,
        today,
    )


def _problems(document: Mapping[str, Any]) -> Iterator[str]:
    for key in document:
        if key not in _KEYS:
            yield f"{key} is no key; known are {', '.join(_KEYS)}.{_near(key, _KEYS)}"
    for name in document.get("sets") or ():
        if name not in SETS:
            yield f"sets: there is no set {name}; there are {', '.join(SETS)}.{_near(str(name), SETS)}"
    for rule, level in (document.get("levels") or {}).items():
        yield from _unknown_rule(f"levels.{rule}", rule)
        if level not in LEVELS:
            yield f"levels.{rule} is {level!r:.40}; mandatory, advisory or disabled is needed"
    for rule, given in (document.get("configuration") or {}).items():
        yield from _unknown_rule(f"configuration.{rule}", rule)
        if not isinstance(given, Mapping):
            yield f"configuration.{rule} is {given!r:.40}; an object is needed"
        elif rule in entries():
            yield from _setting_problems(rule, given)
    for index, waiver in enumerate(document.get("waivers") or ()):
        yield from _waiver_problems(f"waivers[{index}]", waiver)


def _setting_problems(rule: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a rule does not take; of what kind a value must be shows in its default."""
    settable = {**RULES, **STACK_RULES}[rule].settable
    for key, value in given.items():
        if key not in settable:
            known = f"known are {', '.join(settable)}.{_near(str(key), settable)}" if settable else "the rule takes none"
            yield f"configuration.{rule}.{key} is no key; {known}"
        elif not _is_like(value, settable[key]):
            yield f"configuration.{rule}.{key} is {value!r:.40}; something like {settable[key]!r:.40} is needed"


def _is_like(value: Any, default: Any) -> bool:
    if isinstance(default, bool):
        return isinstance(value, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, tuple | list):
        return isinstance(value, tuple | list) and all(isinstance(item, str) for item in value)
    return isinstance(value, type(default))


def _waiver_problems(where: str, waiver: Any) -> Iterator[str]:
    if not isinstance(waiver, Mapping):
        yield f"{where} is {waiver!r:.40}; an object with {', '.join(_WAIVER_KEYS)} is needed"
        return
    for key in waiver:
        if key not in _WAIVER_KEYS:
            yield f"{where}.{key} is no key; known are {', '.join(_WAIVER_KEYS)}.{_near(str(key), _WAIVER_KEYS)}"
    for key in _WAIVER_KEYS:
        if not str(waiver.get(key) or "").strip():
            yield f"{where}.{key} is missing: a waiver names rule, resource, reason, owner and the day it ends"
    if waiver.get("rule"):
        yield from _unknown_rule(f"{where}.rule", str(waiver["rule"]))
    if waiver.get("until") and not _is_day(waiver["until"]):
        yield f"{where}.until is {waiver['until']!r:.40}; a day such as 2027-01-31 is needed"


def _unknown_rule(where: str, rule: str) -> Iterator[str]:
    if rule not in entries():
        yield f"{where}: there is no rule {rule}.{_near(rule, entries())}"


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _is_day(value: Any) -> bool:
    try:
        _day(value)
    except ValueError:
        return False
    return True


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 1, 0.6)
    return f" Did you mean {near[0]}?" if near else ""
