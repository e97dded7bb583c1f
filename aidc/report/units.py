"""Numbers and shares as people read them: thousands separators, units, bars. Owns the form alone; every number comes from a plan or a record."""

from __future__ import annotations

from collections.abc import Iterable

FULL, EMPTY = "█", "░"
EIGHTHS = " ▏▎▍▌▋▊▉"


def count(number: float) -> str:
    """Return a count with thousands separators; parts stay, to a thousandth (1,360, 0.125)."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.3f}".rstrip("0")


def pflops(number: float) -> str:
    """Return PFLOP/s with two decimals, so that a column of them lines up."""
    return f"{number:,.2f}"


def tib(number: float) -> str:
    """Return TiB with at most one decimal."""
    return f"{number:,.1f}".removesuffix(".0")


def percent(share: float) -> str:
    """Return a share of one as a percentage. What is there at all is never shown as nothing, and what is not all never as everything."""
    if 0 < share < 0.01:
        return "<1 %"
    return "99 %" if 0.99 <= share < 1 else f"{share * 100:.0f} %"


def bar(share: float, cells: int) -> str:
    """Return a bar of that many cells, to an eighth of a cell: the smallest share shows, and only all of it fills the bar."""
    eighths = min(round(share * cells * 8), cells * 8)
    if share > 0:
        eighths = max(eighths, 1)
    if share < 1:
        eighths = min(eighths, cells * 8 - 1)
    full, part = divmod(eighths, 8)
    return FULL * full + EIGHTHS[part] * bool(part) + EMPTY * (cells - full - bool(part))


def span(low: int, high: int) -> str:
    """Return one number, or a range written low–high."""
    return count(low) if low == high else f"{count(low)}–{count(high)}"


def duration(seconds: int) -> str:
    """Return a duration in days where it is whole days, else in hours."""
    amount, unit = (seconds // 86400, "day") if seconds % 86400 == 0 else (seconds / 3600, "hour")
    return f"{count(amount)} {unit}{'' if amount == 1 else 's'}"


def plural(number: float, noun: str) -> str:
    """Return a count and its noun: 1 bucket, 3 buckets, 2 entries."""
    plural_form = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count(number)} {noun if number == 1 else plural_form}"


def short_zones(zones: Iterable[str]) -> str:
    """Return zones without their region: a, c."""
    return ", ".join(zone.rpartition("-")[2] for zone in zones)
