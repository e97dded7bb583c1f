"""Rating: charges in, lines out. The only place where a quantity meets a rate.

Tiers are those of the whole bill: the month's quantity of an item in the area of its SKU is one quantity, whoever used it. Missing prices become
`Unpriced` with what is known instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from aidc.catalog.prices import Price, no_public_price, price, price_regions
from aidc.estimator.cost.bill import Line, Unpriced
from aidc.estimator.cost.charge import Charge
from aidc.estimator.cost.discounts import sustained_use_share
from aidc.estimator.cost.spot_range import spot_range


@dataclass(frozen=True, slots=True)
class Billed:
    """A charge and who owes it."""

    resource: str
    type: str
    project: str
    charge: Charge


@dataclass(slots=True)
class Rating:
    """Rates charges one after the other, keeping how much of each tiered item has been used."""

    hours_per_month: Decimal
    _used: dict[tuple[str, str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def lines(self, billed: Billed) -> Iterator[Line | Unpriced]:
        """Yield the lines of a charge, list price first, discounts after it. Raises ValueError for a charge in another unit than its price."""
        charge = billed.charge
        if charge.commitment and charge.commitment.coverage > 0:
            yield from self._committed(billed)
            return
        found = price(charge.item, charge.region, charge.term)
        if found is None or found.sold is False:
            yield Unpriced(billed.resource, billed.type, _why_missing(charge, found))
            return
        if found.unit != charge.unit:
            raise ValueError(f"{charge.component}: {charge.item} is rated by {found.unit}, not by {charge.unit}")
        for line in self._tiers(billed, found):
            yield line
            yield from self._sustained(line, charge)

    def _tiers(self, billed: Billed, found: Price) -> Iterator[Line]:
        """Yield one line for each tier that the quantity reaches; nothing is a line of its own, so that no resource falls off the bill."""
        key = (found.item, found.area or found.region, found.term)
        start, tiers = self._used[key], found.tiers
        end = self._used[key] = start + billed.charge.quantity
        for tier, following in zip(tiers, [*tiers[1:], None], strict=True):
            low, high = max(start, tier.from_quantity), end if following is None else min(end, following.from_quantity)
            if high > low or (tier is tiers[0] and not billed.charge.quantity):
                yield _line(billed, found, max(high - low, Decimal(0)), tier.usd / found.per)

    def _sustained(self, line: Line, charge: Charge) -> Iterator[Line]:
        if charge.term not in ("on-demand", "reservation") or charge.hours_each is None:
            return
        share = sustained_use_share(charge.item, charge.hours_each, self.hours_per_month)
        if share:
            yield _discount(line, "sustained use discount", line.usd_per_unit * share, line.term)

    def _committed(self, billed: Billed) -> Iterator[Line | Unpriced]:
        """Bill the covered share for every hour of the month at the committed rate, and the rest as it runs."""
        charge = billed.charge
        commitment = charge.commitment
        assert commitment is not None
        rate = price(charge.item, charge.region, commitment.term)
        if rate is None:
            yield Unpriced(billed.resource, billed.type, _why_missing(replace(charge, term=commitment.term), None))
            return
        whole_month = charge.quantity if charge.running is None else charge.running * self.hours_per_month
        covered = replace(
            charge,
            commitment=None,
            quantity=whole_month * commitment.coverage,
            minimum=None,
            maximum=None,
            hours_each=None,
        )
        for line in self.lines(replace(billed, charge=covered)):
            yield line
            if isinstance(line, Line):
                yield _discount(line, f"{commitment.term} commitment", line.usd_per_unit - rate.usd_per_unit, commitment.term, rate)
        if commitment.coverage < 1:
            rest = 1 - commitment.coverage
            yield from self.lines(replace(billed, charge=_scaled(charge, rest)))


def rate(charges: Iterable[Billed], hours_per_month: Decimal) -> Iterator[Line | Unpriced]:
    """Yield the lines of all charges, in their order."""
    rating = Rating(hours_per_month)
    for billed in charges:
        yield from rating.lines(billed)


def _scaled(charge: Charge, share: Decimal) -> Charge:
    def part(quantity: Decimal | None) -> Decimal | None:
        return None if quantity is None else quantity * share

    return replace(charge, commitment=None, quantity=charge.quantity * share, minimum=part(charge.minimum), maximum=part(charge.maximum))


def _line(billed: Billed, found: Price, quantity: Decimal, usd_per_unit: Decimal) -> Line:
    charge = billed.charge
    low, high = spot_range(found)
    least = None if charge.minimum is None and low is None else _or(charge.minimum, quantity) * _or(low, usd_per_unit)
    most = None if charge.maximum is None and high is None else _or(charge.maximum, quantity) * _or(high, usd_per_unit)
    return Line(
        billed.resource,
        billed.type,
        charge.component,
        "list",
        found.item,
        charge.region,
        charge.term,
        quantity,
        found.unit,
        usd_per_unit,
        quantity * usd_per_unit,
        found.as_of,
        found.source,
        found.confidence,
        charge.by_usage,
        least,
        most,
        charge.running,
        charge.hours_each,
        found.note,
    )


def _or(value: Decimal | None, other: Decimal) -> Decimal:
    return other if value is None else value


def _discount(line: Line, name: str, usd_off_per_unit: Decimal, term: str, rate: Price | None = None) -> Line:
    """Return what is taken off a line; its bounds move with the line's."""

    def off(amount: Decimal | None) -> Decimal | None:
        return None if amount is None or not line.usd_per_unit else -amount * usd_off_per_unit / line.usd_per_unit

    return replace(
        line,
        component=f"{line.component}: {name}",
        kind="discount",
        term=term,
        usd_per_unit=-usd_off_per_unit,
        usd_per_month=-line.quantity * usd_off_per_unit,
        as_of=rate.as_of if rate else line.as_of,
        source=rate.source if rate else line.source,
        confidence=rate.confidence if rate else line.confidence,
        minimum_usd=off(line.minimum_usd),
        maximum_usd=off(line.maximum_usd),
        note="",
    )


def _why_missing(charge: Charge, found: Price | None) -> str:
    """Say why a charge has no rate, and what is known instead."""
    what = charge.item.removeprefix("machine.")
    if found is not None:
        return (
            f"{charge.component}: {what} is not sold in {charge.region} by the machine type list of 2026-08-17; "
            f"a rate exists there ({found.usd_per_unit.normalize():f} USD a {found.unit})"
        )
    if reason := no_public_price(charge.item):
        return f"{charge.component}: {what} has {reason}"
    known = price_regions(charge.item, charge.term)
    if known:
        some = ", ".join(known[:6]) + (", …" if len(known) > 6 else "")
        return f"{charge.component}: no {charge.term} price of {what} in {charge.region} is known; there is one for {some}"
    other = price(charge.item, charge.region)
    instead = f"; on demand it is {other.usd_per_unit.normalize():f} USD a {other.unit}" if other and charge.term != "on-demand" else ""
    return f"{charge.component}: no {charge.term} price of {what} is known{instead}"
