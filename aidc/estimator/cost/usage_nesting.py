"""Usage as one nested object, however it was written.

The people who know usage files write `node_pool[0].nodes: 4` as well as an object inside an object. Both say the same; a dotted key that were left
as it is would pass the check of keys and then be found by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class SaidTwice(Exception):
    """A key is given both dotted and nested, or as a value and as an object."""


def nested(given: Mapping[Any, Any]) -> dict[str, Any]:
    """Return usage with every dotted key as objects inside objects. Raises SaidTwice with the path of a key that has two values."""
    whole: dict[str, Any] = {}
    for key, value in given.items():
        for part in reversed(str(key).split(".")):
            value = {part: nested(value) if isinstance(value, Mapping) else value}
        _put(whole, value, "")
    return whole


def _put(whole: dict[str, Any], more: Mapping[str, Any], path: str) -> None:
    for key, value in more.items():
        before = whole.get(key)
        if key not in whole:
            whole[key] = value
        elif isinstance(before, dict) and isinstance(value, Mapping):
            _put(before, value, f"{path}{key}.")
        else:
            raise SaidTwice(f"{path}{key}")


def overlaid(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `over` says and, key by key at every depth, what `under` says where `over` is silent."""
    whole = {**under, **over}
    for key in under.keys() & over.keys():
        if isinstance(under[key], Mapping) and isinstance(over[key], Mapping):
            whole[key] = overlaid(under[key], over[key])
    return whole
