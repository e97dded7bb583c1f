"""The difference of two bills: what each resource came to and comes to, and why, in words of structure: count, hours, type, region, term, price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from aidc.estimator.cost.bill import Bill, Line
from aidc.inventory.urn import short_name

Change = Literal["added", "removed", "changed", "same"]


@dataclass(frozen=True, slots=True)
class Delta:
    """One resource in both bills. `reasons` say why it moved; empty for what came, went or stayed."""

    resource: str
    type: str
    change: Change
    before_usd: Decimal
    after_usd: Decimal
    reasons: tuple[str, ...] = ()
    by_usage: bool = False

    @property
    def usd(self) -> Decimal:
        """Return by how much the month moves."""
        return self.after_usd - self.before_usd


@dataclass(frozen=True, slots=True)
class Difference:
    """Two bills side by side."""

    before: Bill
    after: Bill
    deltas: tuple[Delta, ...]

    @property
    def usd(self) -> Decimal:
        """Return by how much the month moves."""
        return self.after.usd_per_month - self.before.usd_per_month

    @property
    def is_uncertain(self) -> bool:
        """Say whether one of the bills is a lower bound, so that the difference is one of known lines only."""
        return self.before.is_lower_bound or self.after.is_lower_bound


def difference(before: Bill, after: Bill) -> Difference:
    """Return what moves from one bill to the other, largest movement first. Resources match by type and name, across stacks and projects."""
    old, new = _by_resource(before.lines), _by_resource(after.lines)
    deltas = (_delta(old.get(key, []), new.get(key, [])) for key in sorted({*old, *new}))
    return Difference(before, after, tuple(sorted(deltas, key=lambda delta: (-abs(delta.usd), delta.resource))))


def _by_resource(lines: Iterable[Line]) -> dict[tuple[str, str], list[Line]]:
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        found[line.type, short_name(line.resource)].append(line)
    return found


def _delta(old: list[Line], new: list[Line]) -> Delta:
    known = (new or old)[0]
    before, after = (sum((line.usd_per_month for line in lines), Decimal(0)) for lines in (old, new))
    change: Change = "added" if not old else "removed" if not new else "changed" if before != after else "same"
    reasons = tuple(dict.fromkeys(_reasons(old, new))) if change == "changed" else ()
    return Delta(short_name(known.resource), known.type, change, before, after, reasons, all(line.by_usage for line in [*old, *new]))


def _reasons(old: list[Line], new: list[Line]) -> Iterator[str]:
    """Yield the reasons, matching lines by the role of their component, whatever machine or class it names."""
    was, now = _by_role(old), _by_role(new)
    for role in dict.fromkeys([*now, *was]):
        if role not in was:
            yield f"{role} is new"
        elif role not in now:
            yield f"{role} is gone"
        else:
            yield from _why(role, was[role], now[role])


def _by_role(lines: list[Line]) -> dict[str, list[Line]]:
    roles: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        before, _, after = line.component.partition(" (")
        roles[before + after.partition(")")[2]].append(line)
    return roles


def _why(role: str, old: list[Line], new: list[Line]) -> Iterator[str]:
    was, now = old[0], new[0]
    if was.kind in ("free_tier", "credit") or now.kind in ("free_tier", "credit"):
        return
    if was.region != now.region:
        yield f"region {was.region} → {now.region}"
    if was.item != now.item:
        yield f"type {_short(was.item)} → {_short(now.item)}"
    if was.term != now.term:
        yield f"term {was.term} → {now.term}"
    yield from _quantity(role, old, new)
    same = (was.region, was.item, was.term) == (now.region, now.item, now.term)
    if same and was.usd_per_unit != now.usd_per_unit and was.kind == "list":
        yield f"price of {_short(now.item)} {_plain(was.usd_per_unit)} → {_plain(now.usd_per_unit)} USD ({was.as_of} → {now.as_of})"


def _quantity(role: str, old: list[Line], new: list[Line]) -> Iterator[str]:
    was, now = old[0], new[0]
    if was.kind == "discount":
        return
    if was.running is not None and now.running is not None:
        if was.running != now.running:
            yield f"{role}: count {_plain(was.running)} → {_plain(now.running)}"
        if was.hours_each != now.hours_each:
            yield f"{role}: hours {_plain(was.hours_each)} → {_plain(now.hours_each)}"
        return
    before, after = (sum((line.quantity for line in lines), Decimal(0)) for lines in (old, new))
    if before != after:
        yield f"{role}: {_plain(before)} → {_plain(after)} {now.unit}"


def _short(item: str) -> str:
    return item.removeprefix("machine.").removeprefix("disk.").removesuffix(".capacity")


def _plain(number: Decimal | None) -> str:
    return "?" if number is None else f"{number.normalize():f}" if number == number.to_integral() else f"{number:.6f}".rstrip("0")
