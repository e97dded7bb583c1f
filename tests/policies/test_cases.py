"""Every rule on its cases: failing, passing, absent, unknown, and the shapes that fool others; as plain records, the SDK's proxies, the engine's messages.

A rule about one resource has `inputs` (and `type` where it has several, `options`); a rule about the stack has `resources`: a list of
{type, name, inputs, dependencies}. `configuration` is what a stack sets of the rule.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from google.protobuf.struct_pb2 import Struct
from pulumi_policy.proxy import unknown_checking_proxy

import policies.rules  # noqa: F401 - importing it registers every rule
from policies.bag import Bag, plain
from policies.catalogue import entries
from policies.engine_values import values_of
from policies.judge import bag_of
from policies.rule import RULES, STACK_RULES, Outcome, Verdict
from policies.stack import Stack

FOLDER = Path(__file__).parent / "cases"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
NEEDED = {"failing", "passing", "absent", "unknown"}


def _load() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for rule, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            assert rule not in found, f"{path.name}: {rule} stands twice"
            found[rule] = cases
    return found


CASES = _load()
ALL = [(rule, case) for rule, cases in CASES.items() for case in cases]


def _with_unknowns(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_unknowns(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_unknowns(item) for item in value]
    return UNKNOWN if value == "UNKNOWN" else float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _record(resource: dict[str, Any], kind: str) -> dict[str, Any]:
    name = resource.get("name", "x")
    urn = resource.get("urn", f"urn:pulumi:t::t::{resource.get('type', kind)}::{name}")
    return {**resource, "type": resource.get("type", kind), "name": name, "urn": urn, "inputs": _with_unknowns(resource.get("inputs", {}))}


def _verdicts(rule: str, case: dict[str, Any]) -> list[Verdict]:
    if rule in RULES:
        return [RULES[rule].judge(bag_of(_record(case, RULES[rule].on[0])), case.get("configuration", {}))]
    records = [_record(resource, "") for resource in case["resources"]]
    named = {record["name"]: record["urn"] for record in records}
    needed = {record["urn"]: tuple(named.get(name, name) for name in record.get("dependencies", ())) for record in records}
    stack_rule = STACK_RULES[rule]
    stack = Stack([bag_of(record) for record in records], needed)
    if stack_rule.on and not stack.of(*stack_rule.on):
        return [Verdict(Outcome.NOT_APPLICABLE)]
    return [verdict for _, verdict in stack_rule.judge(stack, case.get("configuration", {}))] or [Verdict(Outcome.PASS)]


@pytest.mark.parametrize(("rule", "case"), ALL, ids=[f"{rule}-{case['case']}" for rule, case in ALL])
def test_the_rule_says_what_its_case_expects(rule, case):
    verdicts = _verdicts(rule, case)
    assert {str(verdict.outcome) for verdict in verdicts} == {case["expect"]}, verdicts
    if "says" in case:
        assert case["says"] in [verdict.text for verdict in verdicts]


@pytest.mark.parametrize(("rule", "case"), [one for one in ALL if one[0] in RULES], ids=[f"{r}-{c['case']}" for r, c in ALL if r in RULES])
def test_the_rule_says_the_same_through_the_proxies_of_the_policy_sdk(rule, case):
    record = _record(case, RULES[rule].on[0])
    props = plain(unknown_checking_proxy(record["inputs"]))
    options = plain(case.get("options") or {})
    through = RULES[rule].judge(Bag(record["type"], record["name"], record["urn"], props, options), case.get("configuration", {}))
    assert str(through.outcome) == case["expect"]


@pytest.mark.parametrize(("rule", "case"), [one for one in ALL if one[0] in RULES], ids=[f"{r}-{c['case']}" for r, c in ALL if r in RULES])
def test_the_rule_says_the_same_through_the_messages_of_the_engine(rule, case):
    record = _record(case, RULES[rule].on[0])
    message = Struct()
    message.update(record["inputs"])
    options = plain(case.get("options") or {})
    through = Bag(record["type"], record["name"], record["urn"], values_of(message).properties, options)
    assert str(RULES[rule].judge(through, case.get("configuration", {})).outcome) == case["expect"]


@pytest.mark.parametrize("rule", sorted({*RULES, *STACK_RULES}))
def test_every_rule_has_its_four_cases(rule):
    assert NEEDED - {case["case"] for case in CASES.get(rule, [])} == set()


@pytest.mark.parametrize("rule", sorted({*RULES, *STACK_RULES}))
def test_every_rule_is_told_in_both_languages_with_its_fix(rule):
    found = entries()[rule]
    for text in (found.title, found.title_zh, found.fix, found.fix_property, found.fix_zh):
        assert text.strip()
    assert not found.title.endswith(".")
    assert any("一" <= sign <= "鿿" for sign in found.title_zh)


def test_every_entry_of_the_catalogue_has_a_rule():
    assert set(entries()) - {*RULES, *STACK_RULES} == set()


def test_every_case_is_about_a_rule():
    assert set(CASES) - {*RULES, *STACK_RULES} == set()
