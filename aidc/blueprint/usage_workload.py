"""What the machines of a stack do, as far as anybody says: for US dollars of a run and of a million tokens."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Annotated

from aidc.blueprint.spec import Field, Spec

_Count = Annotated[float, Field(gt=0, le=10**18)]
_Share = Annotated[float, Field(gt=0, le=1)]


class WorkloadUseSpec(Spec):
    """What the machines do. Nothing has a default: a price of tokens rests on what is said here."""

    tokens_per_run: _Count | None = Field(default=None, description="Tokens that one training run sees")
    runs_per_month: _Count | None = Field(default=None, description="Runs a month")
    hours_per_run: _Count | None = Field(default=None, description="Hours of one run on all machines, without what goodput loses")
    tokens_per_second: _Count | None = Field(default=None, description="Serving: tokens a second of all machines at full load")
    utilisation: _Share | None = Field(default=None, description="Serving: share of that load on average, 0 to 1")
    goodput: _Share | None = Field(
        default=None, description="Share of the hours that move a run on, 0 to 1: restarts and waits are the rest"
    )


@dataclass(frozen=True, slots=True)
class WorkloadPlan:
    """The workload as it was said; None where nobody did."""

    tokens_per_run: Decimal | None
    runs_per_month: Decimal | None
    hours_per_run: Decimal | None
    tokens_per_second: Decimal | None
    utilisation: Decimal | None
    goodput: Decimal | None


def plan_workload_use(spec: WorkloadUseSpec) -> WorkloadPlan:
    """Return what was said, exact: a float counts as it was written."""
    said = {field.name: getattr(spec, field.name) for field in fields(WorkloadPlan)}
    return WorkloadPlan(**{name: None if value is None else Decimal(str(value)) for name, value in said.items()})
