"""What a month may cost: limits, the budget that watches the bill, and amounts that are not amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.budget import LIMITED_NOUNS, BudgetSpec, plan_budget
from aidc.blueprint.names import Names
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.site import SitePlan

ACCOUNT = "01A2B3-C4D5E6-F7A8B9"
WATCHED = {"monthly_usd": 1500, "billing_account": ACCOUNT}
NEEDS_ACCOUNT = "goes with billing_account: without one no budget is made and nobody is told. Name the account or remove it"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"monthly_usd": -1}, "monthly_usd: -1 is out of range: more than 0", {"monthly_usd": 1}),
        ({"monthly_usd": 0}, "monthly_usd: 0 is out of range: more than 0", {"monthly_usd": 0.01}),
        ({"monthly_usd": True}, "monthly_usd: true is not a number of US dollars", {"monthly_usd": None}),
        (
            {"monthly_usd": 10**13},
            "monthly_usd: 10000000000000 is out of range: more than 0, at most 1000000000000",
            {"monthly_usd": 10**12},
        ),
        ({"monthly_usd": 1.005}, "monthly_usd: 1.005 has fractions of a cent. Write at most two decimals", {"monthly_usd": 1.01}),
        ({"monthly_usd": "$500"}, "monthly_usd: '$500' is text; write the number of US dollars alone: 500", {"monthly_usd": 500}),
        ({"monthly_usd": "500"}, "monthly_usd: '500' is text; write the number of US dollars alone: 500", {"monthly_usd": 500}),
        (
            {"monthly_usd": "1,500.50 USD"},
            "monthly_usd: '1,500.50 USD' is text; write the number of US dollars alone: 1500.50",
            {"monthly_usd": 1500.50},
        ),
        (
            {"monthly_usd": "500 EUR"},
            "monthly_usd: '500 EUR' is not a number of US dollars, in which the price tables are. Write a number alone, such as 1500",
            {"monthly_usd": 540},
        ),
        ({"per_noun": {"gpu_pools": -3}}, "per_noun.gpu_pools: -3 is out of range: more than 0", {"per_noun": {"gpu_pools": 3}}),
        (
            {"per_noun": {"gpu_pool": 3}},
            f"per_noun.gpu_pool: 'gpu_pool' is not a section that costs something; allowed: {', '.join(LIMITED_NOUNS)}. "
            "Did you mean gpu_pools?",
            {"per_noun": {"gpu_pools": 3}},
        ),
        (
            {"monthly_usd": 100, "per_noun": {"cluster": 200}},
            "per_noun.cluster: 200 is more than monthly_usd 100, so it never holds. Lower it or remove it",
            {"monthly_usd": 100, "per_noun": {"cluster": 100}},
        ),
        ({"per_change_usd": "a lot"}, "per_change_usd: 'a lot' is not a number of US dollars, in which the price tables are. "
         "Write a number alone, such as 1500", {"per_change_usd": 500}),
        ({"billing_account": ACCOUNT}, "monthly_usd: is missing: a budget on a billing account needs the amount of a month", WATCHED),
        (
            {**WATCHED, "billing_account": "billingAccounts/01A2B3-C4D5E6-F7A8B9"},
            "billing_account: 'billingAccounts/01A2B3-C4D5E6-F7A8B9' is not a billing account: three groups of six digits and capitals A to F, "
            "01A2B3-C4D5E6-F7A8B9",
            WATCHED,
        ),
        ({**WATCHED, "alert_at": [0.9, 0.5]}, "alert_at[1]: 0.5 comes after 0.9; list shares once each, rising", {**WATCHED, "alert_at": [0.5, 0.9]}),
        ({**WATCHED, "alert_at": [1, 1]}, "alert_at[1]: 1 comes after 1; list shares once each, rising", {**WATCHED, "alert_at": [1, 1.2]}),
        ({**WATCHED, "alert_at": [50]}, "alert_at[0]: 50 is 5000 % of the budget. Write shares: 0.5 is 50 %", {**WATCHED, "alert_at": [0.5]}),
        ({**WATCHED, "alert_at": [0]}, "alert_at[0]: 0 is out of range: more than 0", {**WATCHED, "alert_at": [0.01]}),
        ({**WATCHED, "alert_at": []}, "alert_at: has 0 entries; at least 1", WATCHED),
        (
            {**WATCHED, "notify": ["group:ml@example.com"]},
            "notify[0]: 'group:ml@example.com' is not an e-mail address; write name@example.com",
            {**WATCHED, "notify": ["ml@example.com"]},
        ),
        ({**WATCHED, "notify": ["a@b.c", "a@b.c"]}, "notify[1]: 'a@b.c' is listed twice", {**WATCHED, "notify": ["a@b.c", "d@b.c"]}),
        ({**WATCHED, "notify": [f"p{n}@b.c" for n in range(6)]}, "notify: has 6 entries; at most 5", WATCHED),
        (
            {**WATCHED, "pubsub_topic": "spend"},
            "pubsub_topic: 'spend' is not a topic: write projects/P/topics/T",
            {**WATCHED, "pubsub_topic": "projects/acme-lab/topics/spend"},
        ),
        ({"monthly_usd": 5, "notify": ["a@b.c"]}, f"notify: {NEEDS_ACCOUNT}", {**WATCHED, "notify": ["a@b.c"]}),
        ({"monthly_usd": 5, "alert_at": [1]}, f"alert_at: {NEEDS_ACCOUNT}", {**WATCHED, "alert_at": [1]}),
    ],
)  # fmt: skip
def test_a_wrong_budget_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems):
    assert problems(budget=wrong) == [f"budget.{message}"]
    assert problems(budget=right) == []


def test_without_an_account_the_limits_hold_and_nothing_is_made(plan_of):
    plan = plan_of(budget={"monthly_usd": 1500, "per_noun": {"gpu_pools": 900.5}, "per_change_usd": 100})
    assert (plan.budget.monthly_usd, plan.budget.per_noun, plan.budget.per_change_usd) == (1500, {"gpu_pools": Decimal("900.5")}, 100)
    assert plan.budget.limits_anything
    assert plan.budget.alarm is None
    assert "billingbudgets.googleapis.com" not in plan.services.names
    assert not plan_of().budget.limits_anything


def test_with_an_account_a_budget_counts_the_project_after_credits_and_its_api_is_enabled(plan_of):
    plan = plan_of(budget={**WATCHED, "monthly_usd": 1500.25, "notify": ["a@b.c"]})
    alarm = plan.budget.alarm
    assert alarm is not None
    assert (alarm.units, alarm.nanos, alarm.project, alarm.labels) == (1500, 250_000_000, "projects/123456789012", {})
    assert (alarm.thresholds, alarm.credit_types_treatment) == ((0.5, 0.9, 1.0), "INCLUDE_ALL_CREDITS")
    assert [(channel.email, channel.display_name) for channel in alarm.channels] == [("a@b.c", "lab-month: a@b.c")]
    assert "billingbudgets.googleapis.com" in plan.services.names


def test_a_budget_of_the_stack_counts_what_carries_its_label(plan_of):
    alarm = plan_of(budget={**WATCHED, "covers": "stack", "after_credits": False}).budget.alarm
    assert (alarm.labels, alarm.credit_types_treatment) == ({"stack": "lab"}, "EXCLUDE_ALL_CREDITS")


def test_limits_may_be_set_for_every_section_that_makes_something_and_no_other():
    others = {"name", "environment", "deletion_guard", "labels", "site", "budget", "usage", "policies", "waivers"}
    assert set(LIMITED_NOUNS) == set(Blueprint.model_fields) - others


@given(cents=st.integers(1, 10**14))
def test_units_and_nanos_are_the_amount_to_the_cent(cents):
    usd = Decimal(cents) / 100
    site = SitePlan("acme-lab", 1, "us-central1", ("us-central1-a",), None)
    alarm = plan_budget(BudgetSpec(monthly_usd=usd, billing_account=ACCOUNT), site, {"stack": "lab"}, Names("lab")).alarm
    assert alarm is not None
    assert Decimal(alarm.units) + Decimal(alarm.nanos) / 10**9 == usd
