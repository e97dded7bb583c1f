"""One SKU as the Cloud Billing Catalog API answers it (REST form): what of it is needed, exact, or why it cannot be used.

Source: Cloud Billing Catalog API reference, services.skus. Prices are units (whole dollars) and nanos (10^-9 dollars) for one usageUnit;
displayQuantity is for display and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

NANO = Decimal(10) ** -9


class Unusable(Exception):
    """A SKU that no price is taken from; the text says why."""


@dataclass(frozen=True, slots=True)
class Sku:
    """`tiers` are (from which quantity, US dollars for one `usage_unit`), rising. A SKU of all regions has the one region `global`."""

    sku_id: str
    description: str
    resource_group: str
    usage_type: str
    regions: tuple[str, ...]
    usage_unit: str
    tiers: tuple[tuple[Decimal, Decimal], ...]


def read_sku(answer: Mapping[str, Any]) -> Sku:
    """Return a SKU of an answer. Raises Unusable for one without a price, in another currency, or of another form than the API's."""
    try:
        expression = _newest(answer["pricingInfo"])["pricingExpression"]
        category = answer.get("category", {})
        return Sku(
            str(answer.get("skuId", "")),
            str(answer["description"]),
            str(category.get("resourceGroup", "")),
            str(category.get("usageType", "")),
            tuple(map(str, answer.get("serviceRegions", ()))),
            str(expression["usageUnit"]),
            _tiers(expression["tieredRates"]),
        )
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise Unusable(f"not of the form of the API ({type(error).__name__}: {error})") from None


def dollars(price: Mapping[str, Any]) -> Decimal:
    """Return an amount of money: units may be a text, and either part may be left out for zero. Raises Unusable for another currency."""
    currency = price.get("currencyCode", "USD") or "USD"
    if currency != "USD":
        raise Unusable(f"its currency is {currency}; ask for USD")
    return Decimal(str(price.get("units", 0) or 0)) + Decimal(str(price.get("nanos", 0) or 0)) * NANO


def _newest(pricing: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    if not pricing:
        raise Unusable("it has no price")
    return max(pricing, key=lambda info: str(info.get("effectiveTime", "")))


def _tiers(rates: list[Mapping[str, Any]]) -> tuple[tuple[Decimal, Decimal], ...]:
    if not rates:
        raise Unusable("it has no rate")
    tiers = [(Decimal(str(rate.get("startUsageAmount", 0) or 0)), dollars(rate.get("unitPrice", {}))) for rate in rates]
    return tuple(sorted(tiers))
