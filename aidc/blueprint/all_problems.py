"""Every problem of a broken blueprint in one go: what is wrong is taken out, and what is left is checked again.

A wrong value would otherwise hide the rules of its own section, and those between sections, until it is mended.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from aidc.blueprint.complaints import complaints
from aidc.blueprint.errors import BlueprintError, Problem
from aidc.blueprint.plan import make_plan
from aidc.blueprint.schema import Blueprint

_MOST_ROUNDS = 12
_STAND_INS: tuple[tuple[str, Any], ...] = (
    (r"name", "stack"),
    (r"environment", "dev"),
    (r"site\.project", "stand-in"),
    (r"site\.project_number", 1),
    (r"(?:cpu_pools|gpu_pools|tpu_slices)\[\d+\]\.capacity(?=$|\.mode$)", {"mode": "on-demand"}),
    (r"(?:cpu_pools|gpu_pools)\[\d+\]\.nodes(?=$|\.m)", {"min": 0, "max": 1}),
)
"""Values that no other rule objects to, for required fields whose own value is wrong; the pattern matches up to the field itself."""
_TAKEN_WHOLE = re.compile(
    r"(reservations\[\d+\])\.(?:kind|generation|machine_type|machines|chips|window)\b|"
    r"(tpu_vms\[\d+\])\.(?:generation|topology|accelerator_type|capacity)\b|"
    r"(buckets\[\d+\])\.existing\b"
)
"""Fields that the rest of their entry leans on: without them it would only be refused for what it then lacks."""
_LEANS_ON = {
    "access.workloads": {"buckets", "registry"},
    "network.existing": {"filestores", "lustres"},
    "usage": {"cpu_pools", "gpu_pools", "tpu_slices", "tpu_vms", "reservations", "buckets", "registry", "lustres", "filestores", "disks"},
    "tpu_vms": {"buckets", "disks", "storage_pools"},
}
"""Places whose problems may come only from entries that were taken out of another section."""


def all_problems(data: dict[str, Any]) -> Iterator[Problem]:
    """Yield the problems of a blueprint that does not validate, then those of what is left of it."""
    rest = _unshared(data)
    taken: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        dense, original = _without_gaps(rest)
        try:
            blueprint = Blueprint.model_validate(dense)
        except ValidationError as error:
            found = [_moved(problem, original) for problem in complaints(error, dense)]
            yield from (problem for problem in found if not _is_our_doing(problem.path, taken))
            for problem in found:
                # What lies in something that is gone already must not take its surroundings along.
                if not _lies_in(problem.path, taken):
                    taken |= _take_out(rest, problem.path)
        else:
            yield from (_moved(problem, original) for problem in _between_sections(blueprint, taken, original))
            return


def _unshared(value: Any) -> Any:
    """Return a copy in which every place has a value of its own: what an alias of YAML repeats must not vanish in two places."""
    if isinstance(value, dict):
        return {key: _unshared(inner) for key, inner in value.items()}
    return [_unshared(inner) for inner in value] if isinstance(value, list) else value


def _is_our_doing(path: str, taken: set[str]) -> bool:
    """Tell whether a problem lies where a value was taken out, or around it: what is missing there we removed ourselves."""
    return path in taken or any(gone.startswith((f"{path}.", f"{path}[")) for gone in taken)


def _lies_in(path: str, taken: set[str]) -> bool:
    return any(path.startswith((f"{gone}.", f"{gone}[")) for gone in taken)


def _without_gaps(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the data without emptied entries, and the original path of every entry that moved up."""
    dense, original = dict(data), {}
    for section, value in data.items():
        if isinstance(value, list):
            kept = [(index, entry) for index, entry in enumerate(value) if entry is not _GAP]
            original |= {f"{section}[{new}]": f"{section}[{old}]" for new, (old, _) in enumerate(kept)}
            dense[section] = [entry for _, entry in kept]
    return dense, original


_GAP = object()


def _moved(problem: Problem, original: dict[str, str]) -> Problem:
    entry = _entry(problem.path)
    # The text may name another entry, which moved as well.
    text = re.sub(r"\w+\[[0-9]+\]", lambda named: original.get(named.group(), named.group()), problem.text)
    return Problem(problem.line, original.get(entry, entry) + problem.path[len(entry) :], text)


def _entry(path: str) -> str:
    return path.partition(".")[0]


def _take_out(data: dict[str, Any], path: str) -> set[str]:
    """Remove what lies at a path, or the closest thing around it that is there, and return the paths that are gone."""
    gone = {path}
    if _put_stand_in(data, path):
        return gone
    whole = _TAKEN_WHOLE.match(path)
    parts = _parts(whole[whole.lastindex or 0] if whole else path)
    while parts:
        holder = _at(data, parts[:-1])
        if isinstance(holder, dict) and parts[-1] in holder:
            del holder[parts[-1]]
            return gone | {_written(parts)}
        if len(parts) == 2 and isinstance(holder, list) and isinstance(parts[1], int) and parts[1] < len(holder):
            # The others keep their numbers.
            holder[parts[1]] = _GAP
            return gone | {_written(parts)}
        parts = parts[:-1]
    return gone


def _put_stand_in(data: dict[str, Any], path: str) -> bool:
    """Put a stand-in where a required field is wrong, and say whether there is one."""
    for pattern, value in _STAND_INS:
        if (found := re.match(pattern, path)) and (found.end() == len(path) or "?=" in pattern):
            *around, field = _parts(found.group())
            holder = _at(data, around)
            if isinstance(holder, dict):
                holder[field] = copy.deepcopy(value)
                return True
    return False


def _parts(path: str) -> list[int | str]:
    return [int(index) if index else word for index, word in re.findall(r"\[([0-9]+)\]|([^.\[\]]+)", path)]


def _at(data: Any, parts: list[int | str]) -> Any:
    for part in parts:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _written(parts: list[int | str]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")


def _between_sections(blueprint: Blueprint, taken: set[str], original: dict[str, str]) -> Iterator[Problem]:
    """Yield the problems between sections that do not come from what was taken out."""
    entries = {_entry(path) for path in taken}
    shortened = {entry.partition("[")[0] for entry in entries}
    try:
        make_plan(blueprint)
    except BlueprintError as error:
        for problem in error.problems:
            placed = _moved(problem, original)
            leaning = any(problem.path.startswith(place) and sections & shortened for place, sections in _LEANS_ON.items())
            if placed.path not in taken and _entry(placed.path) not in taken and problem.path not in shortened and not leaning:
                yield problem
