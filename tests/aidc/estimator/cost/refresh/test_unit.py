"""Units of the catalogue in units of the tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.estimator.cost.refresh.sku import Unusable
from aidc.estimator.cost.refresh.unit import in_unit, text


@pytest.mark.parametrize(
    ("usd", "usage_unit", "unit", "expected"),
    [
        ("0.031611", "h", "vCPU-hour", "0.031611"),
        ("0.004237", "GiBy.h", "GiB-hour", "0.004237"),
        ("0.04", "GiBy.mo", "GiB-month", "0.04"),
        ("0.0001", "GiBy.h", "GiB-month", "0.073"),
        ("0.73", "GiBy.mo", "GiB-hour", "0.001"),
        ("0.032", "mo", "IOPS-month", "0.032"),
    ],
)
def test_a_month_is_730_hours(usd, usage_unit, unit, expected):
    assert in_unit(Decimal(usd), usage_unit, unit) == Decimal(expected)


def test_gigabytes_are_not_gibibytes_and_requests_not_hours():
    with pytest.raises(Unusable, match=r"its unit GBy\.mo cannot be turned into GiB-month"):
        in_unit(Decimal(1), "GBy.mo", "GiB-month")
    with pytest.raises(Unusable, match="its unit count cannot be turned into vCPU-hour"):
        in_unit(Decimal(1), "count", "vCPU-hour")


def test_amounts_are_written_without_exponent_and_zeros():
    assert [text(Decimal(one)) for one in ("16.110", "0.0000001", "12", "3.6733850")] == ["16.11", "0.0000001", "12", "3.673385"]


@given(nanos=st.integers(1, 10**13))
def test_what_is_written_is_read_back(nanos):
    amount = Decimal(nanos) / 10**9
    assert Decimal(text(amount)) == amount
