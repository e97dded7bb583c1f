"""The bill as JSON: keys that other tools may rely on, money as decimal strings. And back: a saved bill is what a later one is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from aidc.catalog.prices import source_text
from aidc.estimator.cost import Bill, Line
from aidc.estimator.cost.bill import Unpriced
from aidc.estimator.cost.difference import Difference
from aidc.estimator.cost.view import grouped
from aidc.estimator.cost.workload import run_cost, usd_per_million_tokens
from aidc.report.cost.answer import CostAnswer
from aidc.report.cost.money import money


def cost_document(answer: CostAnswer) -> dict[str, Any]:
    """Return the document of `aidc cost --json`."""
    bill = answer.bill
    return {
        "name": answer.name,
        "currency": "USD",
        "hours_per_month": float(bill.hours_per_month),
        "usd_per_month": money(bill.usd_per_month),
        "usd_per_month_list": money(bill.list_usd_per_month),
        "usd_per_month_minimum": money(bill.minimum_usd_per_month),
        "usd_per_month_maximum": money(bill.maximum_usd_per_month),
        "is_lower_bound": bill.is_lower_bound,
        "lines": [{**_line(line), "stale": answer.is_stale(line)} for line in bill.lines],
        "unpriced": [_named(item) for item in bill.unpriced],
        "needs_usage": [_named(item) for item in bill.needs_usage],
        "free": [_named(item) for item in bill.free],
        "not_assessed": [_named(item) for item in bill.not_assessed],
        "assumptions": [{"resource": resource, "text": text} for resource, text in bill.notes],
        "by": answer.by,
        "groups": [{"name": group.name, "usd_per_month": money(group.usd_per_month)} for group in grouped(bill, answer.by, answer.owners)],
        "budget": [
            {
                "what": verdict.what,
                "limit_usd": money(verdict.limit_usd),
                "usd_per_month": money(verdict.usd_per_month),
                "over": verdict.is_over,
                "sentence": verdict.sentence,
            }
            for verdict in answer.verdicts
        ],
        "difference": _difference(answer.difference, answer.base) if answer.difference else None,
        "savings": None if answer.savings is None else [_saving(saving) for saving in answer.savings],
        "carbon": _carbon(answer),
        "workload": _workload(answer),
    }


def bill_of(document: Mapping[str, Any]) -> Bill:
    """Return the bill of a saved document. Raises ValueError when it is none."""
    try:
        lines = tuple(_line_of(line) for line in document["lines"])
        unpriced = tuple(Unpriced(item["resource"], item["type"], item["reason"]) for item in document["unpriced"])
        return Bill(Decimal(str(document["hours_per_month"])), lines, unpriced)
    except (KeyError, TypeError, InvalidOperation, AttributeError) as error:
        raise ValueError(f"it is no bill as `aidc cost --json` writes it ({type(error).__name__}: {error})") from None


def _line(line: Line) -> dict[str, Any]:
    return {
        "resource": line.resource,
        "type": line.type,
        "component": line.component,
        "kind": line.kind,
        "sku": line.item,
        "region": line.region,
        "term": line.term,
        "quantity": float(line.quantity),
        "unit": line.unit,
        "running": None if line.running is None else float(line.running),
        "hours_each": None if line.hours_each is None else float(line.hours_each),
        "usd_per_unit": money(line.usd_per_unit),
        "usd_per_month": money(line.usd_per_month),
        "usd_per_month_minimum": money(line.least),
        "usd_per_month_maximum": money(line.most),
        "usage_based": line.by_usage,
        "as_of": line.as_of,
        "source": source_text(line.source),
        "confidence": line.confidence,
        "note": line.note,
    }


def _line_of(line: Mapping[str, Any]) -> Line:
    def number(key: str) -> Decimal | None:
        return None if line[key] is None else Decimal(str(line[key]))

    return Line(
        line["resource"],
        line["type"],
        line["component"],
        line["kind"],
        line["sku"],
        line["region"],
        line["term"],
        Decimal(str(line["quantity"])),
        line["unit"],
        Decimal(line["usd_per_unit"]),
        Decimal(line["usd_per_month"]),
        line["as_of"],
        line["source"],
        line["confidence"],
        line["usage_based"],
        Decimal(line["usd_per_month_minimum"]),
        Decimal(line["usd_per_month_maximum"]),
        number("running"),
        number("hours_each"),
        line["note"],
    )


def _named(item: Any) -> dict[str, Any]:
    return {"resource": item.resource, "type": item.type, "reason": item.reason}


def _difference(difference: Difference, base: str) -> dict[str, Any]:
    return {
        "base": base,
        "before_usd_per_month": money(difference.before.usd_per_month),
        "after_usd_per_month": money(difference.after.usd_per_month),
        "usd_per_month": money(difference.usd),
        "is_uncertain": difference.is_uncertain,
        "resources": [
            {
                "resource": delta.resource,
                "type": delta.type,
                "change": delta.change,
                "before_usd_per_month": money(delta.before_usd),
                "after_usd_per_month": money(delta.after_usd),
                "usd_per_month": money(delta.usd),
                "reasons": list(delta.reasons),
                "usage_based": delta.by_usage,
            }
            for delta in difference.deltas
        ],
    }


def _saving(saving: Any) -> dict[str, Any]:
    return {
        "resource": saving.resource,
        "what": saving.what,
        "change": saving.change,
        "usd_per_month": money(saving.usd_per_month),
        "trade_off": saving.trade_off,
        "breaks": saving.breaks,
    }


def _carbon(answer: CostAnswer) -> dict[str, Any]:
    carbon = answer.footprint
    return {
        "kwh_per_month": round(float(carbon.kwh), 3),
        "kgco2e_per_month": round(float(carbon.kgco2e), 3),
        "utilisation": float(carbon.utilisation),
        "machines": [
            {
                "resource": emission.resource,
                "component": emission.component,
                "region": emission.region,
                "kwh": round(float(emission.kwh), 3),
                "kwh_least": round(float(emission.least_kwh), 3),
                "kwh_most": round(float(emission.most_kwh), 3),
                "kgco2e": None if emission.kgco2e is None else round(float(emission.kgco2e), 3),
                "source": emission.source,
            }
            for emission in carbon.emissions
        ],
        "unknown": [{"resource": resource, "reason": reason} for resource, reason in carbon.unknown],
    }


def _workload(answer: CostAnswer) -> dict[str, Any] | None:
    if answer.workload is None:
        return None
    run, tokens = run_cost(answer.bill, answer.workload), usd_per_million_tokens(answer.bill, answer.workload)
    return {
        "usd_per_run": money(run.usd) if run else None,
        "compute_usd_per_run": money(run.compute_usd) if run else None,
        "hours_per_run": float(run.hours) if run else None,
        "usd_per_million_tokens": money(tokens) if tokens is not None else None,
    }
