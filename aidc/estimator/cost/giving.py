"""Giving back: free tiers and credits, each at its own scope, in the order of the lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from aidc.catalog.prices import Allowance, allowances
from aidc.estimator.cost.bill import Line
from aidc.estimator.cost.charge import Credit


def free_tiers(lines: Iterable[Line], projects: Mapping[str, str]) -> Iterator[Line]:
    """Yield a negative line for every part of a line that a free tier covers; `projects` tells the project of each resource.

    An allowance of a project is given once to each project, one of the billing account once to all: this bill is taken to be alone on its account.
    """
    left: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    known: set[tuple[str, str]] = set()
    for line in lines:
        for allowance in allowances():
            if line.kind != "list" or line.term != "on-demand" or not allowance.covers(line.item, line.region):
                continue
            key = (allowance.name, projects.get(line.resource, "") if allowance.scope == "project" else "")
            if key not in known:
                known.add(key)
                left[key] = allowance.quantity
            free = min(left[key], line.quantity)
            left[key] -= free
            if free > 0:
                yield _given(line, allowance, free)


def _given(line: Line, allowance: Allowance, quantity: Decimal) -> Line:
    return replace(
        line,
        component=f"{line.component}: free tier of the {allowance.scope}",
        kind="free_tier",
        quantity=-quantity,
        usd_per_month=-quantity * line.usd_per_unit,
        as_of=allowance.as_of,
        source=allowance.source,
        minimum_usd=None,
        maximum_usd=None,
        note=allowance.name,
    )


def earned_credits(owed: Iterable[tuple[str, str, str, Credit]], lines: Iterable[Line]) -> Iterator[Line]:
    """Yield a negative line for every credit earned: never more than the charges it is for, never more than once in its scope.

    `owed` are resource, type, project and credit.
    """
    by_resource: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        by_resource[line.resource, line.component].append(line)
    left: dict[tuple[str, str], Decimal] = {}
    for resource, kind, project, credit in owed:
        key = (credit.name, project if credit.scope == "project" else "")
        remaining = left.setdefault(key, credit.usd_per_month)
        for line in by_resource[resource, credit.component]:
            amount = min(remaining, line.usd_per_month)
            left[key] = remaining = remaining - amount
            if amount > 0:
                yield replace(
                    line,
                    type=kind,
                    component=f"{line.component}: {credit.name}",
                    kind="credit",
                    quantity=Decimal(-1),
                    unit="month",
                    usd_per_unit=amount,
                    usd_per_month=-amount,
                    source=credit.source,
                    as_of=credit.as_of,
                    minimum_usd=None,
                    maximum_usd=None,
                    note=f"of the {credit.scope}",
                )
