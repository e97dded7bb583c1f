"""How many resources of each type a record holds, components first, and type names short enough to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from aidc.inventory.resource import Resource


def counts_by_type(resources: Iterable[Resource]) -> dict[str, int]:
    """Return the number of resources of each type: components first, then what clouds hold, each in alphabetical order."""
    every = list(resources)
    own = Counter(resource.type for resource in every if not resource.custom)
    custom = Counter(resource.type for resource in every if resource.custom)
    return {**dict(sorted(own.items())), **dict(sorted(custom.items()))}


def short_type(token: str) -> tuple[str, str]:
    """Return a type token as (module, name): gcp:container/nodePool:NodePool is container and NodePool."""
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    if package == "gcp":
        return module.partition("/")[0], name
    # The group of a Kubernetes API names itself.
    return (module if package == "kubernetes" else f"{package} {module}"), name
