"""Property values as the engine sends them: unknowns, boxed secrets, assets, and dotted property paths.

Source: the wire details of the resource-provider protocol (pulumi.runtime.rpc of the installed SDK).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aidc.inventory.resource import UNKNOWN

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""Key that marks a dict as a special value: a secret, an asset, an archive, a resource reference, an output value."""
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
DEFAULTS = "__defaults"
"""Key under which the bridge lists, on every level of the inputs, the properties that it has filled in itself."""
ENGINE_KEYS = frozenset({DEFAULTS, "__meta", "__internal"})
"""Keys that belong to the engine and the bridge, never to the program."""

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def unbox(value: Any) -> Any:
    """Return the value without secret and output boxes on any level; assets and references stay as they are."""
    if isinstance(value, Mapping):
        marker = value.get(SIGNATURE)
        if marker == SECRET:
            return unbox(value.get("value"))
        if marker == OUTPUT_VALUE:
            return unbox(value.get("value", UNKNOWN))
        return {key: unbox(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [unbox(item) for item in value]
    return value


def is_special(value: Any) -> bool:
    """Return whether a dict is an asset, an archive or a resource reference, not an object of the program."""
    return isinstance(value, Mapping) and SIGNATURE in value


def is_unknown(value: Any) -> bool:
    """Return whether a value is the sentinel of a value that is not known yet."""
    return isinstance(value, str) and value == UNKNOWN


def has_unknown(value: Any) -> bool:
    """Return whether any part of a value is unknown."""
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return is_unknown(value)


def without_engine_keys(value: Any) -> Any:
    """Return the value without `__defaults` and other engine keys, on every level."""
    if isinstance(value, Mapping):
        return {key: without_engine_keys(item) for key, item in value.items() if key not in ENGINE_KEYS}
    if isinstance(value, list):
        return [without_engine_keys(item) for item in value]
    return value


def steps(path: str) -> list[str | int]:
    """Return the steps of a property path: `a.b[0].c` gives a, b, 0, c."""
    return [int(index) if index else name for index, name in _STEP.findall(path)]


def at(value: Any, path: str) -> Any:
    """Return what stands at a path, the first element where a list is met without index, None where nothing is."""
    for step in steps(path):
        if isinstance(value, list) and not isinstance(step, int):
            value = value[0] if value else None
        if isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            return None
    return value


def all_at(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield (path with indexes, value) for everything that a path without indexes reaches, through every element of lists."""
    yield from _reach("", value, [str(step) for step in steps(path)])


def _reach(prefix: str, value: Any, rest: list[str]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _reach(f"{prefix}[{index}]", item, rest)
    elif not rest:
        if value is not None:
            yield prefix, value
    elif isinstance(value, Mapping) and rest[0] in value:
        yield from _reach(f"{prefix}.{rest[0]}" if prefix else rest[0], value[rest[0]], rest[1:])
