"""What was decided because of one place of a stack file: the section's own plan, or for a single field what changes when the field does.

The second is found by trying: other values that the blueprint admits are put in the field's place and planned, and whatever then reads
differently follows from the field. Nothing is guessed; where no other value can be planned, the whole section is told.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Any

from pydantic import BaseModel, ValidationError

from aidc.blueprint import Blueprint, BlueprintError, Loaded, Plan, make_plan
from aidc.blueprint.complaints import complaints
from aidc.report.allowed import takes_range, words_for
from aidc.report.decided import Decision, decisions
from aidc.report.field_path import Asked, parts_of

TRIALS = 4
"""Other values that are planned: one may agree by chance where the next does not."""
MOST_TRIES = 40


def consequences(loaded: Loaded, asked: Asked) -> tuple[list[Decision], bool]:
    """Return the decisions that a place answers for, and whether they are those that change with it (else the whole section's)."""
    every = list(decisions(loaded.plan))
    if not isinstance(asked.value, (BaseModel, list, dict)):
        others = [{one.name: one.value for one in decisions(plan)} for plan in _other_plans(loaded.blueprint, asked)]
        follow = [one for one in every if any(other.get(one.name) != one.value for other in others)]
        if follow:
            return follow, True
    return [one for one in every if _inside(one.name, asked.path)], False


def _inside(name: str, path: str) -> bool:
    """Tell whether a decision belongs to the section of a path, or to the entry that the path names."""
    section = path.partition(".")[0]
    if name == section or name.startswith((f"{section}.", f"{section}[")):
        entry = path.startswith(("access.workloads[", "registry.repositories["))
        return not entry or name.startswith(path.partition("]")[0] + "]")
    return section == "network" and name.startswith("addresses.")


def _other_plans(blueprint: Blueprint, asked: Asked) -> Iterator[Plan]:
    found = 0
    for value in list(_other_values(asked))[:MOST_TRIES]:
        if (plan := _planned_with(blueprint, asked.path, value)) is not None:
            yield plan
            found += 1
        if found == TRIALS:
            return


def _planned_with(blueprint: Blueprint, path: str, value: Any) -> Plan | None:
    """Return the plan with another value at a path, without the neighbours that only went with the old one; None where it cannot be."""
    data = copy.deepcopy(blueprint.model_dump(exclude_unset=True))
    *parents, last = parts_of(path)
    holder: Any = data
    for part in parents:
        holder = holder.setdefault(part, {}) if isinstance(holder, dict) else holder[part]
    holder[last] = value
    try:
        return make_plan(Blueprint.model_validate(data))
    except ValidationError as error:
        blamed = {
            problem.path.rpartition(".")[2] for problem in complaints(error, data) if problem.path.rpartition(".")[0] == _parent(path)
        }
    except BlueprintError:
        return None
    if not blamed or last in blamed:
        return None
    for name in blamed:
        holder.pop(name, None)
    try:
        return make_plan(Blueprint.model_validate(data))
    except (ValidationError, BlueprintError):
        return None


def _parent(path: str) -> str:
    return path.rpartition(".")[0]


def _other_values(asked: Asked) -> Iterator[Any]:
    """Yield values to try, likely ones first."""
    value = asked.value
    words = words_for(asked)
    # Steps of a number are told in words, and no word is a number to try.
    if words and not (isinstance(value, int) and all(isinstance(word, str) for word in words)):
        yield from (word for word in words if word != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield from (value * 2, value + 1, value - 1, value // 2, 7, 30)
    elif takes_range(asked):
        prefixes = [IPv4Network(value).prefixlen] if value else [16, 28]
        yield from (f"{base}/{prefix}" for prefix in prefixes for base in ("100.64.0.0", "172.16.0.0", "10.0.0.0", "192.168.0.0"))
    elif isinstance(value, str):
        yield from (f"{value}x", f"x{value}", value[:-1])
    else:
        yield from (True, False, 1500, 64, 1, "other")
