"""SKUs in the form in which the Cloud Billing Catalog API answers (REST reference, services.skus.list)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zlib import crc32

import pytest

Answer = dict[str, Any]

GROUPS = {"Core": "CPU", "Ram": "RAM", "GPU": "GPU", "Tpu": "TPU"}
HOURLY = {"usageUnitDescription": "hour", "baseUnit": "s", "baseUnitDescription": "second", "baseUnitConversionFactor": 3600}


def _money(usd: str) -> dict[str, Any]:
    whole, part = divmod(Decimal(usd), 1)
    return {"currencyCode": "USD", "units": str(whole), "nanos": int(part * 10**9)}


def sku_answer(
    description: str,
    usd: str,
    usage_type: str = "OnDemand",
    regions: tuple[str, ...] = ("us-central1",),
    unit: str = "",
    tiers: tuple[tuple[int, str], ...] = (),
    **others: Any,
) -> Answer:
    """Return one SKU as the API answers it."""
    sku_id = f"{crc32((description + usd).encode()):08X}"
    rates = [{"startUsageAmount": start, "unitPrice": _money(price)} for start, price in tiers or ((0, usd),)]
    return {
        "name": f"services/6F81-5844-456A/skus/{sku_id}",
        "skuId": sku_id,
        "description": description,
        "category": {
            "serviceDisplayName": "Compute Engine",
            "resourceFamily": "Compute",
            "resourceGroup": next((group for word, group in GROUPS.items() if word in description), "Storage"),
            "usageType": usage_type,
        },
        "serviceRegions": list(regions),
        "pricingInfo": [
            {
                "summary": "",
                "pricingExpression": {
                    "usageUnit": unit or ("GiBy.h" if " Ram" in description else "h"),
                    "displayQuantity": 1,
                    "tieredRates": rates,
                    **HOURLY,
                },
                "aggregationInfo": {"aggregationLevel": "ACCOUNT", "aggregationInterval": "MONTHLY", "aggregationCount": 1},
                "currencyConversionRate": 1,
                "effectiveTime": "2026-11-20T09:30:00.000Z",
            }
        ],
        "serviceProviderName": "Google",
        "geoTaxonomy": {"type": "GLOBAL" if "global" in regions else "REGIONAL" if len(regions) == 1 else "MULTI_REGIONAL"},
        **others,
    }


@pytest.fixture
def sku() -> Callable[..., Answer]:
    """Return a function that makes a SKU: `sku("A2 Instance Core running in Americas", "0.031611")`."""
    return sku_answer
