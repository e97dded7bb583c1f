"""Every type that costs money has a pricer, and every pricer a type that costs money."""

from __future__ import annotations

from aidc.estimator.cost.pricers import KEYS, PRICERS
from aidc.estimator.cost.types import class_of
from aidc.estimator.cost.types.assessed import every_type


def test_every_type_of_the_provider_that_costs_money_has_a_pricer():
    costly = {assessment.type for assessment in every_type() if assessment.kind in ("priced", "usage")}
    assert costly - set(PRICERS) == set()


def test_every_pricer_is_for_a_type_that_costs_money():
    assert {kind for kind in PRICERS if class_of(kind).kind not in ("priced", "usage")} == set()


def test_usage_is_taken_only_by_types_with_a_pricer():
    assert set(KEYS) - set(PRICERS) == set()


def test_every_type_that_waits_for_usage_says_what_may_be_said():
    waiting = {assessment.type for assessment in every_type() if assessment.kind == "usage"}
    assert {kind for kind in waiting if not KEYS.get(kind)} == set()
