"""Everything `aidc cost` has to say of one bill, gathered once for the page, the Markdown and the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aidc.catalog.prices import Price, price
from aidc.estimator.cost.bill import Bill, Line
from aidc.estimator.cost.carbon import Footprint
from aidc.estimator.cost.difference import Difference
from aidc.estimator.cost.gate import Verdict
from aidc.estimator.cost.owner import Owner
from aidc.estimator.cost.saving import Saving
from aidc.estimator.cost.workload import Workload


@dataclass(frozen=True, slots=True)
class CostAnswer:
    """A bill and what was asked beside it. `name` is the stack or the file; `today` decides what is stale."""

    name: str
    bill: Bill
    owners: Mapping[str, Owner]
    footprint: Footprint
    today: date
    by: str = "noun"
    workload: Workload | None = None
    verdicts: tuple[Verdict, ...] = ()
    difference: Difference | None = None
    base: str = ""
    savings: tuple[Saving, ...] | None = None

    @property
    def is_over(self) -> bool:
        """Say whether a limit of the budget is passed."""
        return any(verdict.is_over for verdict in self.verdicts)

    def is_stale(self, line: Line) -> bool:
        """Say whether a line's price is older than its kind may be."""
        found = price(line.item, line.region, line.term)
        return isinstance(found, Price) and found.is_stale(self.today)
