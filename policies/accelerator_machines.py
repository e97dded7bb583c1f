"""What the machines of a node pool are: which accelerator, how many chips, how many hosts a TPU topology has."""

from __future__ import annotations

import re
from functools import lru_cache
from math import prod

from policies.bag import Bag, NotApplicable, Unknown

_GPU_MACHINE = re.compile(r"(a2|a3|a4|a4x|g2|g4)-")
_TPU_MACHINE = re.compile(r"(ct\d|tpu\d)[a-z]*-")
_CHIPS = re.compile(r"-(\d+)t$")


def accelerator(pool: Bag) -> str:
    """Return gpu, tpu, or an empty text. Raises Unknown when neither the machine nor its accelerators tell."""
    machine = machine_type(pool) if _is_known(pool, "nodeConfig.machineType") else None
    if machine and _TPU_MACHINE.match(machine):
        return "tpu"
    if machine and _GPU_MACHINE.match(machine):
        return "gpu"
    if any(gpu.number("count") != 0 for gpu in pool.bags("nodeConfig.guestAccelerators")):
        return "gpu"
    if machine is None:
        raise Unknown(f"{pool.path}nodeConfig.machineType")
    return ""


def needs_accelerator(pool: Bag) -> str:
    """Return gpu or tpu. Raises NotApplicable for a pool without, and Unknown."""
    kind = accelerator(pool)
    if not kind:
        raise NotApplicable("the pool has no accelerators")
    return kind


def machine_type(pool: Bag) -> str:
    """Return the machine type without a path before it. Raises Unknown."""
    return pool.text("nodeConfig.machineType").rsplit("/", 1)[-1].lower()


def chips_per_host(machine: str) -> int | None:
    """Return the TPU chips of a host, from the end of its machine type, or None."""
    found = _CHIPS.search(machine)
    return int(found[1]) if found else None


@lru_cache(maxsize=1024)
def hosts_of(topology: str, machine: str) -> int | None:
    """Return the hosts of a TPU slice: the chips of its topology over the chips of a host. None where that is no whole number."""
    sides = topology.lower().split("x")
    chips = chips_per_host(machine)
    if not chips or not all(side.isascii() and side.isdigit() and 0 < len(side) < 6 for side in sides):
        return None
    hosts, rest = divmod(prod(int(side) for side in sides), chips)
    return hosts if hosts and not rest else None


def _is_known(pool: Bag, path: str) -> bool:
    try:
        pool.get(path)
    except Unknown:
        return False
    return True
