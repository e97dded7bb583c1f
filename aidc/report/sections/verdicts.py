"""Verdicts: the four questions, and honestly which of them this version answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import RenderableType

from aidc.estimator.cost.gate import Verdict
from aidc.estimator.cost.priced_record import PricedRecord
from aidc.report.check.page import headline
from aidc.report.cost.words import spread, total
from aidc.report.layout import facts, section
from aidc.report.units import plural

QUESTIONS = ("allowed", "cost", "speed", "comes_up")


def verdicts_section(stack: str, priced: PricedRecord, limits: Sequence[Verdict], allowed: Mapping[str, Any]) -> RenderableType:
    """Return one line for each question."""
    rows: list[tuple[str, RenderableType]] = [
        ("allowed", f"{headline(allowed)}; `aidc check {stack}` has the findings"),
        ("cost", _cost(stack, priced, limits)),
        ("speed", "not estimated in this version; `aidc perf` will answer"),
        ("comes up", f"not rehearsed yet; `aidc rehearse {stack}` answers"),
    ]
    return section("verdicts", facts(rows))


def _cost(stack: str, priced: PricedRecord, limits: Sequence[Verdict]) -> str:
    """Return the month, what it may move between, and the first limit that is passed."""
    between = spread(priced.bill)
    missing = f", {plural(len(priced.bill.unpriced), 'item')} without a price" if priced.bill.unpriced else ""
    over = [verdict.sentence for verdict in limits if verdict.is_over]
    said = f"over budget: {' '.join(over)}" if over else "within budget" if limits else ""
    parts = [f"{total(priced.bill)}{missing}", f"may move from {between}" if between else "", said, f"`aidc cost {stack}` has the lines"]
    return "; ".join(part for part in parts if part)
