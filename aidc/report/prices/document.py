"""Prices as one document with stable keys; money as decimal text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from aidc.catalog.prices import Price, source_text
from aidc.report.prices.priced import Priced
from aidc.report.prices.quote import Quote, TermQuote, price_of
from aidc.report.prices.regions import LISTED_TERMS, RegionRow, cheapest_region

HOURS_PER_MONTH = 730


def quote_document(made: Quote) -> dict[str, Any]:
    """Return a thing in a region."""
    return {
        **_thing(made.priced),
        "region": made.region,
        "sold": made.sold,
        "currency": "USD",
        "hours_per_month": HOURS_PER_MONTH,
        "terms": [_term(one) for one in made.by_term],
        "tiers": _tiers(made.tiered, made.stale) if made.tiered else [],
        "missing": [{"term": term, "reason": reason} for term, reason in made.missing],
        "warnings": list(made.warnings),
        "spot_history": [
            {"first_seen": change.first_seen.isoformat(), "usd_per_hour": money(change.spot_usd_per_hour)} for change in made.history
        ],
        "spot_range": None
        if made.spot_least is None or made.spot_most is None
        else {"least_usd_per_hour": money(made.spot_least), "most_usd_per_hour": money(made.spot_most)},
    }


def regions_document(priced: Priced, rows: Sequence[RegionRow], today: date) -> dict[str, Any]:
    """Return a thing in every region, cheapest first."""
    return {
        **_thing(priced),
        "currency": "USD",
        "regions": [
            {
                "region": row.region,
                "sold": row.sold,
                "usd_per_unit": {term: money(found.usd_per_unit * priced.times) for term, found in row.by_term.items()},
                "unit": next((found.unit for found in row.by_term.values()), None),
                "as_of": max((found.as_of for found in row.by_term.values()), default=None),
                "stale": all(found.is_stale(today) for found in row.by_term.values()),
            }
            for row in rows
        ],
    }


def list_document(things: Sequence[Priced], region: str | None) -> dict[str, Any]:
    """Return a list of things: in a region, else where each is cheapest."""
    return {"currency": "USD", "prices": [_listed(thing, region or cheapest_region(thing)) for thing in things]}


def money(amount: Decimal) -> str:
    """Return an amount as decimal text without exponent and trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _listed(thing: Priced, region: str | None) -> dict[str, Any]:
    found = {term: price_of(thing, region, term) for term in LISTED_TERMS} if region else {}
    return {**_thing(thing), "region": region, "usd_per_unit": {term: money(one.usd_per_unit) for term, one in found.items() if one}}


def _thing(priced: Priced) -> dict[str, Any]:
    accelerators = None if priced.accelerators is None else float(priced.accelerators)
    return {"name": priced.name, "item": priced.item, "units": float(priced.times), "accelerators": accelerators}


def _term(one: TermQuote) -> dict[str, Any]:
    return {
        "term": one.term,
        "usd_per_hour": money(one.usd_per_hour),
        "usd_per_month": money(one.usd_per_month),
        "share_of_list": _share(one.share_of_list),
        "usd_per_accelerator_hour": None if one.usd_per_accelerator_hour is None else money(one.usd_per_accelerator_hour),
        "break_even_use": _share(one.break_even_use),
        **_origin(one.price, one.stale),
    }


def _tiers(price: Price, stale: bool) -> list[dict[str, Any]]:
    return [
        {
            "from_quantity": money(tier.from_quantity),
            "usd": money(tier.usd),
            "per": money(price.per),
            "unit": price.unit,
            **_origin(price, stale),
        }
        for tier in price.tiers
    ]


def _origin(price: Price, stale: bool) -> dict[str, Any]:
    return {
        "unit": price.unit,
        "as_of": price.as_of,
        "stale": stale,
        "confidence": price.confidence,
        "source": source_text(price.source),
        "note": price.note,
    }


def _share(share: Decimal | None) -> float | None:
    return None if share is None else round(float(share), 4)
