"""How much of a machine a model takes: so much accelerator memory, so many dense bf16 PFLOP/s.

A single machine that has enough is one machine. A TPU host that has not stands for the smallest slice of such hosts that has; among slices of the
same size, the one closest to a cube. GPU machines are counted, where their fabric carries collectives between machines: a model that is split
over plain TCP is not an answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from aidc.catalog.fabrics import PRIMARY_ONLY
from aidc.catalog.topologies import Topology, hosts_on, legal_topologies
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.report.machines.entry import Entry
from aidc.report.units import count, plural


@dataclass(frozen=True, slots=True)
class Need:
    """What must fit; 0 asks for nothing."""

    hbm_gib: float = 0
    bf16_pflops: float = 0

    def __bool__(self) -> bool:
        return bool(self.hbm_gib or self.bf16_pflops)

    def __str__(self) -> str:
        asked = [f"{count(self.hbm_gib)} GiB"] * bool(self.hbm_gib) + [f"{count(self.bf16_pflops)} PFLOP/s"] * bool(self.bf16_pflops)
        return " and ".join(asked)


@dataclass(frozen=True, slots=True)
class Fit:
    """What it takes of one kind of machine."""

    machines: int
    topology: str
    chips: int
    domains: int
    hbm_gib: float
    bf16_dense_pflops: float | None

    def __str__(self) -> str:
        if self.topology:
            return f"{self.topology}: {plural(self.machines, 'host')}"
        return plural(self.machines, "machine") + f", {self.domains} NVLink domains" * (self.domains > 1)


def fit(entry: Entry, need: Need) -> Fit | None:
    """Return what the need takes of a machine, or None when no number of them is an answer."""
    if not entry.accelerators:
        return None
    each = entry.bf16_dense_pflops
    if need.bf16_pflops and each is None:
        return None
    return _slice(entry, need) if entry.host else _machines(entry, need, each)


def _machines(entry: Entry, need: Need, pflops: float | None) -> Fit | None:
    number = max(1, math.ceil(need.hbm_gib / entry.hbm_gib), math.ceil(need.bf16_pflops / pflops) if pflops else 1)
    if number > 1 and entry.fabric is PRIMARY_ONLY:
        return None
    domains = math.ceil(number / entry.max_nodes_of_a_domain) if entry.max_nodes_of_a_domain else 1
    return Fit(number, "", 0, domains, number * entry.hbm_gib, number * pflops if pflops is not None else None)


def _slice(entry: Entry, need: Need) -> Fit | None:
    assert entry.generation is not None
    assert entry.host is not None
    generation = entry.generation
    for topology, hosts in slices(generation.name, entry.host.name):
        hbm, pflops = topology.chips * generation.hbm_gib_per_chip, topology.chips * generation.bf16_tflops_per_chip / 1000
        if hbm >= need.hbm_gib and pflops >= need.bf16_pflops:
            return Fit(hosts, str(topology), topology.chips, 1, hbm, pflops)
    return None


@cache
def slices(generation: str, host: str) -> tuple[tuple[Topology, int], ...]:
    """Return the slices that hosts of a shape form and how many it takes, smallest first, of one size the most cubic first."""
    return tuple(sorted(_slices(generation, host), key=lambda found: (found[0].chips, max(found[0].sides), found[0].sides)))


def _slices(generation: str, host: str) -> Iterator[tuple[Topology, int]]:
    made = TPU_GENERATIONS[generation]
    machine = made.machine(host)
    assert machine is not None
    for topology in legal_topologies(made):
        if hosts := hosts_on(topology, machine):
            yield topology, hosts
