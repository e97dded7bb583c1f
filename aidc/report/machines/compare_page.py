"""Things of the catalogue side by side: rows are facts, a row whose cells differ is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from aidc.report.layout import section, table
from aidc.report.machines.fact import Fact, Subject
from aidc.report.units import bar, count

MISSING = "—"
DIFFERS = "≠"
BAR_CELLS = 30
PICTURES = (
    ("accelerator_memory_gib", "GiB of accelerator memory"),
    ("bf16_dense_pflops", "PFLOP/s dense bf16"),
    ("network_gbits_per_s", "Gbit/s of network"),
)


def compare_page(subjects: Sequence[Subject]) -> RenderableType:
    """Return the comparison."""
    names = " · ".join(subject.name for subject in subjects)
    parts: list[RenderableType] = [Text(names, style="bold"), *_pictures(subjects)]
    parts += [section(title, _rows(keys, subjects)) for title, keys in grouped(subjects).items()]
    hint = f"{DIFFERS} differs · {MISSING} no such fact · with sources: "
    return Lines(*parts, Text(""), Text.assemble(hint, (f"aidc machines {subjects[0].name}", "bold")))


def grouped(subjects: Sequence[Subject]) -> dict[str, list[str]]:
    """Return the keys of all facts under the title of the group that first has them."""
    titles: dict[str, list[str]] = {}
    seen: set[str] = set()
    for subject in subjects:
        for group in subject.groups:
            new = [fact.key for fact in group.facts if fact.key not in seen]
            seen.update(new)
            if new:
                titles.setdefault(group.title, []).extend(new)
    return titles


def differs(key: str, subjects: Sequence[Subject]) -> bool:
    """Tell whether a fact is not the same everywhere; what a thing does not have differs from what it has."""
    return len({_cell(subject.facts.get(key)) for subject in subjects}) > 1


def _cell(fact: Fact | None) -> str:
    return (fact.brief or fact.shown) if fact else MISSING


def _rows(keys: Sequence[str], subjects: Sequence[Subject]) -> Table:
    made = table([("", "left"), ("", "left"), *((subject.name, "left") for subject in subjects)])
    for column in made.columns[3:]:
        column.ratio = 1
    made.expand = True
    made.columns[2].no_wrap = True
    for key in keys:
        cells = [subject.facts.get(key) for subject in subjects]
        label = next(fact.label for fact in cells if fact)
        made.add_row(
            "",
            Text(DIFFERS if differs(key, subjects) else " ", style="yellow"),
            Text(label, style="dim"),
            *(_cell(fact) for fact in cells),
        )
    return made


def _pictures(subjects: Sequence[Subject]) -> Iterator[RenderableType]:
    for key, unit in PICTURES:
        values = [fact.value if (fact := subject.facts.get(key)) else None for subject in subjects]
        numbers = [value for value in values if isinstance(value, int | float)]
        if len(numbers) < 2 or not max(numbers):
            continue
        made = table([("", "left"), ("", "left"), ("", "right")])
        made.show_header = False
        for subject, value in zip(subjects, values, strict=True):
            if isinstance(value, int | float):
                made.add_row("", Text(subject.name, style="dim"), Text(bar(value / max(numbers), BAR_CELLS), style="cyan"), count(value))
        yield section(unit, made)
