"""The pages of several prices: one thing in every region, several things in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.text import Text

from aidc.catalog.prices import Term
from aidc.report.layout import table
from aidc.report.prices.priced import Priced
from aidc.report.prices.quote import price_of
from aidc.report.prices.regions import LISTED_TERMS, RegionRow, cheapest_region
from aidc.report.prices.words import NOTHING, cell
from aidc.report.units import plural


def regions_page(priced: Priced, rows: Sequence[RegionRow], today: date) -> RenderableType:
    """Return a thing in every region, cheapest first. `today` decides what is stale."""
    shown = [row for row in rows if row.sold is not False]
    terms: list[Term] = [term for term in LISTED_TERMS if any(term in row.by_term for row in shown)]
    unit = next((found.unit for row in rows for found in row.by_term.values()), "")
    per = "machine-hour" if priced.times != 1 else unit
    grid = table([("region", "left"), *((term, "right") for term in terms), ("of the cheapest", "right")])
    least = next((amount for row in shown if (amount := row.usd(priced, "on-demand"))), None)
    for row in shown:
        here = row.usd(priced, "on-demand")
        more = f"{here / least:.2f} ×" if here and least else NOTHING
        grid.add_row("", row.region, *(cell(row.usd(priced, term)) for term in terms), more)
    unsold = len(rows) - len(shown)
    stale = sum(any(found.is_stale(today) for found in row.by_term.values()) for row in shown)
    said = [f"{plural(len(shown), 'region')}", f"USD a {per}"]
    said += [f"{unsold} more have a price and do not sell it"] if unsold else []
    said += [f"{stale} with a price older than it may be"] if stale else []
    return Lines(Text.assemble((priced.name, "bold"), f" · {' · '.join(said)}"), Text(""), grid)


def list_page(things: Sequence[Priced], region: str | None) -> RenderableType:
    """Return a list of things: in a region, else where each is cheapest."""
    grid = table([("name", "left"), ("region", "left"), *((term, "right") for term in LISTED_TERMS)])
    for thing in things:
        where = region or cheapest_region(thing)
        found = {term: price_of(thing, where, term) for term in LISTED_TERMS} if where else {}
        cells = [cell(one.usd_per_unit if (one := found.get(term)) else None) for term in LISTED_TERMS]
        grid.add_row("", thing.name, where or NOTHING, *cells)
    place = f"in {region}" if region else "each where it is cheapest on demand"
    return Lines(Text(f"{plural(len(things), 'price')}, {place}, USD a unit"), Text(""), grid)
