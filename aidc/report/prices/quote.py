"""A thing in a region on every term: what is known, what is not and why, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from aidc.catalog.prices import Price, SpotChange, Term, Tier, no_public_price, price, price_regions, spot_history
from aidc.catalog.prices.assembly import HOURS_PER_MONTH, Part, parts
from aidc.estimator.cost.break_even import break_even_use
from aidc.estimator.cost.discounts import sustained_use_share
from aidc.estimator.cost.spot_range import spot_range
from aidc.report.prices.priced import Priced, sold, terms

SUSTAINED_USE = "sustained use"
"""On-demand for a whole month, what Google takes off by itself taken off."""
COMMITMENTS = ("1y", "3y")


@dataclass(frozen=True, slots=True)
class TermQuote:
    """One term. US dollars an hour of the whole thing; shares are of the on-demand price. `break_even_use` is a share of the month."""

    term: str
    usd_per_hour: Decimal
    share_of_list: Decimal | None
    usd_per_accelerator_hour: Decimal | None
    break_even_use: Decimal | None
    price: Price
    stale: bool

    @property
    def usd_per_month(self) -> Decimal:
        """Return a month of 730 hours."""
        return self.usd_per_hour * HOURS_PER_MONTH


@dataclass(frozen=True, slots=True)
class Quote:
    """Every term of a thing in a region. `missing` says why a term has no price; `tiers` is the price of what is not paid by the hour."""

    priced: Priced
    region: str
    sold: bool | None
    by_term: tuple[TermQuote, ...]
    missing: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    tiered: Price | None
    history: tuple[SpotChange, ...]
    spot_least: Decimal | None = None
    spot_most: Decimal | None = None
    stale: bool = False

    def of(self, term: str) -> TermQuote | None:
        """Return one term, or None where it has no price."""
        return next((one for one in self.by_term if one.term == term), None)


def is_hourly(unit: str) -> bool:
    """Say whether a unit is paid by the hour."""
    return unit.endswith("hour")


def quote(priced: Priced, region: str, today: date) -> Quote:
    """Return everything that is known of a thing in a region. `today` decides what is stale."""
    found: dict[Term, Price] = {term: one for term in terms() if (one := price_of(priced, region, term))}
    listed = found.get("on-demand")
    if listed and not is_hourly(listed.unit):
        return Quote(priced, region, sold(priced, region), (), (), (), listed, (), stale=listed.is_stale(today))
    by_term = tuple(_term_quotes(priced, found, today))
    bought: list[Term] = [term for term in terms() if priced.is_placed or price_regions(priced.item, term)]
    missing = tuple((term, why_missing(priced, region, term)) for term in bought if term not in found)
    low, high = spot_range(found["spot"]) if "spot" in found else (None, None)
    made = Quote(priced, region, sold(priced, region), by_term, missing, (), None, spot_history(priced.machine_type, region), low, high)
    return replace(made, warnings=tuple(_warnings(made)))


def price_of(priced: Priced, region: str, term: Term) -> Price | None:
    """Return the price of a thing on a term; of flex-start, the sum of its parts where every part has a rate and no table the whole."""
    found = price(priced.item, region, term)
    if found or term != "flex-start":
        return found
    rates = [(part, price(part.item, region, term)) for part in parts(priced.machine_type)]
    if not rates or not all(rate for _, rate in rates):
        return None
    total = sum((rate.usd_per_unit * part.per_hour for part, rate in rates if rate), Decimal(0))
    one = min((rate for _, rate in rates if rate), key=lambda rate: rate.as_of)
    note = f"the sum of its parts: {', '.join(part.item for part, _ in rates)}"
    return replace(
        one, item=priced.item, unit="machine-hour", per=Decimal(1), tiers=(Tier(Decimal(0), total),), confidence="derived", note=note
    )


def _term_quotes(priced: Priced, found: dict[Term, Price], today: date) -> Iterator[TermQuote]:
    listed = found.get("on-demand")
    for term, one in found.items():
        share = one.usd_per_unit / listed.usd_per_unit if listed else None
        even = break_even_use(priced.item, share) if share is not None and term in COMMITMENTS else None
        yield _term_quote(priced, term, one.usd_per_unit, share, even, one, today)
        off = sustained_use_share(priced.item, HOURS_PER_MONTH, HOURS_PER_MONTH)
        if term == "on-demand" and off:
            yield _term_quote(priced, SUSTAINED_USE, one.usd_per_unit * (1 - off), 1 - off, None, one, today)


def _term_quote(priced: Priced, term: str, usd: Decimal, share: Decimal | None, even: Decimal | None, one: Price, today: date) -> TermQuote:
    hourly = usd * priced.times
    each = hourly / priced.accelerators if priced.accelerators else None
    return TermQuote(term, hourly, share, each, even, one, one.is_stale(today))


def why_missing(priced: Priced, region: str, term: Term) -> str:
    """Return why a term has no price, and where there is one."""
    if reason := no_public_price(priced.item):
        return reason
    if term == "flex-start" and (known := _flex_gpus(priced, region)):
        return f"its GPUs alone are {known:.2f} USD an hour; what its vCPUs, memory and Local SSD cost is not public"
    known_in = price_regions(priced.item, term)
    if known_in:
        return f"known for {', '.join(known_in[:4])}{', …' if len(known_in) > 4 else ''}"
    return "no price is known in any region"


def _flex_gpus(priced: Priced, region: str) -> Decimal | None:
    gpus: list[Part] = [part for part in parts(priced.machine_type) if ".gpu." in part.item]
    rate = price(gpus[0].item, region, "flex-start") if gpus else None
    return rate.usd_per_unit * gpus[0].per_hour if rate and gpus else None


def _warnings(made: Quote) -> Iterator[str]:
    spot, flex = made.of("spot"), made.of("flex-start")
    gpus = None if flex else _flex_gpus(made.priced, made.region)
    if made.sold is False:
        yield f"not sold in {made.region} by the machine type list of 2026-08-17; sold in {some(made.priced.sold_regions)}"
    if spot and flex and spot.usd_per_hour > flex.usd_per_hour:
        yield f"spot costs more than flex-start: {spot.usd_per_hour:.2f} against {flex.usd_per_hour:.2f} USD an hour"
    if spot and gpus and spot.usd_per_hour > gpus:
        yield (
            f"spot ({spot.usd_per_hour:.2f} USD an hour) is above the flex-start rate of the GPUs alone ({gpus:.2f}): "
            "with its host flex-start may still be cheaper"
        )
    for term in COMMITMENTS:
        if (one := made.of(term)) and one.share_of_list is not None and one.break_even_use is None:
            yield f"{term} never pays: on-demand for a whole month is cheaper after sustained use"


def some(names: tuple[str, ...]) -> str:
    """Return the first six names and how many more there are."""
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "") if names else "no region"
