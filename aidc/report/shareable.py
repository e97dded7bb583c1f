"""What is shown can be pasted into a pull request: credentials that lie in a stack file by mistake do not travel further with a page."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from aidc.blueprint.secret_shapes import without_secrets

Thing = TypeVar("Thing")


def shareable(thing: Thing) -> Thing:
    """Return the same plain data with every credential in its texts replaced by what kind it is."""
    return _clean(thing)


def _clean(thing: Any) -> Any:
    if isinstance(thing, str):
        return without_secrets(thing)
    if isinstance(thing, dict):
        return {_clean(key): _clean(value) for key, value in thing.items()}
    if isinstance(thing, (tuple, list)):
        return type(thing)(_clean(one) for one in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{field.name: _clean(getattr(thing, field.name)) for field in fields(thing)})
    return thing
