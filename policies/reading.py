"""Reading many parts at once and keys with dots: what is not known yet never hides a problem that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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


def objects(bag: Bag, path: str) -> Iterator[Bag]:
    """Yield a bag for each object of a list, as Bag.bags does; what is not known yet is told last, after the others were looked at. Raises Unknown."""
    held = bag.get(path)
    items = [] if held is None else held if isinstance(held, list) else [held]
    for index, item in enumerate(items):
        if isinstance(item, dict):
            yield bag.at(item, f"{path}[{index}]")
    _tell(bag, path, items)


def texts(bag: Bag, path: str) -> Iterator[str]:
    """Yield the texts of a list; what is not known yet is told last. Raises Unknown."""
    held = bag.get(path)
    items = [] if held is None else held if isinstance(held, list) else [held]
    yield from (item for item in items if isinstance(item, str))
    _tell(bag, path, items)


def _tell(bag: Bag, path: str, items: list[Any]) -> None:
    if any(item is UNKNOWN for item in items):
        raise Unknown(f"{bag.path}{path}")


def keyed(bag: Bag, path: str, key: str) -> Any:
    """Return one entry of a mapping whose keys may have dots: a label, an annotation, a resource. Raises Unknown."""
    held = bag.get(path)
    value = held.get(key) if isinstance(held, dict) else None
    if value is UNKNOWN:
        raise Unknown(f"{bag.path}{path}[{key}]")
    return value


def keys(bag: Bag, path: str) -> Mapping[str, Any]:
    """Return a mapping with its unknown values in it, empty when absent or of another kind. Raises Unknown when it is unknown as a whole."""
    held = bag.get(path)
    return held if isinstance(held, dict) else {}
