"""The budget: the limits of a month, and who watches the real bill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from rich.console import RenderableType

from aidc.blueprint.budget import AlarmPlan, BudgetPlan
from aidc.report.layout import facts, section

_ONLY_THE_GATE = "nobody: no billing_account is named, so the limits hold before a change and nothing watches the bill"


def budget_section(plan: BudgetPlan) -> RenderableType:
    """Return the limits, one a line, and what happens to the bill that comes."""
    return section("budget", facts(_rows(plan)))


def budget_document(plan: BudgetPlan) -> dict[str, Any]:
    """Return the budget as JSON carries it: money is text."""

    def text(usd: Decimal | None) -> str | None:
        return None if usd is None else str(usd)

    return {
        "monthly_usd": text(plan.monthly_usd),
        "per_noun": {noun: text(usd) for noun, usd in plan.per_noun.items()},
        "per_change_usd": text(plan.per_change_usd),
        "alarm": asdict(plan.alarm) if plan.alarm else None,
    }


def _rows(plan: BudgetPlan) -> Iterator[tuple[str, RenderableType]]:
    if plan.monthly_usd is not None:
        yield "month", _usd(plan.monthly_usd)
    yield from ((noun, f"{_usd(usd)} a month") for noun, usd in plan.per_noun.items())
    if plan.per_change_usd is not None:
        yield "one change", f"adds at most {_usd(plan.per_change_usd)} a month"
    yield "who watches", _watched(plan.alarm) if plan.alarm else _ONLY_THE_GATE


def _watched(alarm: AlarmPlan) -> str:
    told = ["the account's administrators", *(channel.email for channel in alarm.channels), *filter(None, [alarm.pubsub_topic])]
    counted = "what carries the stack's label" if alarm.labels else "the whole project"
    paid = "after" if alarm.credit_types_treatment == "INCLUDE_ALL_CREDITS" else "before"
    shares = ", ".join(f"{share * 100:g} %" for share in alarm.thresholds)
    return f"Cloud Billing, {counted}, {paid} credits; at {shares} it tells {', '.join(told)}. It stops nothing"


def _usd(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00") + " USD"
