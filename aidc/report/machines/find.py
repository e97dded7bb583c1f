"""What a name on the command line stands for: a machine, a TPU generation, an accelerator and the machines that have it, a family."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.gpus import GPUS
from aidc.catalog.left_out import LEFT_OUT
from aidc.catalog.regions import region_names
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.catalog.zones import region_of
from aidc.did_you_mean import did_you_mean
from aidc.report.machines import gpu_facts, host_facts, tpu_facts
from aidc.report.machines.entry import Entry, accelerator_entries, cpu_entries
from aidc.report.machines.fact import Subject
from aidc.report.machines.words import UnknownWord, accelerator_words, accelerators_named, plain


@dataclass(frozen=True, slots=True)
class Found:
    """What a name stands for. A family has no facts of its own: it is its machines."""

    subjects: tuple[Subject, ...]
    entries: tuple[Entry, ...]


def find(name: str) -> Found:
    """Return what a name stands for. Raises UnknownWord with the closest name, or with the reason why the catalogue leaves it out."""
    word = name.strip().lower()
    if subject := machine_named(word):
        return Found((subject,), ())
    if reason := LEFT_OUT.get(word):
        raise UnknownWord(f"{name}: {reason}")
    if found := accelerators_named(word):
        entries = tuple(entry for entry in accelerator_entries() if entry.gke_accelerator in found)
        return Found(tuple(map(_accelerator, found)), entries)
    if entries := tuple(entry for entry in (*accelerator_entries(), *cpu_entries()) if _is_of(entry, word)):
        return Found((), entries)
    if region_of(word) in region_names() or word in region_names():
        raise UnknownWord(f"{name}: is a place. What is there: aidc machines --{'region' if word in region_names() else 'zone'} {word}")
    raise UnknownWord(f"{name}: no machine, accelerator or family of the catalogue is called so.{did_you_mean(word, _names())}")


def machine_named(word: str) -> Subject | None:
    """Return the machine of exactly that name, or None."""
    if machine := GPU_MACHINES.get(word):
        return gpu_facts.machine_subject(machine)
    for generation in TPU_GENERATIONS.values():
        if host := generation.machine(word):
            return tpu_facts.host_subject(generation, host)
    machine = cpu_machines().get(word)
    return host_facts.host_subject(machine) if machine else None


def _accelerator(gke_accelerator: str) -> Subject:
    if gpu := GPUS.get(gke_accelerator):
        return gpu_facts.gpu_subject(gpu)
    return tpu_facts.generation_subject(next(one for one in TPU_GENERATIONS.values() if one.gke_accelerator == gke_accelerator))


def _is_of(entry: Entry, word: str) -> bool:
    """Tell whether a word is the family of an entry, or the beginning of its name up to a dash."""
    return plain(entry.family) == plain(word) or entry.name.startswith(f"{word.rstrip('-')}-")


def side_by_side(found: Found) -> Iterator[Subject]:
    """Yield what is compared when this is one of several names: the things themselves, or the machines of a family."""
    yield from found.subjects or (subject for entry in found.entries if (subject := machine_named(entry.name)))


def every_subject() -> Iterator[Subject]:
    """Yield everything of the catalogue: machines, TPU generations and GPUs."""
    yield from map(gpu_facts.machine_subject, GPU_MACHINES.values())
    for generation in TPU_GENERATIONS.values():
        yield from (tpu_facts.host_subject(generation, host) for host in generation.machines)
        yield tpu_facts.generation_subject(generation)
    yield from map(gpu_facts.gpu_subject, GPUS.values())
    yield from map(host_facts.host_subject, cpu_machines().values())


def _names() -> list[str]:
    hosts = [host.name for generation in TPU_GENERATIONS.values() for host in generation.machines]
    return [*GPU_MACHINES, *hosts, *accelerator_words(), *cpu_machines()]
