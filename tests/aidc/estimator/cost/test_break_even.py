"""From which use a commitment pays."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from aidc.estimator.cost.break_even import break_even_use, paid_share

USES = st.decimals(0, 1, places=4)


def test_a_commitment_at_69_per_cent_of_list_pays_above_69_per_cent_of_the_hours():
    assert break_even_use("machine.a3-highgpu-8g", Decimal("0.69")) == Decimal("0.69")


def test_sustained_use_moves_the_line():
    # After three quarters N1 has paid 0.25 x (1 + 0.8 + 0.6) = 0.60; the missing 0.03 take 0.03 / 0.4 of the month more.
    assert break_even_use("machine.n1-standard-8", Decimal("0.63")) == Decimal("0.825")


def test_a_commitment_above_what_a_whole_month_costs_never_pays():
    assert break_even_use("machine.n1-standard-8", Decimal("0.71")) is None
    assert break_even_use("machine.n1-standard-8", Decimal("0.70")) == 1


@given(use=USES)
def test_the_line_is_where_on_demand_costs_as_much(use):
    for item in ("machine.n1-standard-8", "machine.n2-standard-8", "machine.c4-standard-8"):
        found = break_even_use(item, paid_share(item, use))
        assert found is not None
        assert abs(found - use) < Decimal("1e-20")


@given(less=USES, more=USES)
def test_more_use_never_costs_less(less, more):
    less, more = sorted((less, more))
    assert paid_share("n1.custom.vcpu", less) <= paid_share("n1.custom.vcpu", more)
