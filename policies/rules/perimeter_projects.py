"""Which projects a perimeter holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.rule import State, stack_rule
from policies.rules.perimeter import PERIMETER, PERIMETERS, perimeters
from policies.stack import Stack

MEMBER = "gcp:accesscontextmanager/servicePerimeterResource:ServicePerimeterResource"
PROJECT = "gcp:organizations/project:Project"


@stack_rule("perimeter-contains-ai-projects", PERIMETER, PERIMETERS)
def contains_projects(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """Perimeters name projects by number: a project of this stack is one that a perimeter names or depends on."""
    regular = [(bag, listed) for bag in stack.of(PERIMETER, PERIMETERS) if (listed := _listed(bag)) is not None]
    if not regular:
        raise NotApplicable("a bridge protects nothing by itself")
    holders = (*(bag for bag, _ in regular), *stack.of(MEMBER))
    needed = {urn for holder in holders for urn in stack.dependencies.get(holder.urn, ())}
    inside = [one for _, listed in regular for one in listed] + [bag.values.get("resource") for bag in stack.of(MEMBER)]
    named = {one.rpartition("/")[2] for one in inside if isinstance(one, str)}
    if not inside:
        yield None, "the perimeter holds no project"
        return
    for project in stack.of(PROJECT):
        ids = {str(project.values.get(key)) for key in ("number", "projectId") if project.values.get(key) not in (None, UNKNOWN)}
        if ids & named or project.urn in needed:
            continue
        yield project, Unknown("status.resources") if UNKNOWN in inside else "the project lies outside the perimeter"


def _listed(bag: Bag) -> list[Any] | None:
    """Return the resources that the perimeters of a resource hold, UNKNOWN among them; None for bridges."""
    try:
        found = [one.get("status.resources") for one in perimeters(bag)]
    except NotApplicable:
        return None
    except Unknown:
        return [UNKNOWN]
    return [item for one in found for item in (one if isinstance(one, list) else [one]) if item is not None]
