"""Views of a bill: the same lines summed by resource, by cost component, by noun or by a label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from aidc.estimator.cost.bill import Bill, Line
from aidc.estimator.cost.owner import Owner

VIEWS = ("resource", "component", "noun", "team")
"""Views by name; `label:KEY` is one more for each label."""
_NOBODY = Owner("(unknown)")


@dataclass(frozen=True, slots=True)
class Group:
    """What lines of one name come to, in US dollars a month."""

    name: str
    lines: tuple[Line, ...]

    @property
    def usd_per_month(self) -> Decimal:
        """Return the expected sum."""
        return sum((line.usd_per_month for line in self.lines), Decimal(0))

    @property
    def least(self) -> Decimal:
        """Return the sum at its least."""
        return sum((line.least for line in self.lines), Decimal(0))

    @property
    def most(self) -> Decimal:
        """Return the sum at its most."""
        return sum((line.most for line in self.lines), Decimal(0))


def grouped(bill: Bill, by: str, owners: Mapping[str, Owner]) -> tuple[Group, ...]:
    """Return the groups of a view, dearest first. Raises ValueError for a view that does not exist."""
    key = _key(by, owners)
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in bill.lines:
        groups[key(line)].append(line)
    made = (Group(name, tuple(lines)) for name, lines in groups.items())
    return tuple(sorted(made, key=lambda group: (-group.usd_per_month, group.name)))


def _key(by: str, owners: Mapping[str, Owner]) -> Callable[[Line], str]:
    if by == "resource":
        return lambda line: line.resource
    if by == "component":
        return lambda line: line.component.split(" (")[0].split(":")[0]
    if by == "noun":
        return lambda line: owners.get(line.resource, _NOBODY).noun
    label = "team" if by == "team" else by.removeprefix("label:")
    if by != "team" and not by.startswith("label:"):
        raise ValueError(f"there is no view by {by}")
    return lambda line: owners.get(line.resource, _NOBODY).label(label)
