"""Terms of one item in one region stand in order: longer and less certain is cheaper, and never by too much.

spot < on-demand; 3y < 1y < on-demand; flex-start between 40 % and 75 % of on-demand; calendar from flex-start to below on-demand. A DWS rate that was
taken for on-demand breaks one of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.catalog.prices.invariants.rates_by_place import Rates
from aidc.catalog.prices.invariants.violation import Violation

FLEX_START_LEAST = Decimal("0.40")
FLEX_START_MOST = Decimal("0.75")
_BELOW = (
    ("spot", "on_demand"),
    ("cud_1y", "on_demand"),
    ("cud_3y", "on_demand"),
    ("cud_3y", "cud_1y"),
    ("calendar", "on_demand"),
)


def terms(rates: Rates) -> Iterator[Violation]:
    """Yield every item whose terms are out of order."""
    for (item, region), figures in rates.items():
        of = {column: figure.usd for column, figure in figures.items()}
        where = f"{item} {region}"
        for lower, upper in _BELOW:
            if lower in of and upper in of and of[lower] >= of[upper]:
                yield Violation(f"{lower} is not below {upper}", where, f"{of[lower]} and {of[upper]}")
        yield from _flex_start(of, where)


def _flex_start(of: dict[str, Decimal], where: str) -> Iterator[Violation]:
    flex, listed, calendar = of.get("flex_start"), of.get("on_demand"), of.get("calendar")
    if flex is None:
        return
    if listed is not None and not FLEX_START_LEAST * listed <= flex <= FLEX_START_MOST * listed:
        yield Violation("flex_start is not between 40 % and 75 % of on_demand", where, f"{flex} and {listed}")
    if calendar is not None and calendar < flex:
        yield Violation("calendar is below flex_start", where, f"{calendar} and {flex}")
