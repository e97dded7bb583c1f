"""The pages of prices: one thing in one region, one thing in every region, a list of things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from aidc.catalog.prices import Price, Term, source_text
from aidc.catalog.prices.price import first_day
from aidc.report.cost.words import quantity, rate, usd
from aidc.report.layout import facts, section, table
from aidc.report.prices.priced import Priced
from aidc.report.prices.quote import Quote, TermQuote, price_of
from aidc.report.prices.regions import RegionRow
from aidc.report.prices.spot_plot import spot_plot
from aidc.report.units import percent, plural

LISTED_TERMS: tuple[Term, ...] = ("on-demand", "spot", "flex-start", "calendar", "1y", "3y")
NOTHING = "·"
_CONFIDENCE_COLOURS = {"verified": "green", "verified-secondary": "green", "derived": "cyan", "secondary": "cyan"}


def quote_page(made: Quote) -> RenderableType:
    """Return a thing in a region: its terms side by side, what is missing, what to beware of, how spot has moved, the sources."""
    parts: list[RenderableType] = [_heading(made)]
    if made.tiered:
        parts.append(section("price", _tier_table(made.tiered, made.stale)))
    if made.by_term:
        parts.append(section("terms, 730 hours a month", _term_table(made)))
    if made.missing:
        parts.append(section("no price", facts([(term, reason) for term, reason in made.missing])))
    beware = [*_commitments(made), *((Text("!", style="yellow"), warning) for warning in made.warnings)]
    if beware:
        parts.append(section("to know", *(Text.assemble("  ", mark, " ", text) for mark, text in beware)))
    if made.history:
        parts.append(section("spot price, USD an hour", *_history(made)))
    parts.append(section("sources", facts(_sources([one.price for one in made.by_term] or [made.tiered]))))
    return Lines(*parts)


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
        grid.add_row("", row.region, *(_cell(row.usd(priced, term)) for term in terms), more)
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
        cells = [_cell(one.usd_per_unit if (one := found.get(term)) else None) for term in LISTED_TERMS]
        grid.add_row("", thing.name, where or NOTHING, *cells)
    place = f"in {region}" if region else "each where it is cheapest on demand"
    return Lines(Text(f"{plural(len(things), 'price')}, {place}, USD a unit"), Text(""), grid)


def cheapest_region(thing: Priced) -> str | None:
    """Return where a thing costs least on demand among the regions that sell it; else where it has any price."""
    on_demand = {
        region: one.usd_per_unit for region in thing.regions if (one := price_of(thing, region, "on-demand")) and one.sold is not False
    }
    if on_demand:
        return min(on_demand, key=lambda region: (on_demand[region], region))
    return thing.regions[0] if thing.regions else None


def _heading(made: Quote) -> Text:
    priced = made.priced
    said = [made.region]
    if priced.accelerators:
        said.append(plural(float(priced.accelerators), "accelerator"))
    if priced.is_placed:
        said.append({True: "sold there", False: "not sold there", None: "no list says whether it is sold there"}[made.sold])
    if all(one.stale for one in made.by_term) and made.stale | bool(made.by_term):
        said.append("stale: a dated baseline, not a quote")
    return Text.assemble((priced.name, "bold"), f" · {' · '.join(said)}")


def _term_table(made: Quote) -> Table:
    accelerated = made.priced.accelerators is not None
    heads = ["USD/hour", "USD/month", "of list", *(["USD/accelerator"] if accelerated else [])]
    grid = table([("term", "left"), *((head, "right") for head in heads), ("as of", "left"), ("confidence", "left")])
    for one in made.by_term:
        each = [_cell(one.usd_per_accelerator_hour)] if accelerated else []
        grid.add_row(
            "",
            one.term,
            rate(one.usd_per_hour),
            usd(one.usd_per_month),
            _share(one),
            *each,
            _as_of(one.price, one.stale),
            _confidence(one.price),
        )
    return grid


def _share(one: TermQuote) -> str:
    return NOTHING if one.share_of_list is None else percent(float(one.share_of_list))


def _tier_table(price: Price, stale: bool) -> Table:
    grid = table([("from, a month", "right"), ("USD", "right"), ("for", "left"), ("as of", "left"), ("confidence", "left")])
    unit = price.unit if price.per == 1 else f"{quantity(price.per)} {price.unit}s"
    for tier in price.tiers:
        grid.add_row("", quantity(tier.from_quantity), rate(tier.usd), unit, _as_of(price, stale), _confidence(price))
    return grid


def _commitments(made: Quote) -> list[tuple[Text, str]]:
    return [
        (
            Text("·"),
            f"{one.term} bills every hour of the term, used or not: it pays above {percent(float(one.break_even_use))} of the hours",
        )
        for one in made.by_term
        if one.break_even_use is not None
    ]


def _history(made: Quote) -> list[Text]:
    spot = made.of("spot")
    until = first_day(spot.price.as_of) if spot else made.history[-1].first_seen
    lines = [Text(f"  {line}") for line in spot_plot(made.history, until)]
    if made.spot_least is not None:
        lines.append(
            Text(f"  in the year before {until}: {made.spot_least:.2f} to {made.spot_most:.2f}; {plural(len(made.history), 'change')} seen")
        )
    return lines


def _sources(prices: Sequence[Price | None]) -> list[tuple[str, RenderableType]]:
    said: dict[tuple[str, str], list[str]] = {}
    for one in prices:
        if one is not None:
            said.setdefault((one.source, one.note), []).append(one.term)
    return [
        (", ".join(dict.fromkeys(terms)), f"{source_text(source)}{f'. {note}' if note else ''}") for (source, note), terms in said.items()
    ]


def _as_of(price: Price, stale: bool) -> Text:
    return Text.assemble(price.as_of or "no day", (" stale", "yellow") if stale else "")


def _confidence(price: Price) -> Text:
    return Text(price.confidence, style=_CONFIDENCE_COLOURS.get(price.confidence, "yellow"))


def _cell(amount: Decimal | None) -> str:
    return NOTHING if amount is None else rate(round(amount, 6))
