"""Where objects of Kubernetes lie: the namespace by its name, or where that is not known yet by the namespace they depend on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from policies.bag import Bag, Unknown
from policies.stack import Stack

NAMESPACE = "kubernetes:core/v1:Namespace"


def name_of_space(space: Bag) -> str:
    """Return what a namespace is called: its cloud name, or its logical one where that is made up or not known yet."""
    try:
        return space.text("metadata.name") or space.name
    except Unknown:
        return space.name


def space_of(stack: Stack, thing: Bag) -> str:
    """Return the name of an object's namespace, `default` where it names none. Raises Unknown."""
    try:
        return thing.text("metadata.namespace") or "default"
    except Unknown:
        found = stack.referred(thing, "metadata.namespace", NAMESPACE)
        if found is None:
            raise
        return name_of_space(found)


def by_space(stack: Stack, *types: str) -> tuple[Mapping[str, list[Bag]], Unknown | None]:
    """Return the objects of the types by namespace, and why some could not be placed."""
    found: dict[str, list[Bag]] = defaultdict(list)
    unknown: Unknown | None = None
    for thing in stack.of(*types):
        try:
            found[space_of(stack, thing)].append(thing)
        except Unknown as reason:
            unknown = unknown or reason
    return found, unknown
