"""The page of one thing in one region: its terms side by side, what is missing, what to beware of, how spot has moved, the sources."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from aidc.catalog.prices import Price, source_text
from aidc.catalog.prices.price import first_day
from aidc.report.cost.words import quantity, rate, usd
from aidc.report.layout import facts, section, table
from aidc.report.prices.quote import Quote, TermQuote
from aidc.report.prices.spot_plot import spot_plot
from aidc.report.prices.words import NOTHING, cell
from aidc.report.units import percent, plural

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
        each = [cell(one.usd_per_accelerator_hour)] if accelerated else []
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
