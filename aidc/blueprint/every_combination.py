"""Stack files that together ask for every combination that the catalogue allows, as few stacks as hold them.

Owns how a combination is written down. What is legal is up to the catalogue; that each is built and accepted is for tests to prove.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from aidc.catalog.capacity_modes import GRANTED_MODES, RESERVED_MODES
from aidc.catalog.combinations import GpuCombination, TpuCombination
from aidc.catalog.zones import is_ai_zone, region_of

MOST_POOLS = 200
MOST_NODES = 60_000
"""More than a cluster has: the stacks are made to be checked, not to be run."""


@dataclass(frozen=True, slots=True)
class CombinedStack:
    """One stack: its data, and the combination behind each of its pools, by name."""

    data: dict[str, Any]
    combinations: dict[str, GpuCombination | TpuCombination]


def stacks_of(combinations: Iterable[GpuCombination | TpuCombination]) -> Iterator[CombinedStack]:
    """Yield stacks that hold all of the combinations; those of one stack share a zone and a fabric."""
    groups: dict[tuple[str, str], list[GpuCombination | TpuCombination]] = {}
    for one in combinations:
        groups.setdefault((one.zone, _fabric(one)), []).append(one)
    for (zone, _), members in groups.items():
        for batch in _batches(members):
            yield _stack(zone, batch)


def _fabric(one: GpuCombination | TpuCombination) -> str:
    return one.machine.family.fabric.name if isinstance(one, GpuCombination) else one.machine.fabric.name


def _batches(members: list[GpuCombination | TpuCombination]) -> Iterator[list[GpuCombination | TpuCombination]]:
    batch, nodes = [], 0
    for one in members:
        wanted = one.hosts if isinstance(one, TpuCombination) else 2
        if batch and (len(batch) == MOST_POOLS or nodes + wanted > MOST_NODES):
            yield batch
            batch, nodes = [], 0
        batch.append(one)
        nodes += wanted
    yield batch


def _stack(zone: str, batch: list[GpuCombination | TpuCombination]) -> CombinedStack:
    region = region_of(zone)
    ordinary = f"{region}-a" if is_ai_zone(zone) else zone
    named = {f"p{index}": one for index, one in enumerate(batch)}
    data = {
        "name": "every",
        "environment": "research",
        "site": {"project": "acme-lab", "project_number": 1, "region": region, "zones": list(dict.fromkeys([zone, ordinary]))},
        "network": {"cidr": "10.0.0.0/8", "growth": 1},
        "cpu_pools": [{"name": "system", "machine_type": "e2-standard-4", "nodes": 1, "zones": [ordinary]}],
        "gpu_pools": [gpu_entry(name, one) for name, one in named.items() if isinstance(one, GpuCombination)],
        "tpu_slices": [tpu_entry(name, one) for name, one in named.items() if isinstance(one, TpuCombination)],
    }
    return CombinedStack(data, named)


def gpu_entry(name: str, one: GpuCombination) -> dict[str, Any]:
    """Return the entry of gpu_pools that asks for a combination: two nodes, or up to two where the pool has to start empty."""
    empty = one.mode in GRANTED_MODES or one.mode == "calendar"
    gpus = {"gpu": one.machine.family.gpu.gke_accelerator, "gpus_per_node": one.machine.gpu_count} if one.attached else {}
    nodes: Any = {"min": 0, "max": 2} if empty else 2
    return {"name": name, "machine_type": one.machine.name, **gpus, "nodes": nodes, "zones": [one.zone], "capacity": _capacity(one.mode)}


def tpu_entry(name: str, one: TpuCombination) -> dict[str, Any]:
    """Return the entry of tpu_slices that asks for a combination."""
    return {
        "name": name,
        "generation": one.generation.name,
        "topology": str(one.topology),
        "machine_type": one.machine.name,
        "zone": one.zone,
        "capacity": _capacity(one.mode),
    }


def _capacity(mode: str) -> dict[str, str]:
    return {"mode": mode, **({"reservation": "held"} if mode in RESERVED_MODES else {})}
