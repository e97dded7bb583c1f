"""The budget gate: limits a month may not pass, and the sentence a reviewer needs when it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aidc.estimator.cost.bill import Bill
from aidc.estimator.cost.difference import Difference
from aidc.estimator.cost.owner import Owner
from aidc.estimator.cost.view import Group, grouped


@dataclass(frozen=True, slots=True)
class Limits:
    """US dollars a month: for all, for each noun, and for the change that a pull request makes. None is no limit."""

    monthly_usd: Decimal | None = None
    per_noun_usd: Mapping[str, Decimal] = field(default_factory=dict)
    per_change_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One limit held against the bill. `sentence` says it in full."""

    what: str
    limit_usd: Decimal
    usd_per_month: Decimal
    is_over: bool
    sentence: str


def judge(bill: Bill, limits: Limits, owners: Mapping[str, Owner], moved: Difference | None = None) -> tuple[Verdict, ...]:
    """Return one verdict for each limit, all of them. A lower bound within the limit passes, and says that it is a lower bound."""
    return tuple(_verdicts(bill, limits, owners, moved))


def _verdicts(bill: Bill, limits: Limits, owners: Mapping[str, Owner], moved: Difference | None) -> Iterator[Verdict]:
    by_noun = {group.name: group for group in grouped(bill, "noun", owners)}
    if limits.monthly_usd is not None:
        dearest = ", ".join(f"{name} {_usd(group.usd_per_month)}" for name, group in list(by_noun.items())[:3])
        yield _verdict(
            "the month", limits.monthly_usd, bill.usd_per_month, bill.is_lower_bound, f"Dearest are {dearest}" if dearest else ""
        )
    for noun, limit in limits.per_noun_usd.items():
        group = by_noun.get(noun, Group(noun, ()))
        dearest = max(group.lines, key=lambda line: line.usd_per_month, default=None)
        yield _verdict(noun, limit, group.usd_per_month, bill.is_lower_bound, f"Dearest is {dearest.component}" if dearest else "")
    if limits.per_change_usd is not None and moved is not None:
        movers = [delta for delta in moved.deltas if delta.usd > 0][:3]
        why = "; ".join(f"{delta.resource} {_usd(delta.usd, sign=True)}" for delta in movers)
        yield _verdict("the change", limits.per_change_usd, moved.usd, moved.is_uncertain, why)


def _verdict(what: str, limit: Decimal, usd: Decimal, lower_bound: bool, why: str) -> Verdict:
    over, at_least = usd > limit, "at least " if lower_bound else ""
    if over:
        share = f", {(usd - limit) / limit * 100:.0f} % over" if limit else ""
        sentence = f"{what} comes to {at_least}{_usd(usd)} and may come to {_usd(limit)}: {_usd(usd - limit)} too much{share}"
        return Verdict(what, limit, usd, True, f"{sentence}. {why}".rstrip(". ") + ".")
    rest = "; something has no price, so it may be over" if lower_bound else ""
    return Verdict(what, limit, usd, False, f"{what} comes to {at_least}{_usd(usd)} of {_usd(limit)}{rest}.")


def _usd(amount: Decimal, *, sign: bool = False) -> str:
    return f"{amount:{'+' if sign else ''},.0f} USD"
