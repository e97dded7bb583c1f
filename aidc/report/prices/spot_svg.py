"""The history of a spot price as a small picture: a step line over the days it was seen. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape

from aidc.catalog.prices import SpotChange

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 40, 36
_STEPS = 4


def spot_svg(title: str, changes: Sequence[SpotChange], until: date) -> str:
    """Return the picture, from the first change to a day. Raises ValueError where there is no history."""
    if not changes:
        raise ValueError("a history without a change cannot be drawn")
    return "\n".join([*_head(title, changes), *_axes(changes, until), *_line(changes, until), "</svg>"]) + "\n"


def _head(title: str, changes: Sequence[SpotChange]) -> Iterator[str]:
    low, high = min(change.spot_usd_per_hour for change in changes), max(change.spot_usd_per_hour for change in changes)
    said = f"{title}: spot, USD a machine-hour, {low:.2f} to {high:.2f}"
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    yield f"<title>{escape(said)}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    yield f'<g font-family="sans-serif" font-size="12" fill="#333333"><text x="{LEFT}" y="24" font-size="14">{escape(said)}</text></g>'


def _axes(changes: Sequence[SpotChange], until: date) -> Iterator[str]:
    top = _top(changes)
    yield '<g font-family="sans-serif" font-size="12" fill="#666666" stroke-width="1">'
    for step in range(_STEPS + 1):
        usd = top * step / _STEPS
        y = _y(usd, top)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#e0e0e0"/>'
        yield f'<text x="{LEFT - 8}" y="{y}" dy="4" text-anchor="end">{usd:.2f}</text>'
    yield f'<text x="{LEFT}" y="{HEIGHT - 12}">{changes[0].first_seen}</text>'
    yield f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 12}" text-anchor="end">{_last(changes, until)}</text>'
    yield "</g>"


def _line(changes: Sequence[SpotChange], until: date) -> Iterator[str]:
    first, last, top = changes[0].first_seen, _last(changes, until), _top(changes)
    days = max((last - first).days, 1)

    def x(day: date) -> str:
        return f"{LEFT + Decimal((WIDTH - LEFT - RIGHT) * (day - first).days) / days:.1f}"

    path = [f"M{x(first)} {_y(changes[0].spot_usd_per_hour, top)}"]
    path += [f"H{x(change.first_seen)} V{_y(change.spot_usd_per_hour, top)}" for change in changes[1:]]
    yield f'<path d="{" ".join([*path, f"H{x(last)}"])}" fill="none" stroke="#1a73e8" stroke-width="2"/>'


def _last(changes: Sequence[SpotChange], until: date) -> date:
    return max(until, changes[-1].first_seen)


def _top(changes: Sequence[SpotChange]) -> Decimal:
    return max(change.spot_usd_per_hour for change in changes)


def _y(usd: Decimal, top: Decimal) -> str:
    return f"{HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * usd / top:.1f}"
