from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.estimator.cost.discounts import SUSTAINED_USE, series_of, sustained_use_share

MONTH = Decimal(730)
HOURS = st.decimals(0, 744, places=2)
SERIES = st.sampled_from(sorted(SUSTAINED_USE))


def share(series, hours):
    return sustained_use_share(f"machine.{series}-standard-8", hours, MONTH)


@given(SERIES, HOURS, HOURS)
def test_more_hours_never_make_the_share_smaller(series, one, other):
    less, more = sorted((one, other))
    assert share(series, less) <= share(series, more) + Decimal("1e-20")


@given(SERIES, st.decimals(1, 744, places=2))
def test_a_minute_more_moves_the_share_by_a_hair(series, hours):
    assert share(series, hours + Decimal(1) / 60) - share(series, hours) < Decimal("0.01")


@given(SERIES, st.decimals(0, Decimal("182.5"), places=2))
def test_the_first_quarter_of_the_month_has_no_discount(series, hours):
    assert share(series, hours) == 0


@given(SERIES, HOURS, HOURS)
def test_more_hours_never_cost_less(series, one, other):
    less, more = sorted((one, other))
    assert less * (1 - share(series, less)) <= more * (1 - share(series, more)) + Decimal("1e-20")


@pytest.mark.parametrize(
    ("series", "quarter", "taken_off"),
    [
        ("n1", 2, (Decimal(0) + Decimal("0.2")) / 2),
        ("n1", 3, (Decimal("0.2") + Decimal("0.4")) / 3),
        ("n1", 4, Decimal("0.3")),
        ("m1", 4, Decimal("0.3")),
        ("n2", 4, Decimal("0.1998")),
        ("n2d", 4, Decimal("0.1998")),
        ("c2", 4, Decimal("0.1998")),
    ],
)
def test_each_quarter_of_the_month_pays_its_own_rate(series, quarter, taken_off):
    assert abs(share(series, MONTH / 4 * quarter) - taken_off) < Decimal("1e-20")


@pytest.mark.parametrize("series", ["e2", "c2d", "c3", "c4", "n4", "a2", "a3", "g2", "t2d", "m3", "tpu", "z3"])
def test_series_that_google_does_not_list_have_none(series):
    assert share(series, MONTH) == 0


@pytest.mark.parametrize(
    ("item", "has_it"),
    [
        ("n1.gpu.T4", True),
        ("n1.custom.vcpu", True),
        ("n1.custom_extended.ram", True),
        ("n1.sole_tenant_node.n1-node-96-624", True),
        ("c3.sole_tenant_node.c3-node-176-352", False),
        ("machine.f1-micro", True),
        ("machine.g1-small", True),
        ("all.local_ssd.local_ssd", False),
        ("licence.windows", False),
        ("disk.pd-ssd.capacity", False),
        ("g2.gpu.L4", False),
    ],
)
def test_gpus_custom_shapes_and_nodes_go_with_their_series(item, has_it):
    assert bool(sustained_use_share(item, MONTH, MONTH)) is has_it


def test_the_series_is_the_first_word_of_an_item():
    assert [series_of(item) for item in ("machine.n1-standard-8", "n1.custom.vcpu", "machine.f1-micro")] == ["n1", "n1", "f1"]
