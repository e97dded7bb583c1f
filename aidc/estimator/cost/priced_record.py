"""A record with its bill and what its stack file says of usage, workload and budget: one call for every command that needs a price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidc.estimator.cost.bill import Bill
from aidc.estimator.cost.carbon import UTILISATION
from aidc.estimator.cost.estimate import estimate
from aidc.estimator.cost.gate import Limits
from aidc.estimator.cost.owner import Owner, owners
from aidc.estimator.cost.pricers import KEYS
from aidc.estimator.cost.usage import HOURS_PER_MONTH, Usage, names_of, read_usage, usage_of
from aidc.estimator.cost.usage_key import problems_of
from aidc.estimator.cost.usage_nesting import overlaid
from aidc.estimator.cost.workload import Workload
from aidc.inventory.resource import Resource

if TYPE_CHECKING:
    from aidc.blueprint import Plan


@dataclass(frozen=True, slots=True)
class PricedRecord:
    """A bill, whose its resources are, and what it is held against."""

    name: str
    bill: Bill
    owners: Mapping[str, Owner]
    limits: Limits = field(default_factory=Limits)
    workload: Workload | None = None
    utilisation: Decimal = UTILISATION


def price_record(
    name: str, resources: Iterable[Resource], *, plan: Plan | None = None, usage_file: Path | None = None, region: str | None = None
) -> PricedRecord:
    """Return a record, priced. A usage file adds to what the stack file says and wins over it. Raises UsageError."""
    known = list(resources)
    bill = estimate(known, _usage(plan, usage_file, known), region=region)
    if plan is None:
        return PricedRecord(name, bill, owners(known))
    use, budget = plan.usage, plan.budget
    workload = Workload(**{each.name: getattr(use.workload, each.name) for each in fields(Workload)})
    return PricedRecord(
        name,
        replace(bill, notes=(*bill.notes, *use.assumptions.items())),
        owners(known),
        Limits(budget.monthly_usd, budget.per_noun, budget.per_change_usd),
        workload if workload != Workload() else None,
        workload.utilisation or UTILISATION,
    )


def _usage(plan: Plan | None, usage_file: Path | None, known: Sequence[Resource]) -> Usage:
    given = read_usage(usage_file) if usage_file else None
    if plan is None:
        return given or Usage()
    said = usage_of(plan.usage.document(), "the stack file")
    if given is None:
        return said
    for usage in (said, given):
        usage.check(known, KEYS)
    return _over(said, given, known)


def _over(said: Usage, given: Usage, known: Iterable[Resource]) -> Usage:
    """Return what a stack file says with what a usage file says on top, resource by resource, whatever name either calls it by."""
    both: dict[str, Mapping[str, Any]] = {}
    for resource in known:
        below, above = (_fitting(resource, usage.of(resource).given) for usage in (said, given))
        # Nodes of one zone and of all zones are two words for one thing: the word above is not to be outdone by the other one below.
        gone = _COUNTS if above.keys() & _COUNTS else frozenset[str]()
        if merged := overlaid({key: value for key, value in below.items() if key not in gone}, above):
            both[names_of(resource)[-1]] = merged
    hours = said.hours_per_month if given.hours_per_month == HOURS_PER_MONTH else given.hours_per_month
    return Usage(both, {}, hours, said.free_tiers and given.free_tiers, given.where)


def _fitting(resource: Resource, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys that the type of a resource takes: a name alone may be that of something else as well."""
    keys = KEYS.get(resource.type, ())
    return {key: value for key, value in given.items() if keys and not problems_of("", {key: value}, keys)}


_COUNTS = frozenset({"nodes", "total_nodes"})
