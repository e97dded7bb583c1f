"""The budget gate: what is over says by how much and why, in a sentence a reviewer can act on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost.bill import Bill, Unpriced
from aidc.estimator.cost.difference import difference
from aidc.estimator.cost.gate import Limits, judge
from aidc.estimator.cost.owner import Owner

OWNERS = {"urn:pulumi:dev::acme::aidc:compute:CpuPool$gcp:container/nodePool:NodePool::cpu": Owner("cpu_pools")}


def said(found: Bill, limits: Limits, before: Bill | None = None) -> list[tuple[bool, str]]:
    return [(verdict.is_over, verdict.sentence) for verdict in judge(found, limits, OWNERS, difference(before, found) if before else None)]


def test_a_month_over_its_limit_says_what_is_dearest(pool, bill):
    assert said(bill(pool), Limits(Decimal(200))) == [
        (True, "the month comes to 292 USD and may come to 200 USD: 92 USD too much, 46 % over. Dearest are cpu_pools 292 USD.")
    ]


def test_a_month_within_its_limit_passes(pool, bill):
    assert said(bill(pool), Limits(Decimal(292))) == [(False, "the month comes to 292 USD of 292 USD.")]


def test_a_lower_bound_within_the_limit_passes_and_warns(pool):
    found = Bill(Decimal(730), (pool,), (Unpriced("x", "t", "no price"),))
    assert said(found, Limits(Decimal(300))) == [
        (False, "the month comes to at least 292 USD of 300 USD; something has no price, so it may be over.")
    ]


def test_each_noun_has_its_own_limit(pool, bill):
    limits = Limits(per_noun_usd={"cpu_pools": Decimal(100), "gpu_pools": Decimal(5)})
    assert said(bill(pool), limits) == [
        (True, "cpu_pools comes to 292 USD and may come to 100 USD: 192 USD too much, 192 % over. Dearest is Nodes (n2-standard-8)."),
        (False, "gpu_pools comes to 0 USD of 5 USD."),
    ]


def test_a_change_over_its_limit_names_what_moves(pool, bill):
    after = replace(pool, usd_per_month=Decimal(1292))
    assert said(bill(after), Limits(per_change_usd=Decimal(500)), bill(pool)) == [
        (True, "the change comes to 1,000 USD and may come to 500 USD: 500 USD too much, 100 % over. cpu +1,000 USD.")
    ]


def test_without_a_base_there_is_no_change_to_judge(pool, bill):
    assert said(bill(pool), Limits(per_change_usd=Decimal(0))) == []
