"""What a rule about the stack says of many resources, and what a stack may set of a rule."""

from __future__ import annotations

import pytest

from policies.bag import UNKNOWN, Bag, NotApplicable
from policies.judge import bag_of, judge
from policies.rule import Outcome, StackRule, each
from policies.settings import Settings, SettingsError, settings_of
from policies.stack import Stack

BUCKET = "gcp:storage/bucket:Bucket"


def _bag(name, **values):
    return Bag(BUCKET, name, name, values, {})


def test_an_unknown_resource_silences_no_other():
    def problem(bag):
        if bag.get("skip"):
            raise NotApplicable("it is skipped")
        return None if bag.text("location") == "here" else "it is elsewhere"

    bags = [_bag("a", location=UNKNOWN), _bag("b", location="there"), _bag("c", skip=True), _bag("d", location="here")]
    found = [(bag.name, verdict) for bag, verdict in StackRule("x", (), lambda stack: each(stack.bags, problem)).judge(Stack(bags))]
    assert [(name, str(verdict.outcome), verdict.text) for name, verdict in found] == [
        ("a", "unknown", "location is not known yet"),
        ("b", "fail", "it is elsewhere"),
        ("c", "not applicable", "it is skipped"),
    ]


def test_what_a_stack_sets_of_a_rule_takes_the_place_of_its_default():
    record = [{"type": BUCKET, "name": "b", "inputs": {"location": "US-CENTRAL1"}}]
    settings = settings_of({"configuration": {"bucket-allowed-location": {"allowed": ["europe-*"]}}})
    findings = {finding.rule.id: finding for finding in judge(record, settings).findings}
    assert findings["bucket-allowed-location"].text == "us-central1 is not among the allowed locations (europe-*)"
    assert "bucket-allowed-location" not in {finding.rule.id for finding in judge(record, Settings()).findings}


@pytest.mark.parametrize(
    ("configuration", "problem"),
    [
        ({"kms-key-rotation": {"day": 30}}, "configuration.kms-key-rotation.day is no key; known are days. Did you mean days?"),
        ({"kms-key-rotation": {"days": "30"}}, "configuration.kms-key-rotation.days is '30'; something like 90 is needed"),
        ({"bucket-cmek": {"days": 30}}, "configuration.bucket-cmek.days is no key; the rule takes none"),
        (
            {"bucket-allowed-location": {"allowed": [7]}},
            "configuration.bucket-allowed-location.allowed is [7]; a list of texts is needed",
        ),
    ],
)
def test_what_a_rule_does_not_take_is_refused(configuration, problem):
    with pytest.raises(SettingsError) as refused:
        settings_of({"configuration": configuration})
    assert refused.value.problems == (problem,)


def test_a_secret_of_the_engine_is_not_taken_for_plain_text():
    version = {"type": "gcp:secretmanager/secretVersion:SecretVersion", "name": "v", "inputs": {"secretData": "hunter2"}}
    findings = {finding.rule.id: finding for finding in judge([version], Settings()).findings}
    assert findings["secret-value-not-in-program"].outcome is Outcome.FAIL
    assert "hunter2" not in findings["secret-value-not-in-program"].text
    of_engine = judge([{**version, "options": {"secretsArePlain": True}}], Settings())
    assert "secret-value-not-in-program" not in {finding.rule.id for finding in of_engine.findings}


def test_a_bag_of_a_record_keeps_its_options():
    assert bag_of({"type": BUCKET, "name": "b", "options": {"protect": True}}).option("protect") is True
