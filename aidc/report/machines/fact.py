"""One fact of one thing: what it is called, what it is, and where that stands. Pages, comparisons and documents are made of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aidc.catalog.source import Source

Value = str | int | float | bool | None | Sequence["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `key` is stable and names the unit; `shown` is how a person reads the value."""

    key: str
    label: str
    value: Value
    shown: str
    source: Source | None = None
    """None where the fact is derived from others on the page, or is a rule of this program."""
    brief: str = ""
    """How a comparison shows it, where that is shorter."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one title."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing of the catalogue with everything that is known of it."""

    name: str
    kind: str
    summary: str
    groups: tuple[Group, ...]
    notes: tuple[tuple[str, str], ...]
    """Where sources disagree or say less than one would want, each with what it is about."""
    machines: tuple[str, ...] = ()
    """Names of the machines that have it, where it is not one machine itself."""

    @property
    def facts(self) -> dict[str, Fact]:
        """Every fact by its key."""
        return {fact.key: fact for group in self.groups for fact in group.facts}

    @property
    def sources(self) -> list[Source]:
        """Every source, in the order in which the page first uses it."""
        return list(dict.fromkeys(fact.source for group in self.groups for fact in group.facts if fact.source))


def known(facts: Iterable[Fact | None]) -> tuple[Fact, ...]:
    """Return the facts that there are."""
    return tuple(fact for fact in facts if fact is not None)


def about(*notes: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the notes that say something."""
    return tuple((what, note) for what, note in notes if note)
