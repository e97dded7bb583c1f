"""No shape that a program or a file can send makes a rule break: every value of every case is replaced by values of other kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from policies.judge import bag_of
from policies.rule import RULES, STACK_RULES, Outcome
from policies.stack import Stack
from tests.policies.test_cases import CASES, UNKNOWN, _record

ODD = (None, True, 7, -1.5, "", "x", "{", UNKNOWN, "[secret]", [], [None], [[]], [UNKNOWN], {}, {"x": None}, {"x": [1]})


def _variants(value: Any) -> Iterator[Any]:
    """Yield a value with one part of it, or the whole, replaced by each odd value."""
    yield from ODD
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: odd} for odd in _variants(item))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from ([*value[:index], odd, *value[index + 1 :]] for odd in _variants(item))


def _odd_inputs(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key, item in record["inputs"].items():
        yield from ({**record, "inputs": {**record["inputs"], key: odd}} for odd in _variants(item))


@pytest.mark.parametrize("rule", sorted(RULES))
def test_no_shape_breaks_a_rule_about_one_resource(rule):
    for case in CASES.get(rule, []):
        for record in _odd_inputs(_record(case, RULES[rule].on[0])):
            verdict = RULES[rule].judge(bag_of(record), case.get("configuration", {}))
            assert verdict.outcome is not Outcome.DEFECT, (record["inputs"], verdict.text)


@pytest.mark.parametrize("rule", sorted(STACK_RULES))
def test_no_shape_breaks_a_rule_about_the_stack(rule):
    for case in CASES.get(rule, []):
        records = [_record(resource, "") for resource in case["resources"]]
        needed = {
            record["urn"]: tuple(one["urn"] for one in records if one["name"] in record.get("dependencies", ())) for record in records
        }
        for index, record in enumerate(records):
            others = [bag_of(one) for one in [*records[:index], *records[index + 1 :]]]
            for odd in _odd_inputs(record):
                for _, verdict in STACK_RULES[rule].judge(Stack([*others, bag_of(odd)], needed), case.get("configuration", {})):
                    assert verdict.outcome is not Outcome.DEFECT, (odd["inputs"], verdict.text)
