"""Quantities as Kubernetes writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost.services.containers import quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("500m", Decimal("0.5")), ("0.08", Decimal("0.08")), ("512Mi", 2**29), ("2Gi", 2**31), ("1G", 10**9), ("64k", 64_000)],
)
def test_a_quantity_is_read_in_its_base_unit(text, value):
    assert quantity(text) == value


@pytest.mark.parametrize("text", ["", "Gi", "1 GiB of it", "-1", "1e3", "NaN", "1Qi", "$(MEMORY)"])
def test_another_text_is_no_quantity(text):
    assert quantity(text) is None
