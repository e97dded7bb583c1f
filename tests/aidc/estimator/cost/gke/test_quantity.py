"""Quantities of Kubernetes: what its documentation writes, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from aidc.estimator.cost.gke.quantity import parse_quantity, quantity_in
from aidc.estimator.cost.reader import Unreadable
from aidc.inventory.resource import UNKNOWN


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("500m", "0.5"),
        ("2", "2"),
        ("0.1", "0.1"),
        (".5", "0.5"),
        ("1.", "1"),
        ("1Gi", "1073741824"),
        ("1.5Ki", "1536"),
        ("10G", "10000000000"),
        ("1k", "1000"),
        ("129e6", "129000000"),
        ("1E", "1000000000000000000"),
        ("1E3", "1000"),
        ("+3", "3"),
        ("100u", "0.0001"),
    ],
)
def test_a_quantity_is_a_decimal_with_a_suffix_or_an_exponent(text, number):
    assert parse_quantity(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "-1", "1K", "1gi", "Gi", "1 Gi", "1GiB", "1e", "0x10", "1e999", "NaN", "٣"])
def test_anything_else_is_none(text):
    assert parse_quantity(text) is None


@given(some.integers(0, 10**9))
def test_a_suffix_multiplies(number):
    assert parse_quantity(f"{number}Mi") == number * 2**20
    assert parse_quantity(f"{number}M") == number * 10**6
    assert parse_quantity(f"{number}m") == Decimal(number) / 1000
    assert parse_quantity(f"{number}e3") == parse_quantity(f"{number}k")


@given(some.text(max_size=12))
def test_no_text_breaks_it(text):
    parsed = parse_quantity(text)
    assert parsed is None or parsed >= 0


def test_a_plain_number_counts_and_a_key_may_hold_dots():
    assert quantity_in({"nvidia.com/gpu": 8.0}, "nvidia.com/gpu", "limits") == 8
    assert quantity_in({"cpu": 0.25}, "cpu", "limits") == Decimal("0.25")
    assert quantity_in({}, "cpu", "limits") is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (UNKNOWN, "limits.cpu is not known before the resources it depends on exist"),
        ("[secret]", "limits.cpu is a secret and cannot be priced"),
        ("much", "limits.cpu is 'much'; a quantity such as 500m or 2Gi is needed"),
        (-1.0, "limits.cpu is -1.0; a quantity such as 500m or 2Gi is needed"),
        (float("nan"), "limits.cpu is nan; a quantity such as 500m or 2Gi is needed"),
        (True, "limits.cpu is True; a quantity such as 500m or 2Gi is needed"),
        (["1"], "limits.cpu is ['1']; a quantity such as 500m or 2Gi is needed"),
    ],
)
def test_what_is_no_quantity_is_unreadable(value, message):
    with pytest.raises(Unreadable) as error:
        quantity_in({"cpu": value}, "cpu", "limits")
    assert str(error.value) == message
