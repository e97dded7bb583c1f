"""Label selectors as Kubernetes has them: matchLabels and matchExpressions, all of which must hold."""

from __future__ import annotations

from collections.abc import Mapping

from policies.bag import UNKNOWN, Bag, Unknown
from policies.reading import keys


def is_empty(bag: Bag, path: str) -> bool:
    """Say whether a selector is there and asks for nothing, so that it selects everything. Raises Unknown."""
    return bag.get(path) is not None and not bag.has(f"{path}.matchLabels") and not bag.has(f"{path}.matchExpressions")


def selects(bag: Bag, path: str, labels: Mapping[str, object]) -> bool:
    """Say whether a selector selects what has the labels; an absent one selects nothing. Raises Unknown where it cannot be told."""
    if bag.get(path) is None:
        return False
    return matches(keys(bag, f"{path}.matchLabels"), labels, bag.path + path) and all(
        _holds(expression, labels) for expression in bag.bags(f"{path}.matchExpressions")
    )


def matches(wanted: Mapping[str, object], labels: Mapping[str, object], where: str) -> bool:
    """Say whether labels have every wanted value; one that differs decides before one that is not known yet. Raises Unknown."""
    pairs = [(value, labels.get(key)) for key, value in wanted.items()]
    if any(UNKNOWN not in pair and pair[0] != pair[1] for pair in pairs):
        return False
    if any(UNKNOWN in pair for pair in pairs):
        raise Unknown(where)
    return True


def _holds(expression: Bag, labels: Mapping[str, object]) -> bool:
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
