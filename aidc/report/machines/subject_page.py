"""One thing of the catalogue on one page: every fact with the number of its source, the disagreements, the sources with date and status."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.text import Text

from aidc.catalog.source import Source
from aidc.report.layout import facts, section
from aidc.report.machines.fact import Fact, Subject
from aidc.report.machines.filters import Filters
from aidc.report.machines.find import Found
from aidc.report.machines.list_page import accelerator_table, cpu_table


def found_page(found: Found) -> RenderableType:
    """Return the page of what a name stands for: the thing itself, and the machines that have it."""
    parts: list[RenderableType] = []
    for subject in found.subjects:
        parts += [subject_page(subject), Text("")]
    if found.entries:
        parts += [
            accelerator_table("machines", found.entries, Filters())
            if found.entries[0].accelerators
            else cpu_table("machines", found.entries)
        ]
        parts += [Text(""), Text.assemble("Next: ", (f"aidc machines {found.entries[-1].name}", "bold"))]
    return Lines(*parts)


def subject_page(subject: Subject) -> RenderableType:
    """Return the page of one thing."""
    sources = subject.sources
    parts: list[RenderableType] = [Text.assemble((subject.name, "bold"), f" · {subject.summary}")]
    parts += [section(group.title, facts([(fact.label, _value(fact, sources)) for fact in group.facts])) for group in subject.groups]
    if subject.notes:
        parts.append(section("where sources disagree or say less", facts(list(subject.notes))))
    parts.append(section("sources", facts([(f"[{number}]", origin(source)) for number, source in enumerate(sources, 1)])))
    return Lines(*parts)


def origin(source: Source) -> RenderableType:
    """Return a source with the day it was read and how far it can be trusted."""
    return Text.assemble(source.text, (f" · read {source.read_on}", "dim"), " · ", status(source))


def status(source: Source) -> tuple[str, str]:
    """Return the status of a source and its colour."""
    return (source.status, {"verified": "green", "tool-derived": "cyan", "unverified": "yellow"}[source.status])


def _value(fact: Fact, sources: Sequence[Source]) -> RenderableType:
    if fact.source is None:
        return fact.shown
    first, *rest = fact.shown.split("\n")
    mark = f" [{sources.index(fact.source) + 1}]"
    doubt = (" unverified", "yellow") if fact.source.status == "unverified" and fact.value is not None else ("", "")
    return Text.assemble(first, (mark, "dim"), doubt, *(f"\n{line}" for line in rest))
