"""What a stack file says and assumes of use is what the estimator understands, for resources that are declared."""

from __future__ import annotations

from aidc.estimator.cost import estimate
from aidc.estimator.cost.usage import usage_of


def test_every_name_and_every_key_of_the_plan_is_one_that_the_estimator_knows(any_stack):
    plan = any_stack.plan
    bill = estimate(any_stack.resources, usage_of(plan.usage.document(), "the stack file"))
    assert bill.hours_per_month == plan.usage.hours_per_month


def test_every_pool_that_may_change_its_size_is_counted_by_the_plan_and_by_no_guess_of_the_estimator(any_stack):
    bill = estimate(any_stack.resources, usage_of(any_stack.plan.usage.document(), "the stack file"))
    assert [text for _, text in bill.notes if "say nodes in the usage" in text] == []
