"""A deliberately bad stack: every family of rules has something to say of it, and none of them breaks over it."""

from __future__ import annotations

import pytest

from policies.catalogue import entries
from policies.judge import judge
from policies.rule import STACK_RULES, Outcome
from policies.settings import Settings
from tests.policies.bad_stack import BAD_STACK

JUDGEMENT = judge(BAD_STACK, Settings())
FAMILIES = sorted({entry.control_id.partition("-")[0] for entry in entries().values()})


@pytest.mark.parametrize("family", FAMILIES)
def test_the_bad_stack_trips_every_family_of_rules(family):
    failed = [finding.rule for finding in JUDGEMENT.findings if finding.outcome is Outcome.FAIL]
    assert [rule.id for rule in failed if rule.control_id.startswith(f"{family}-")]


def test_the_bad_stack_is_blocked_also_by_rules_about_the_whole():
    assert JUDGEMENT.is_blocked
    assert {finding.rule.id for finding in JUDGEMENT.findings if finding.blocks} & set(STACK_RULES)


def test_no_rule_breaks_over_the_bad_stack():
    assert [finding.text for finding in JUDGEMENT.findings if finding.outcome is Outcome.DEFECT] == []
