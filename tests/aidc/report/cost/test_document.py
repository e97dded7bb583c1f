"""The bill as JSON: the keys that other tools rely on, exact money, and back again."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from aidc.estimator.cost.difference import difference
from aidc.report.cost.document import bill_of, cost_document
from aidc.report.cost.money import money


def test_the_keys_of_the_contract_are_there(answer):
    document = cost_document(answer)
    contract = ("currency", "hours_per_month", "usd_per_month", "is_lower_bound", "lines", "unpriced", "free", "not_assessed")
    assert [key for key in contract if key not in document] == []
    (line,) = document["lines"]
    of_a_line = (
        "resource",
        "type",
        "component",
        "quantity",
        "unit",
        "usd_per_unit",
        "usd_per_month",
        "term",
        "as_of",
        "source",
        "confidence",
        "kind",
    )
    assert [key for key in of_a_line if key not in line] == []


def test_money_is_exact_text_and_never_an_exponent():
    assert money(Decimal("17.00")) == "17"
    assert money(Decimal("0.0000000001")) == "0.0000000001"
    assert money(Decimal(-5) / 3) == "-1.666666666667"
    assert money(Decimal("-0.0000000000001")) == "0"


def test_a_price_older_than_ninety_days_is_said_to_be_stale(answer):
    assert cost_document(answer)["lines"][0]["stale"] is True
    assert cost_document(replace(answer, today=answer.today.replace(month=8)))["lines"][0]["stale"] is False


def test_a_saved_bill_is_the_same_bill(answer):
    saved = bill_of(json.loads(json.dumps(cost_document(answer))))
    moved = difference(saved, answer.bill)
    assert [delta.change for delta in moved.deltas] == ["same"]
    assert saved.usd_per_month == answer.bill.usd_per_month
    assert saved.is_lower_bound


@pytest.mark.parametrize("document", [{}, {"lines": 3}, {"lines": [{}], "unpriced": [], "hours_per_month": 730}])
def test_another_document_is_no_bill_and_says_so(document):
    with pytest.raises(ValueError, match=r"^it is no bill as `aidc cost --json` writes it"):
        bill_of(document)
