"""The registry: repositories with their addresses, what is behind each, what goes with age, and who pulls."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from aidc.blueprint import Plan
from aidc.blueprint.registry import CleanupPlan, RepositoryPlan
from aidc.report.layout import facts, section, table
from aidc.report.units import count, duration


def registry_section(plan: Plan) -> RenderableType:
    """Return one line for each repository, then what holds for all of them."""
    made = table([("repository", "left"), ("format", "left"), ("mode", "left"), ("address", "left")])
    repositories = plan.registry.repositories
    for one in repositories:
        made.add_row("", one.resource_name, one.format.lower(), one.mode.partition("_")[0].lower(), one.address)
    said = [(one.resource_name, " · ".join(_features(one, bool(plan.keys.keys)))) for one in repositories]
    return section("registry", made, facts([*said, *_for_all(plan)]))


def _features(one: RepositoryPlan, keys: bool) -> Iterator[str]:
    if one.upstream:
        yield f"stands for {one.upstream.public or one.upstream.address}{'/' if one.upstream.path else ''}{one.upstream.path}"
    if one.members:
        yield f"asks {', then '.join(member.repository for member in one.members)}"
    if one.immutable_tags:
        yield "tags never move"
    yield from map(_cleanup, one.cleanup)
    if one.cleanup_dry_run:
        yield "deletions only logged"
    if one.scanning:
        yield "scanned" if one.scanning == "INHERITED" else "not scanned"
    yield "own key" if keys else "Google's key"
    yield "guarded" if one.guarded else "not guarded" if one.holds_its_own else "holds nothing of its own"


def _cleanup(policy: CleanupPlan) -> str:
    if policy.older_than_seconds is None:
        return f"newest {count(policy.keep_newest or 0)} kept"
    which = "" if policy.tag_state == "ANY" else f"{policy.tag_state.lower()} "
    return f"{which}deleted after {duration(policy.older_than_seconds)}"


def _for_all(plan: Plan) -> Iterator[tuple[str, RenderableType]]:
    yield "nodes pull from", "these repositories alone" if plan.registry.nodes_read_each else "every repository of the project"
    yield "image streaming", "on in every pool: containers start before the whole image is there"
    if not plan.network.existing and not plan.network.nat:
        outside = [one.resource_name for one in plan.registry.repositories if one.upstream]
        yield "from outside", f"comes in through {', '.join(outside)}" if outside else "nothing comes in: no repository is remote"
