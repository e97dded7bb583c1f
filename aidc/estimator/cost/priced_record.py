"""A record with its bill and what its stack file says of usage, workload and budget: one call for every command that needs a price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from aidc.estimator.cost.bill import Bill
from aidc.estimator.cost.carbon import UTILISATION
from aidc.estimator.cost.estimate import estimate
from aidc.estimator.cost.gate import Limits
from aidc.estimator.cost.owner import Owner, owners
from aidc.estimator.cost.usage import Usage, read_usage
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
    usage = _usage(plan, usage_file)
    bill = estimate(known, usage, region=region)
    return PricedRecord(name, bill, owners(known))


def _usage(plan: Plan | None, usage_file: Path | None) -> Usage:
    said = Usage()
    given = read_usage(usage_file) if usage_file else None
    if given is None:
        return said
    return replace(given, resources={**said.resources, **given.resources}, defaults={**said.defaults, **given.defaults})
