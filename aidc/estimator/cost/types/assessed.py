"""The class of a type: priced, usage, free or not assessed.

- `priced`: billed from its inputs (hours, capacity).
- `usage`: costs nothing until used, so priced only when somebody says how much.
- `free`: Google charges nothing for it by itself; the reason says why.
- `not_assessed`: nobody has looked, or its rates are not known; the reason says what is.

gcp.csv holds every type of the provider, elsewhere.csv patterns for all others, the first that fits. Both name their source by its short name
in sources.csv.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Literal, cast

Kind = Literal["priced", "usage", "free", "not_assessed"]
PROVIDER = "pulumi_gcp 10.2.0"
"""The provider whose types gcp.csv holds."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is known of a type's cost, why, and the short name of the source."""

    type: str
    kind: Kind
    reason: str
    source: str


EARLIER = {
    name: Assessment(name, cast(Kind, kind), reason, "provider")
    for name, kind, reason in (
        ("gcp:tpu/node:Node", "priced", "chip hours; a type of earlier providers, which records still hold"),
        ("gcp:iap/brand:Brand", "free", "consent screen of an application: configuration"),
        ("gcp:iap/client:Client", "free", "client of a consent screen: configuration"),
        ("gcp:notebooks/instance:Instance", "not_assessed", "a machine with its disks; a type of earlier providers, which is not read"),
        ("gcp:notebooks/runtime:Runtime", "not_assessed", "a machine with its disks; a type of earlier providers, which is not read"),
    )
}
"""Types that the provider of today no longer has."""


def class_of(resource_type: str) -> Assessment:
    """Return the assessment of any type, such as `gcp:compute/disk:Disk`. Knows nothing of a type: not assessed, never free."""
    if resource_type.startswith("gcp:"):
        return (
            _gcp().get(resource_type)
            or EARLIER.get(resource_type)
            or _gcp_by_old_name().get(resource_type.lower())
            or Assessment(resource_type, "not_assessed", f"not a type of {PROVIDER}", "provider")
        )
    return _elsewhere(resource_type)


def every_type() -> tuple[Assessment, ...]:
    """Return the assessments of all types of the provider, sorted by type."""
    return tuple(_gcp().values())


@cache
def source_text(source: str) -> str:
    """Return the words behind a source's short name, with the day it was read and how far it can be trusted. Raises KeyError."""
    rows = {row[0]: row[1:] for row in _rows("sources.csv")}
    text, read_on, status = rows[source]
    return f"{text} ({read_on}, {status})"


def _rows(table: str) -> Iterator[list[str]]:
    text = (files("aidc.estimator.cost.types") / table).read_text(encoding="utf-8")
    rows = csv.reader(StringIO(text, newline=""))
    next(rows)
    yield from rows


@cache
def _gcp() -> dict[str, Assessment]:
    return {name: Assessment(name, cast(Kind, kind), reason, source) for name, kind, reason, source in _rows("gcp.csv")}


@cache
def _gcp_by_old_name() -> dict[str, Assessment]:
    """Return the free types by their names in lower case: older states spell some with capitals (`gcp:serviceAccount/account:Account`)."""
    return {name.lower(): found for name, found in _gcp().items() if found.kind == "free"}


@cache
def _patterns() -> tuple[tuple[str, Kind, str, str], ...]:
    return tuple((pattern, cast(Kind, kind), reason, source) for pattern, kind, reason, source in _rows("elsewhere.csv"))


@cache
def _elsewhere(resource_type: str) -> Assessment:
    _, kind, reason, source = next(row for row in _patterns() if fnmatchcase(resource_type, row[0]))
    return Assessment(resource_type, kind, reason, source)
