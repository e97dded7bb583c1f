"""What a change moves: one row for each resource, marked + - ~, with the reason."""

from __future__ import annotations

from rich.console import RenderableType

from aidc.estimator.cost.difference import Delta, Difference
from aidc.report.cost.words import usd
from aidc.report.layout import facts, section, table

MARKS = {"added": "+", "removed": "-", "changed": "~"}
_STYLES = {"added": "red", "removed": "green", "changed": ""}


def difference_section(difference: Difference, base: str) -> RenderableType:
    """Return the table of what moves, and the sentence above it."""
    moved = [delta for delta in difference.deltas if delta.change != "same"]
    if not moved:
        return section(f"against {base}", facts([("moves", "nothing")]))
    made = table([("", "left"), ("resource", "left"), ("before", "right"), ("after", "right"), ("moves", "right"), ("why", "left")])
    for delta in moved:
        cells = usd(delta.before_usd), usd(delta.after_usd), usd(delta.usd, sign=True), why(delta)
        made.add_row("", MARKS[delta.change], delta.resource, *cells, style=_STYLES[delta.change])
    return section(f"against {base}: {headline(difference)}", made)


def headline(difference: Difference) -> str:
    """Return by how much the month moves: amount, before and after, percentage."""
    before, after = difference.before.usd_per_month, difference.after.usd_per_month
    share = f", {difference.usd / before * 100:+.1f} %" if before else ""
    uncertain = "; something has no price on one side" if difference.is_uncertain else ""
    return f"{usd(difference.usd, sign=True)} USD a month ({usd(before)} to {usd(after)}{share}){uncertain}"


def why(delta: Delta) -> str:
    """Return the reasons of one resource in a line."""
    return "; ".join(delta.reasons) if delta.reasons else "" if delta.change == "changed" else delta.change
