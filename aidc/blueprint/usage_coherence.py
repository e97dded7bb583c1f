"""Rules between the use of a stack and what the stack has: names that match nothing, and averages that a pool never reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.usage_fields import MachineUsageSpec, mode_rules
from aidc.did_you_mean import did_you_mean

if TYPE_CHECKING:
    from aidc.blueprint.plan import Plan

_RENDERED = "is asked for by hand (made_by: request) and is no resource that has a price here. Remove it"
_WHAT = {"registry": "a repository of the registry", "keys": "a key that the stack makes"}


def usage_incoherences(blueprint: Blueprint, plan: Plan) -> Iterator[Problem]:
    """Yield every problem of the usage section with the rest of the stack file."""
    spec = blueprint.usage
    for section, entries in _entries(plan).items():
        for name in getattr(spec, section):
            path = f"usage.{section}.{name}"
            if name not in entries:
                what = _WHAT.get(section, f"an entry of {section}")
                yield Problem(0, path, f"{shown(name)} is not {what}; there are {_listed(entries)}.{did_you_mean(name, entries)}")
            elif entries[name]:
                yield Problem(0, path, entries[name])
    yield from _machine_problems(blueprint)
    yield from _of_others(blueprint, plan)
    for name, kinds in plan.usage.shared_names.items():
        if name in spec.resources:
            names = " or ".join(f"{kind}::{name}" for kind in kinds)
            yield Problem(0, f"usage.resources.{name}", f"{shown(name)} is the name of several resources. Say which: {names}")


def _entries(plan: Plan) -> Mapping[str, Mapping[str, str]]:
    """Return for each section the names it may have, and why one of them cannot be used (empty where it can)."""
    held = "is not made here as a reservation of machines, so whoever made it pays for it. Remove it"
    theirs = "belongs to somebody else, who pays for what it holds. Remove it"
    return {
        "cpu_pools": {one.name: "" for one in plan.cpu_pools},
        "gpu_pools": {one.name: "" for one in plan.gpu_pools},
        "tpu_slices": {one.name: "" for one in plan.tpu_slices},
        "tpu_vms": {one.name: _RENDERED if one.made_by == "request" else "" for one in plan.tpu_vms},
        "reservations": {one.resource_name: "" if one.is_made_here and not one.is_order else held for one in plan.reservations},
        "buckets": {one.resource_name: theirs if one.existing else "" for one in plan.buckets},
        "registry": {one.resource_name: "" for one in plan.registry.repositories},
        "keys": {one.id: theirs if one.existing else "" for one in plan.keys.keys},
    }


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _machine_problems(blueprint: Blueprint) -> Iterator[Problem]:
    spec = blueprint.usage
    for section in ("cpu_pools", "gpu_pools", "tpu_slices", "tpu_vms"):
        used: Mapping[str, MachineUsageSpec] = getattr(spec, section)
        for entry in getattr(blueprint, section):
            if (given := used.get(entry.name)) is None:
                continue
            where = f"usage.{section}.{entry.name}"
            yield from (Problem(0, path, text) for path, text in mode_rules(where, given, entry.capacity.mode))
            if section != "tpu_vms":
                yield from _out_of_range(where, entry, given)


def _out_of_range(where: str, entry: Any, given: Any) -> Iterator[Problem]:
    """Yield an average outside of what the pool may have. Where there are other ways to get machines, all may come by those."""
    if hasattr(given, "nodes"):
        field, average, least, most = "nodes", given.nodes, entry.nodes.min, entry.nodes.max
    else:
        staying = entry.slices if entry.min_slices is None else entry.min_slices
        field, average, least, most = "slices", given.slices, staying, entry.slices
        # Slices that are granted or booked are there for as long as they are.
        least = 0 if entry.capacity.mode in ("flex-start", "queued", "calendar") else least
    least = 0 if entry.capacity.fallbacks else least
    if average is None or least <= average <= most:
        return
    if least == most:
        text = f"the pool always has {most} {field}. Remove it; monthly_hrs says how long they run"
    else:
        text = f"{average:g} is no average of a pool of {least} to {most} {field}"
    yield Problem(0, f"{where}.{field}", text)


def _of_others(blueprint: Blueprint, plan: Plan) -> Iterator[Problem]:
    spec = blueprint.usage
    if plan.cluster.existing:
        for field in ("logs_gib", "metric_samples_million"):
            if getattr(spec, field) is not None:
                yield Problem(0, f"usage.{field}", "the cluster belongs to somebody else, who pays for what it writes. Remove it")
    if not plan.network.nat:
        why = "the network belongs to somebody else" if plan.network.existing else "network.egress: restricted has no Cloud NAT"
        for field in sorted(spec.network.model_fields_set):
            yield Problem(0, f"usage.network.{field}", f"{why}, so nothing of this stack goes out through one. Remove it")
