"""Whether usage fits the record: every name is a resource or a type, every key one that its type takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aidc.did_you_mean import did_you_mean
from aidc.estimator.cost.types import class_of
from aidc.estimator.cost.usage_key import Keys, problems_of


def problems_of_defaults(kind: str, given: Mapping[str, Any], keys: Mapping[str, Keys]) -> list[str]:
    """Return what is wrong with the defaults of a type, which must take usage."""
    if kind not in keys:
        return [f"defaults.{kind} takes no usage.{did_you_mean(kind, keys)}"]
    return problems_of(f"defaults.{kind}", given, keys[kind])


def problems_of_resource(name: str, given: Mapping[str, Any], kinds: Mapping[str, set[str]], keys: Mapping[str, Keys]) -> list[str]:
    """Return what is wrong with the usage of a name; `kinds` are the types in the record that have it. One of them must take all of it."""
    if name not in kinds:
        return [f"resources.{name} names no resource of this record.{did_you_mean(name, kinds)}"]
    takers = [kind for kind in sorted(kinds[name]) if kind in keys]
    if not takers:
        why = "; ".join(_why_none(kind) for kind in sorted(kinds[name]))
        return [f"resources.{name} takes no usage: {why}"]
    attempts = [problems_of(f"resources.{name}", given, keys[kind]) for kind in takers]
    return min(attempts, key=len)


def _why_none(kind: str) -> str:
    """Say of a type that has no usage keys what the bill makes of it."""
    assessed = class_of(kind)
    what = {"free": "free", "not_assessed": "not assessed"}.get(assessed.kind, "billed by its inputs alone")
    return f"{kind} is {what} ({assessed.reason})"
