"""Short forms of the stack file: written out before anything is checked, and paths of what is found wrong turned back into what was written.

Owns `capacity: [a, b, c]`, whose entries are one way to get machines and its fallbacks. Words and numbers that stand for a mapping have no
path inside them and need no turning back.
"""

from __future__ import annotations

import re
from typing import Any

from aidc.blueprint.capacity import written_out

_POOLS = ("cpu_pools", "gpu_pools", "tpu_slices")
_CAPACITY = re.compile(rf"((?:{'|'.join(_POOLS)})\[(\d+)\]\.capacity)(?:\.fallbacks\[(\d+)\])?((?:\.\w+)*)")


def without_short_forms(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with every list of ways written out. A list that is no list of ways stays, to be refused where it stands."""
    return {section: _pools(value) if section in _POOLS and isinstance(value, list) else value for section, value in data.items()}


def _pools(pools: list[Any]) -> list[Any]:
    return [{**pool, "capacity": _capacity(pool["capacity"])} if isinstance(pool, dict) and "capacity" in pool else pool for pool in pools]


def _capacity(value: Any) -> Any:
    try:
        return written_out(value)
    except ValueError:
        return value


def as_written(path: str, data: dict[str, Any]) -> str:
    """Return the path that a place has in the stack file as it was written: capacity[1].mode for capacity.fallbacks[0].mode."""
    found = _CAPACITY.fullmatch(path)
    if not found or not _is_list(data, path, int(found[2])):
        return path
    pool, _, fallback, inside = found.groups()
    if fallback is not None:
        return f"{pool}[{int(fallback) + 1}]{inside}"
    return f"{pool}[0]{inside}" if inside not in {"", ".fallbacks"} else pool


def _is_list(data: dict[str, Any], path: str, index: int) -> bool:
    pools = data.get(path.partition("[")[0])
    pool = pools[index] if isinstance(pools, list) and index < len(pools) else None
    return isinstance(pool, dict) and isinstance(pool.get("capacity"), list)
