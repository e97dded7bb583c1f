"""The estimate: every resource of a record to its pricer, everything it consumes to rating, and the bill.

Nothing is dropped: a resource is on a line, unpriced, waiting for usage, free or not assessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aidc.estimator.cost.bill import Bill, Line, Named, Unpriced
from aidc.estimator.cost.charge import Charge, Credit, Free, Gap, Note
from aidc.estimator.cost.committed_use import committed_use
from aidc.estimator.cost.giving import earned_credits, free_tiers
from aidc.estimator.cost.pricers import KEYS, PRICERS
from aidc.estimator.cost.rating import Billed, rate
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.types import class_of
from aidc.estimator.cost.usage import Usage
from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import Resource


@dataclass(slots=True)
class _Counted:
    """What the pricers have said so far."""

    billed: list[Billed] = field(default_factory=list)
    owed: list[tuple[str, str, str, Credit]] = field(default_factory=list)
    unpriced: list[Unpriced] = field(default_factory=list)
    needs_usage: list[Named] = field(default_factory=list)
    free: list[Named] = field(default_factory=list)
    not_assessed: list[Named] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def estimate(resources: Iterable[Resource], usage: Usage | None = None, *, region: str | None = None) -> Bill:
    """Return the month's bill of a record. `region` is for resources that name none. Raises UsageError for usage that fits nothing."""
    usage = usage or Usage()
    counted = _Counted()
    whole = Whole(sorted(_each_once(resources, counted), key=lambda resource: (resource.urn, resource.type, resource.name)), region)
    usage.check(whole.resources, KEYS)
    for resource in whole.resources:
        if _is_real(resource):
            _count(Reader(resource, usage.of(resource), whole), counted)
    rated = list(rate(counted.billed, usage.hours_per_month))
    lines = [line for line in rated if isinstance(line, Line)]
    projects = {billed.resource: billed.project for billed in counted.billed}
    lines += committed_use(lines, projects, usage.hours_per_month)
    if usage.free_tiers:
        lines += [*free_tiers(lines, projects), *earned_credits(counted.owed, lines)]
    lines.sort(key=lambda line: line.resource)
    unpriced = [*counted.unpriced, *(line for line in rated if isinstance(line, Unpriced))]
    return Bill(
        usage.hours_per_month,
        tuple(lines),
        tuple(sorted(unpriced, key=lambda gap: gap.resource)),
        tuple(counted.needs_usage),
        tuple(counted.free),
        tuple(counted.not_assessed),
        tuple(counted.notes),
    )


def _each_once(resources: Iterable[Resource], counted: _Counted) -> Iterator[Resource]:
    """Yield every resource once: a URN names one resource, so of two with the same the last one holds (records that were joined)."""
    given = list(resources)
    last = {resource.urn: resource for resource in given}
    for resource in given:
        if not resource.urn or last[resource.urn] is resource:
            yield resource
        else:
            counted.notes.append((resource.urn, "the record has this URN more than once; the last one is counted"))


def _is_real(resource: Resource) -> bool:
    """Say whether something is made outside the engine: components are not, but a Google Cloud type is, whatever its record says."""
    return resource.type.startswith("gcp:") or (resource.custom and not resource.type.startswith("pulumi:"))


def _count(reader: Reader, counted: _Counted) -> None:
    resource = reader.resource
    name, assessed = resource.urn or resource.name, class_of(resource.type)
    if assessed.kind in ("free", "not_assessed"):
        place = counted.free if assessed.kind == "free" else counted.not_assessed
        place.append(Named(name, resource.type, assessed.reason))
        return
    pricer = PRICERS.get(resource.type)
    if pricer is None:
        counted.not_assessed.append(Named(name, resource.type, "its pricer is missing"))
        return
    before = len(counted.billed), len(counted.unpriced), len(counted.notes), len(counted.free)
    try:
        for said in pricer(reader):
            _take(said, name, reader, counted)
    except Unreadable as error:
        counted.unpriced.append(Unpriced(name, resource.type, str(error)))
    said = len(counted.billed), len(counted.unpriced), len(counted.free)
    if said == (before[0], before[1], before[3]) and len(counted.notes) > before[2]:  # nothing but why it costs nothing
        counted.free.append(Named(name, resource.type, counted.notes[before[2]][1]))
    elif before == (len(counted.billed), len(counted.unpriced), len(counted.notes), len(counted.free)):
        keys = ", ".join(key.name for key in KEYS.get(resource.type, ()))
        counted.needs_usage.append(
            Named(name, resource.type, f"nothing is used as far as anybody has said; say {keys}" if keys else assessed.reason)
        )


def _take(said: Charge | Gap | Note | Free | Credit, name: str, reader: Reader, counted: _Counted) -> None:
    kind = reader.resource.type
    match said:
        case Charge():
            counted.billed.append(Billed(name, kind, reader.whole.project(reader.resource), said))
        case Gap():
            counted.unpriced.append(Unpriced(name, kind, f"{said.component}: {said.reason}"))
        case Note():
            counted.notes.append((name, said.text))
        case Free():
            counted.free.append(Named(name, kind, said.reason))
        case Credit():
            counted.owed.append((name, kind, reader.whole.project(reader.resource), said))
