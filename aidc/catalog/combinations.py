"""Every combination that the catalogue allows: which machine, of which shape, where, and how it is had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.catalog.attached_gpus import machines_with_attached_gpus
from aidc.catalog.capacity_modes import CapacityMode
from aidc.catalog.gpu_machines import GPU_MACHINES, GpuMachine
from aidc.catalog.topologies import Topology, hosts_on, legal_topologies
from aidc.catalog.tpus import TPU_GENERATIONS, TpuGeneration, TpuMachine
from aidc.catalog.zones import offers_of


@dataclass(frozen=True, slots=True)
class GpuCombination:
    """One GPU machine in one zone by one mode. `attached` says that the GPUs are named beside the machine type."""

    machine: GpuMachine
    zone: str
    mode: CapacityMode
    attached: bool


@dataclass(frozen=True, slots=True)
class TpuCombination:
    """One slice shape on one host shape in one zone by one mode."""

    generation: TpuGeneration
    topology: Topology
    machine: TpuMachine
    hosts: int
    zone: str
    mode: CapacityMode


def zones_of(family: str) -> list[str]:
    """Return the zones in which some list offers a family; of a region without a named zone, its zone a."""
    return list(dict.fromkeys(offer.zone or f"{offer.region}-a" for offer in offers_of(family)))


def gpu_combinations() -> Iterator[GpuCombination]:
    """Yield every GPU machine, with its own GPUs or attached ones, in every zone and every mode."""
    own = ((machine, False) for machine in GPU_MACHINES.values())
    attached = ((machine, True) for machine in machines_with_attached_gpus())
    for machine, is_attached in (*own, *attached):
        for zone in zones_of(machine.family.zones_key):
            for mode in machine.family.capacity_modes:
                yield GpuCombination(machine, zone, mode, is_attached)


def tpu_combinations() -> Iterator[TpuCombination]:
    """Yield every legal slice on every host shape that carries it, in every zone and every mode."""
    for generation in TPU_GENERATIONS.values():
        shapes = [
            (topology, machine, hosts)
            for topology in legal_topologies(generation)
            for machine in generation.machines
            if (hosts := hosts_on(topology, machine)) is not None
        ]
        for zone in zones_of(generation.name):
            for topology, machine, hosts in shapes:
                for mode in generation.capacity_modes:
                    yield TpuCombination(generation, topology, machine, hosts, zone, mode)
