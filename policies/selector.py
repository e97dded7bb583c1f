"""Label selectors as Kubernetes has them: matchLabels and matchExpressions, all of which must hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policies.bag import UNKNOWN, Bag, Unknown
from policies.reading import keys, objects


def is_empty(bag: Bag, path: str) -> bool:
    """Say whether a selector is there and asks for nothing, so that it selects everything. Raises Unknown."""
    return bag.get(path) is not None and not bag.has(f"{path}.matchLabels") and not bag.has(f"{path}.matchExpressions")


def selects(bag: Bag, path: str, labels: Mapping[str, Any]) -> bool:
    """Say whether a selector selects what has the labels; an absent one selects nothing. Raises Unknown where it cannot be told."""
    if bag.get(path) is None:
        return False
    return matches(keys(bag, f"{path}.matchLabels"), labels, bag.path + path) and all(
        _holds(expression, labels) for expression in objects(bag, f"{path}.matchExpressions")
    )


def matches(wanted: Mapping[str, Any], labels: Mapping[str, Any], where: str) -> bool:
    """Say whether labels have every wanted value; one that differs decides before one that is not known yet. Raises Unknown."""
    is_open = False
    for key, value in wanted.items():
        held = labels.get(key)
        if value is UNKNOWN or held is UNKNOWN:
            is_open = True
        elif value != held:
            return False
    if is_open:
        raise Unknown(where)
    return True


def _holds(expression: Bag, labels: Mapping[str, Any]) -> bool:
    key, values = expression.text("key"), expression.list("values")
    held = labels.get(key)
    if held is UNKNOWN:
        raise Unknown(f"labels[{key}]")
    match expression.text("operator"):
        case "In":
            return held in values
        case "NotIn":
            return held not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
        case _:
            return False


class Selectors:
    """Many objects with selectors, found by the labels that they could select: a stack may have thousands of each."""

    def __init__(self, spaces: Mapping[str, Iterable[Bag]], path: str) -> None:
        """Keep the objects of each namespace by one label of the plain mapping under `path`; those without a known one are always candidates."""
        self._by_label: dict[tuple[str, str, str], list[Bag]] = defaultdict(list)
        self._others: dict[str, list[Bag]] = defaultdict(list)
        for space, things in spaces.items():
            for thing in things:
                label = _first_label(thing, path)
                (self._by_label[space, *label] if label else self._others[space]).append(thing)

    def candidates(self, space: str, labels: Mapping[str, Any]) -> Iterator[Bag]:
        """Yield the objects of a namespace that may select what has the labels."""
        for key, value in labels.items():
            if isinstance(value, str):
                yield from self._by_label.get((space, key, value), ())
            elif value is UNKNOWN:
                yield from (thing for (at, name, _), things in self._by_label.items() if (at, name) == (space, key) for thing in things)
        yield from self._others.get(space, ())


def _first_label(thing: Bag, path: str) -> tuple[str, str] | None:
    try:
        return next(((key, value) for key, value in keys(thing, path).items() if isinstance(value, str)), None)
    except Unknown:
        return None
