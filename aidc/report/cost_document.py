"""The bill as JSON: keys that other tools may rely on, money as decimal strings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from aidc.catalog.prices import source_text
from aidc.estimator.cost import Bill, Line


def cost_document(bill: Bill) -> dict[str, Any]:
    """Return the document of `aidc cost --json`."""
    return {
        "currency": "USD",
        "hours_per_month": float(bill.hours_per_month),
        "usd_per_month": money(bill.usd_per_month),
        "usd_per_month_list": money(bill.list_usd_per_month),
        "usd_per_month_minimum": money(bill.minimum_usd_per_month),
        "usd_per_month_maximum": money(bill.maximum_usd_per_month),
        "is_lower_bound": bill.is_lower_bound,
        "lines": [_line(line) for line in bill.lines],
        "unpriced": [_named(item) for item in bill.unpriced],
        "needs_usage": [_named(item) for item in bill.needs_usage],
        "free": [_named(item) for item in bill.free],
        "not_assessed": [_named(item) for item in bill.not_assessed],
        "assumptions": [{"resource": resource, "text": text} for resource, text in bill.notes],
    }


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


def _named(item: Any) -> dict[str, Any]:
    return {"resource": item.resource, "type": item.type, "reason": item.reason}


def money(amount: Decimal) -> str:
    """Return an exact amount as text, without an exponent; at most 12 decimals, for discounts have no end."""
    text = f"{amount:.12f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
