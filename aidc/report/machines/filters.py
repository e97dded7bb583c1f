"""Filters of the list: each narrows it, in a fixed order, and what removed the last candidate is said with what would bring some back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from aidc.report.machines.entry import KINDS, Entry, Kind, entries
from aidc.report.machines.need import Need, fit, slices
from aidc.report.units import count

WITH_ACCELERATORS: tuple[Kind, ...] = ("gpu", "tpu")
MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for, in words that the catalogue knows (words.py). Empty means anything."""

    kind: Kind | None = None
    accelerator: str = ""
    accelerators: tuple[str, ...] = ()
    """GKE's names of the accelerators that the word stands for."""
    arch: str = ""
    fabric: str = ""
    fabrics: tuple[str, ...] = ()
    """Names of the fabrics that the word stands for."""
    mode: str = ""
    region: str = ""
    zone: str = ""
    need: Need = field(default_factory=Need)

    @property
    def kinds(self) -> Sequence[Kind]:
        """Kinds to list: without a word, those with accelerators."""
        return (self.kind,) if self.kind else WITH_ACCELERATORS


class Step(NamedTuple):
    """One filter: the option as it was written, whether an entry passes, and the words of an entry that would let it pass."""

    option: str
    passes: Callable[[Entry], bool]
    words: Callable[[Entry], Sequence[str]]


def steps(filters: Filters) -> list[Step]:
    """Return the filters that are set, in the order in which they narrow the list."""
    named = [
        ("accelerator", filters.accelerator, lambda one: one.gke_accelerator in filters.accelerators, _accelerator),
        ("arch", filters.arch, lambda one: one.architecture == filters.arch, lambda one: [one.architecture]),
        ("fabric", filters.fabric, lambda one: bool(one.fabric) and one.fabric.name in filters.fabrics, _fabric),
        ("mode", filters.mode, lambda one: filters.mode in one.capacity_modes, lambda one: one.capacity_modes),
        ("region", filters.region, lambda one: filters.region in one.regions, lambda one: one.regions),
        ("zone", filters.zone, partial(is_in_zone, zone=filters.zone), lambda one: one.zones or one.regions),
    ]
    made = [Step(f"--{name} {value}", passes, words) for name, value, passes, words in named if value]
    for name, asked in (("hbm_gib", filters.need.hbm_gib), ("bf16_pflops", filters.need.bf16_pflops)):
        if asked:
            part = Need(**{name: asked})
            made.append(Step(f"--{name.replace('_', '-')} {asked:g}", partial(_fits, need=part), partial(_most, name=name)))
    return made


def is_in_zone(entry: Entry, zone: str) -> bool:
    """Tell whether any list has an entry in a zone; a list that knows the region alone counts for each of its zones."""
    region = zone.rpartition("-")[0]
    return any(offer.zone == zone or (not offer.zone and offer.region == region) for offer in entry.offers)


def _accelerator(entry: Entry) -> list[str]:
    return [entry.accelerator_word] if entry.accelerator else []


def _fabric(entry: Entry) -> list[str]:
    return [entry.fabric.name] if entry.fabric else []


def _fits(entry: Entry, need: Need) -> bool:
    return fit(entry, need) is not None


def _most(entry: Entry, name: str) -> list[str]:
    """Return the most that one machine, or the largest slice of a host, has."""
    times = slices(entry.generation.name, entry.host.name)[-1][0].chips / entry.host.chips if entry.generation and entry.host else 1
    value = entry.hbm_gib if name == "hbm_gib" else entry.bf16_dense_pflops
    return [] if not value else [f"{count(round(times * value, 1))} in {entry.name}"]


def apply(filters: Filters) -> list[Entry]:
    """Return the entries that pass every filter, in the order of the catalogue."""
    made = steps(filters)
    return [entry for entry in entries(filters.kinds) if all(step.passes(entry) for step in made)]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a list is empty: the filter that removed the last candidates, who they were, and what would bring some back."""

    removed_by: str
    candidates: tuple[str, ...]
    nearest: tuple[str, ...]
    stays_empty: bool
    """Another filter would remove those too."""

    def __str__(self) -> str:
        text = f"no machine is left after {self.removed_by}; the last before it: {_some(self.candidates)}."
        if not self.nearest:
            return text
        return f"{text} Nearest: {_some(self.nearest)}{', with one filter less' * self.stays_empty}"


def _some(words: Sequence[str]) -> str:
    more = len(words) - MOST_SHOWN
    return ", ".join(words[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def why_nothing(filters: Filters) -> Nothing:
    """Explain an empty list. Raises ValueError for filters that leave something."""
    left, made = list(entries(filters.kinds)), steps(filters)
    for step in made:
        before, left = left, [entry for entry in left if step.passes(entry)]
        if left:
            continue
        others = [entry for entry in entries(filters.kinds) if all(one.passes(entry) for one in made if one is not step)]
        nearest = tuple(_nearest(step, others or before)) or tuple(_without_kind(filters))
        return Nothing(step.option, tuple(dict.fromkeys(map(_named, before))), nearest, not others)
    raise ValueError("these filters leave something")


def _without_kind(filters: Filters) -> Iterator[str]:
    """Yield the kinds that have what was asked for, where the kind that was given has none of it."""
    yield from (f"--kind {kind}" for kind in KINDS if filters.kind and apply(replace(filters, kind=kind)))


def _named(entry: Entry) -> str:
    return f"{entry.name} with {entry.accelerator}" if entry.max_vcpu else entry.name


def _nearest(step: Step, candidates: Sequence[Entry]) -> Iterator[str]:
    """Yield the words that would let most candidates pass: near the one that was given first."""
    option, given = step.option.split(" ", 1)
    if option in {"--hbm-gib", "--bf16-pflops"}:
        most = [max(candidates, key=lambda entry: _amount(step, entry))] if candidates else []
        yield from (f"at most {word}" for entry in most for word in step.words(entry))
        return
    held = Counter(word for entry in candidates for word in step.words(entry))
    geography = given.partition("-")[0]
    ranked = sorted(
        held, key=lambda word: (word.rpartition("-")[0] != given.rpartition("-")[0], not word.startswith(geography), -held[word], word)
    )
    yield from (f"{option} {word}" for word in ranked)


def _amount(step: Step, entry: Entry) -> float:
    return max((float(word.split(" ")[0].replace(",", "")) for word in step.words(entry)), default=0)
