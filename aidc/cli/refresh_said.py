"""What a refresh says: what was read and dropped, what moved, what it breaks, and what to run next."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from aidc.estimator.cost.refresh.change import Change, Verdict
from aidc.estimator.cost.refresh.collect import Collected
from aidc.estimator.cost.refresh.unit import text
from aidc.report.cost.words import rate
from aidc.report.layout import section, table
from aidc.report.units import plural

MOST_SHOWN = 20
NOTICEABLE = Decimal("0.001")
"""A smaller move is rounding."""
NOTHING = "·"


def refresh_page(verdict: Verdict, collected: Collected | None, folder: Path) -> RenderableType:
    """Return the page of a candidate: the largest moves first, at most twenty of each kind."""
    parts: list[RenderableType] = [Text(f"{folder}: {_summary(verdict)}")]
    if collected:
        parts.append(section("read", *(Text(f"  {line}") for line in _read(collected))))
    if verdict.violations:
        shown = [Text(f"  {violation}", style="red") for violation in verdict.violations[:MOST_SHOWN]]
        parts.append(section("broken rules", *shown, *_more(len(verdict.violations))))
    if verdict.changes:
        parts.append(section("largest moves; ! needs --accept", _moves(verdict.changes[:MOST_SHOWN]), *_more(len(verdict.changes))))
    return Lines(*parts)


def refresh_document(verdict: Verdict, collected: Collected | None, folder: Path, *, accepted: bool) -> dict[str, Any]:
    """Return the same as one document, whole. `ok` says whether it may replace the tables."""
    read = None
    if collected:
        dropped = [{"sku": one.sku_id, "description": one.description, "reason": one.reason} for one in collected.dropped]
        read = {"skus": collected.read, "prices": len(collected.tiers), "unmatched": collected.unmatched, "dropped": dropped}
    return {
        "candidate": str(folder),
        "ok": may_replace(verdict, accepted=accepted),
        "read": read,
        "violations": [{"what": one.what, "where": one.where, "figures": one.figures} for one in verdict.violations],
        "to_accept": len(verdict.to_accept),
        "changes": [_change(change) for change in verdict.changes],
    }


def may_replace(verdict: Verdict, *, accepted: bool) -> bool:
    """Say whether a candidate may replace the tables: it breaks nothing, and a person has accepted what moved far."""
    return not verdict.violations and (accepted or not verdict.to_accept)


def why_not(verdict: Verdict) -> str:
    """Return in one line why a candidate may not replace the tables."""
    if verdict.violations:
        return f"{plural(len(verdict.violations), 'rule')} of the tables broken: nothing was replaced"
    return f"{plural(len(verdict.to_accept), 'price')} moved by more than 15 % (spot 25 %): nothing was replaced. Look at them, then say --accept"


def _summary(verdict: Verdict) -> str:
    new = sum(change.before is None for change in verdict.changes)
    gone = sum(change.after is None for change in verdict.changes)
    moved = len(verdict.changes) - new - gone
    far = sum(change.moved is not None and abs(change.moved) > NOTICEABLE for change in verdict.changes)
    said = [
        f"{plural(moved, 'price')} moved ({far:,} by more than 0.1 %)",
        f"{new:,} new",
        f"{len(verdict.to_accept)} to accept",
        f"{len(verdict.violations)} broken rules",
    ]
    return ", ".join([*said, f"{gone} gone"] if gone else said)


def _read(collected: Collected) -> list[str]:
    reasons = Counter(one.reason.split(" in ")[0] if "different prices" in one.reason else one.reason for one in collected.dropped)
    lines = [
        f"{plural(collected.read, 'SKU')}: {plural(len(collected.tiers), 'price')} taken, {collected.unmatched:,} for what the tables do not hold"
    ]
    return lines + [f"{count:,} dropped: {reason}" for reason, count in reasons.most_common(MOST_SHOWN)]


def _moves(changes: tuple[Change, ...]) -> Table:
    grid = table([("", "left"), ("item", "left"), ("region", "left"), ("term", "left"), ("was", "right"), ("is", "right"), ("by", "right")])
    for one in changes:
        moved = "new" if one.before is None else "gone" if one.moved is None else f"{one.moved * 100:+.1f} %"
        was, now = (NOTHING if usd is None else rate(usd) for usd in (one.before, one.after))
        grid.add_row("", "!" if one.needs_a_person else "", one.item, one.region, one.term, was, now, moved)
    return grid


def _more(count: int) -> list[Text]:
    return [Text(f"  and {count - MOST_SHOWN:,} more; --json has all", style="dim")] if count > MOST_SHOWN else []


def _change(one: Change) -> dict[str, Any]:
    return {
        "item": one.item,
        "region": one.region,
        "term": one.term,
        "before": None if one.before is None else text(one.before),
        "after": None if one.after is None else text(one.after),
        "moved": None if one.moved is None else round(float(one.moved), 4),
        "needs_a_person": one.needs_a_person,
    }
