"""Where a thing is cheapest: its terms in every region that has a price, cheapest first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from aidc.catalog.prices import Price, Term
from aidc.report.prices.priced import Priced, sold, terms
from aidc.report.prices.quote import price_of

LISTED_TERMS: tuple[Term, ...] = ("on-demand", "spot", "flex-start", "calendar", "1y", "3y")
"""Terms in the order of a table."""
_UNPRICED = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region (or the area an SKU covers) and what every term costs there, US dollars a unit."""

    region: str
    sold: bool | None
    by_term: dict[Term, Price]

    def usd(self, priced: Priced, term: Term) -> Decimal | None:
        """Return what a term costs, for the whole thing, or None."""
        found = self.by_term.get(term)
        return found.usd_per_unit * priced.times if found else None


def region_rows(priced: Priced) -> list[RegionRow]:
    """Return a row for each region with any price: those that sell it first, by on-demand, then by spot, then by name."""
    rows = [RegionRow(region, sold(priced, region), _by_term(priced, region)) for region in priced.regions]

    def order(row: RegionRow) -> tuple[bool, Decimal, Decimal, str]:
        return (row.sold is False, row.usd(priced, "on-demand") or _UNPRICED, row.usd(priced, "spot") or _UNPRICED, row.region)

    return sorted(rows, key=order)


def _by_term(priced: Priced, region: str) -> dict[Term, Price]:
    return {term: found for term in terms() if (found := price_of(priced, region, term))}


def cheapest_region(thing: Priced) -> str | None:
    """Return where a thing costs least on demand among the regions that sell it; else where it has any price."""
    on_demand = {
        region: one.usd_per_unit for region in thing.regions if (one := price_of(thing, region, "on-demand")) and one.sold is not False
    }
    if on_demand:
        return min(on_demand, key=lambda region: (on_demand[region], region))
    return thing.regions[0] if thing.regions else None
