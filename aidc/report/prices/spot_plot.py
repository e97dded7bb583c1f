"""The history of a spot price as blocks in a terminal: time to the right, dollars upward, each change where it was first seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from aidc.catalog.prices import SpotChange

WIDTH = 72
HEIGHT = 6
BLOCKS = " ▁▂▃▄▅▆▇█"


def price_on(changes: Sequence[SpotChange], day: date) -> Decimal:
    """Return the price that held on a day: that of the last change before it, of the first one where the day is earlier."""
    held = changes[0].spot_usd_per_hour
    for change in changes:
        if change.first_seen > day:
            break
        held = change.spot_usd_per_hour
    return held


def spot_plot(changes: Sequence[SpotChange], until: date) -> list[str]:
    """Return the lines of the plot, from the first change to a day; empty where there is no history. Its floor is 0, so that heights compare."""
    if not changes:
        return []
    first, last = changes[0].first_seen, max(until, changes[-1].first_seen)
    days = max((last - first).days, 1)
    columns = [price_on(changes, date.fromordinal(first.toordinal() + days * column // (WIDTH - 1))) for column in range(WIDTH)]
    top = max(columns)
    eighths = [max(1, round(price * HEIGHT * 8 / top)) for price in columns]
    labels = [f"{top:.2f}", *[""] * (HEIGHT - 2), "0"]
    wide = max(map(len, labels))
    lines = []
    for row, label in enumerate(labels):
        floor = (HEIGHT - 1 - row) * 8
        lines.append(f"{label:>{wide}} " + "".join(BLOCKS[min(max(height - floor, 0), 8)] for height in eighths).rstrip())
    lines.append(f"{'':>{wide}} {first.isoformat()}{last.isoformat():>{WIDTH - len(first.isoformat())}}")
    return lines
