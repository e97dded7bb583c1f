"""Reading many parts at once and keys with dots: what is not known yet never hides a problem that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown

Part = TypeVar("Part")


def first_problem(parts: Iterable[Part], check: Callable[[Part], str | None]) -> str | None:
    """Return the first problem of the parts. Without one, raises what a part raised: Unknown before NotApplicable."""
    unknown: Unknown | None = None
    excused: NotApplicable | None = None
    try:
        for part in parts:
            try:
                if problem := check(part):
                    return problem
            except Unknown as reason:
                unknown = unknown or reason
            except NotApplicable as reason:
                excused = excused or reason
    except Unknown as reason:
        unknown = unknown or reason
    if unknown or excused:
        raise unknown or excused  # pyright: ignore[reportGeneralTypeIssues]
    return None


def first_of(*checks: Callable[[], str | None]) -> str | None:
    """Return the first problem of several checks, as `first_problem` does."""
    return first_problem(checks, lambda check: check())


def keyed(bag: Bag, path: str, key: str) -> Any:
    """Return one entry of a mapping whose keys may have dots: a label, an annotation, a resource. Raises Unknown."""
    held = bag.get(path)
    value = held.get(key) if isinstance(held, Mapping) else None
    if value is UNKNOWN:
        raise Unknown(f"{bag.path}{path}[{key}]")
    return value


def keys(bag: Bag, path: str) -> Mapping[str, Any]:
    """Return a mapping with its unknown values in it, empty when absent or of another kind. Raises Unknown when it is unknown as a whole."""
    held = bag.get(path)
    return held if isinstance(held, Mapping) else {}
