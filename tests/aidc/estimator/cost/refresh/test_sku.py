"""One SKU of the API: exact money, the newest price, and clear reasons for what cannot be used."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.estimator.cost.refresh.sku import Unusable, dollars, read_sku


def test_money_is_units_and_nanos_exactly():
    assert dollars({"currencyCode": "USD", "units": "16", "nanos": 110_000_000}) == Decimal("16.11")
    assert dollars({"currencyCode": "USD", "units": 9, "nanos": 796550569}) == Decimal("9.796550569")
    assert dollars({"nanos": 31611000}) == Decimal("0.031611")
    assert dollars({"currencyCode": "USD", "units": "3"}) == 3
    assert dollars({}) == 0


def test_another_currency_is_refused():
    with pytest.raises(Unusable, match="its currency is EUR; ask for USD"):
        dollars({"currencyCode": "EUR", "units": "1"})


def test_the_newest_price_of_several_counts(sku):
    answer = sku("N2 Instance Core running in Americas", "0.04")
    older = {**sku("N2 Instance Core running in Americas", "0.02")["pricingInfo"][0], "effectiveTime": "2025-01-01T00:00:00Z"}
    answer["pricingInfo"].append(older)
    assert read_sku(answer).tiers == ((Decimal(0), Decimal("0.04")),)


def test_the_quantity_for_display_changes_nothing(sku):
    answer = sku("PD IO Requests in Zurich", "0.0000001")
    answer["pricingInfo"][0]["pricingExpression"]["displayQuantity"] = 1000000
    assert read_sku(answer).tiers[0][1] == Decimal("0.0000001")


def test_tiers_rise(sku):
    answer = sku("Egress", "0", tiers=((1024, "0.11"), (0, "0.12")))
    assert read_sku(answer).tiers == ((Decimal(0), Decimal("0.12")), (Decimal(1024), Decimal("0.11")))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"pricingInfo": []}, "it has no price"),
        ({"pricingInfo": None}, "it has no price"),
        ({"description": None, "pricingInfo": [{}]}, "not of the form of the API"),
        ({"pricingInfo": [{"pricingExpression": {"usageUnit": "h", "tieredRates": []}}]}, "it has no rate"),
        (
            {"pricingInfo": [{"pricingExpression": {"usageUnit": "h", "tieredRates": [{"unitPrice": {"units": "many"}}]}}]},
            "not of the form",
        ),
    ],
)
def test_what_is_no_sku_is_refused_with_the_reason(sku, changed, reason):
    with pytest.raises(Unusable, match=reason):
        read_sku({**sku("N2 Instance Core running in Americas", "1"), **changed})


@given(units=st.integers(0, 10**9), nanos=st.integers(0, 10**9 - 1))
def test_no_billionth_of_a_dollar_is_lost(units, nanos):
    assert dollars({"currencyCode": "USD", "units": str(units), "nanos": nanos}) * 10**9 == units * 10**9 + nanos
