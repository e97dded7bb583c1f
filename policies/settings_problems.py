"""What is wrong with the settings of a stack, all of it at once: wrong shapes, rules that do not exist, waivers that leave something out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import policies.rules  # noqa: F401 - importing it registers every rule
from policies.catalogue import entries
from policies.day import is_day
from policies.rule import RULES, STACK_RULES
from policies.sets import LEVELS, SETS

WAIVER_KEYS = ("rule", "resource", "reason", "owner", "until")
_KINDS: dict[str, tuple[type, str]] = {
    "sets": (list, "a list"),
    "levels": (Mapping, "an object"),
    "configuration": (Mapping, "an object"),
    "waivers": (list, "a list"),
}


def problems_of(document: Any) -> Iterator[str]:
    """Yield every problem of a document of settings."""
    if not isinstance(document, Mapping):
        yield f"the settings are {_shown(document)}; an object with {', '.join(_KINDS)} is needed"
        return
    sound: dict[str, Any] = {}
    for key, value in document.items():
        kind, words = _KINDS.get(key, (None, ""))
        if kind is None:
            yield f"{key} is no key; known are {', '.join(_KINDS)}.{_near(str(key), _KINDS)}"
        elif value is not None and not isinstance(value, kind):
            yield f"{key} is {_shown(value)}; {words} is needed"
        else:
            sound[key] = value or ()
    for name in sound.get("sets", ()):
        if not isinstance(name, str) or name not in SETS:
            yield f"sets: there is no set {name!s:.40}; there are {', '.join(SETS)}.{_near(str(name), SETS)}"
    yield from _levels(dict(sound.get("levels", ())))
    yield from _configuration(dict(sound.get("configuration", ())))
    for index, waiver in enumerate(sound.get("waivers", ())):
        yield from _waiver(f"waivers[{index}]", waiver)


def _levels(levels: Mapping[str, Any]) -> Iterator[str]:
    for rule, level in levels.items():
        yield from _unknown_rule(f"levels.{rule}", rule)
        if not isinstance(level, str) or level not in LEVELS:
            yield f"levels.{rule} is {_shown(level)}; mandatory, advisory or disabled is needed"


def _configuration(configuration: Mapping[str, Any]) -> Iterator[str]:
    for rule, given in configuration.items():
        yield from _unknown_rule(f"configuration.{rule}", rule)
        if not isinstance(given, Mapping):
            yield f"configuration.{rule} is {_shown(given)}; an object is needed"
        elif rule in entries():
            yield from _values(rule, given)


def _values(rule: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a rule does not take; of what kind a value must be shows in its default."""
    settable = {**RULES, **STACK_RULES}[rule].settable
    for key, value in given.items():
        if key not in settable:
            known = f"known are {', '.join(settable)}.{_near(str(key), settable)}" if settable else "the rule takes none"
            yield f"configuration.{rule}.{key} is no key; {known}"
        elif not _is_like(value, settable[key]):
            yield f"configuration.{rule}.{key} is {_shown(value)}; {_kind(settable[key])} is needed"


def _kind(default: Any) -> str:
    return "a list of texts" if isinstance(default, tuple | list) else f"something like {_shown(default)}"


def _is_like(value: Any, default: Any) -> bool:
    if isinstance(default, bool):
        return isinstance(value, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, tuple | list):
        return isinstance(value, tuple | list) and all(isinstance(item, str) for item in value)
    return isinstance(value, type(default))


def _waiver(where: str, waiver: Any) -> Iterator[str]:
    if not isinstance(waiver, Mapping):
        yield f"{where} is {_shown(waiver)}; an object with {', '.join(WAIVER_KEYS)} is needed"
        return
    for key in waiver:
        if key not in WAIVER_KEYS:
            yield f"{where}.{key} is no key; known are {', '.join(WAIVER_KEYS)}.{_near(str(key), WAIVER_KEYS)}"
    for key in WAIVER_KEYS:
        value = waiver.get(key)
        if value is None or not str(value).strip():
            yield f"{where}.{key} is missing: a waiver names rule, resource, reason, owner and the day it ends"
        elif key == "until":
            if not is_day(value):
                yield f"{where}.until is {_shown(value)}; a day such as 2027-01-31 is needed"
        elif not isinstance(value, str):
            yield f"{where}.{key} is {_shown(value)}; text is needed"
        elif key == "rule":
            yield from _unknown_rule(f"{where}.rule", value)


def _unknown_rule(where: str, rule: str) -> Iterator[str]:
    if rule not in entries():
        yield f"{where}: there is no rule {rule:.60}.{_near(rule, entries())}"


def _shown(value: Any) -> str:
    return f"{value!r:.40}"


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 1, 0.6)
    return f" Did you mean {near[0]}?" if near else ""
