"""Rules between the registry and the other sections: who pulls and pushes."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.schema import Blueprint
from aidc.did_you_mean import did_you_mean


def registry_incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield workloads that name no repository of the registry, or push where nothing can be pushed."""
    modes = {repository.name: repository.mode for repository in blueprint.registry.repositories}
    for index, workload in enumerate(blueprint.access.workloads):
        for field in ("pulls", "pushes"):
            for position, name in enumerate(getattr(workload, field)):
                where = f"access.workloads[{index}].{field}[{position}]"
                if name not in modes:
                    known = f"it has {', '.join(modes) or 'none'}.{did_you_mean(name, modes)}"
                    yield Problem(0, where, f"{shown(name)} is not a repository of this stack; {known}")
                elif field == "pushes" and modes[name] != "standard":
                    yield Problem(
                        0, where, f"{name} is {modes[name]}, and takes no pushes. Push to a standard repository, or put it in pulls"
                    )
