"""Verdicts: the four questions, and honestly which of them this version answers."""

from __future__ import annotations

from rich.console import RenderableType

from aidc.report.layout import facts, section

QUESTIONS = ("allowed", "cost", "speed", "comes_up")


def verdicts_section(stack: str) -> RenderableType:
    """Return one line for each question."""
    rows: list[tuple[str, RenderableType]] = [
        ("allowed", "not judged in this version; `aidc check` will answer"),
        ("cost", "not estimated in this version; `aidc cost` will answer"),
        ("speed", "not estimated in this version; `aidc perf` will answer"),
        ("comes up", f"not rehearsed yet; `aidc rehearse {stack}` answers"),
    ]
    return section("verdicts", facts(rows))
