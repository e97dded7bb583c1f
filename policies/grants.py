"""Who is granted what: one reader for the Member, the Binding and the Policy of every service.

What is known decides where it can: an unknown principal beside a public one does not hide it, and an unknown principal with a harmless role is harmless.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown

TABLE = Path(__file__).parent / "grant_types.csv"
PROJECT = ("gcp:projects/iAMMember:IAMMember", "gcp:projects/iAMBinding:IAMBinding", "gcp:projects/iAMPolicy:IAMPolicy")
FOLDER = ("gcp:folder/iAMMember:IAMMember", "gcp:folder/iAMBinding:IAMBinding", "gcp:folder/iAMPolicy:IAMPolicy")
ORGANIZATION = ("gcp:organizations/iAMMember:IAMMember", "gcp:organizations/iAMBinding:IAMBinding", "gcp:organizations/iAMPolicy:IAMPolicy")
Matches = Callable[[str], bool]


@cache
def grant_types() -> tuple[str, ...]:
    """Return every resource type that grants roles. The table is the list of pulumi_gcp 10.2.0; a test holds it to the installed one."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return tuple(row["type"] for row in csv.DictReader(table))


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, who has it, and under which condition. UNKNOWN stands for what is not known yet; `path` says where the principals stand."""

    role: Any
    principals: tuple[Any, ...]
    condition: Any
    path: str


def grants(bag: Bag) -> Iterator[Grant]:
    """Yield the grants of a Member, a Binding or a Policy. Raises Unknown for a policy not known yet, NotApplicable for one that is no policy."""
    if not bag.type.endswith("Policy"):
        path = "members" if bag.has("members") else "member"
        yield Grant(_peek(bag, "role"), _listed(_peek(bag, path)), _peek(bag, "condition.expression"), path)
        return
    for binding in _policy(bag):
        condition = binding.get("condition")
        expression = condition.get("expression") if isinstance(condition, Mapping) else None
        yield Grant(binding.get("role"), _listed(binding.get("members")), expression, "policyData")


def _peek(bag: Bag, path: str) -> Any:
    try:
        return bag.get(path)
    except Unknown:
        return UNKNOWN


def _listed(value: Any) -> tuple[Any, ...]:
    found = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(item for item in found if isinstance(item, str) or item is UNKNOWN)


def _policy(bag: Bag) -> tuple[Mapping[str, Any], ...]:
    """Return the bindings of policyData, which is JSON text; a policy given as an object is one too. Raises Unknown and NotApplicable."""
    stated = bag.get("policyData")
    if not isinstance(stated, Mapping):
        return _bindings(bag.text("policyData"))
    return tuple(binding for binding in bag.list("policyData.bindings") if isinstance(binding, Mapping))


@lru_cache(maxsize=256)
def _bindings(policy: str) -> tuple[Mapping[str, Any], ...]:
    try:
        bindings = json.loads(policy or "{}").get("bindings") or ()
        return tuple(binding for binding in bindings if isinstance(binding, Mapping))
    except (ValueError, AttributeError, TypeError):
        raise NotApplicable("policyData is no policy that can be read") from None


def granted(bag: Bag, role: Matches | None, principal: Matches) -> tuple[Grant, str] | None:
    """Return the first grant whose role and principal both match, and that principal; None for role is any.

    Raises Unknown where only what is not known could match.
    """
    pending = ""
    for grant in grants(bag):
        of_role = True if role is None else _state(grant.role, role)
        for who in grant.principals if of_role is not False else ():
            of_principal = _state(who, principal)
            if of_role is True and of_principal is True:
                return grant, who
            if of_principal is not False:
                pending = grant.path if of_principal is None else "role"
    if pending:
        raise Unknown(f"{bag.path}{pending}")
    return None


def granted_role(bag: Bag, role: Matches) -> str | None:
    """Return the first role that matches, whoever has it. Raises Unknown where only a role not known yet could match."""
    states = [(grant.role, _state(grant.role, role)) for grant in grants(bag)]
    for found, state in states:
        if state:
            return str(found)
    if any(state is None for _, state in states):
        raise Unknown(f"{bag.path}role")
    return None


def role_of(grant: Grant) -> str:
    """Return the role as it is told."""
    return grant.role if isinstance(grant.role, str) else "a role"


def _state(value: Any, matches: Matches) -> bool | None:
    """Tell whether a value matches; None where it is not known yet."""
    return None if value is UNKNOWN else isinstance(value, str) and matches(value)
