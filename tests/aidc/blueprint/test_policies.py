"""Which rules hold for a stack: sets, levels and configuration, checked for their shape and handed on as plain data."""

from __future__ import annotations

import pytest

NOT_A_RULE = "is not the id of a rule: lower-case words with dashes between them, such as bucket-uniform-access"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"sets": "baseline"}, "sets: 'baseline' is not a list", {"sets": ["baseline"]}),
        ({"sets": []}, "sets: has 0 entries; at least 1", {"sets": ["baseline"]}),
        (
            {"sets": ["baseline", "trainig"]},
            "sets[1]: 'trainig' is not one of baseline, cis-gke, training, serving, regulated. Did you mean training?",
            {"sets": ["baseline", "training"]},
        ),
        ({"sets": ["training", "training"]}, "sets[1]: 'training' is listed twice", {"sets": ["training", "serving"]}),
        (
            {"levels": {"bucket-cmek": "off"}},
            "levels.bucket-cmek: 'off' is not one of mandatory, advisory, disabled.",
            {"levels": {"bucket-cmek": "disabled"}},
        ),
        ({"levels": {"Bucket CMEK": "advisory"}}, f"levels.Bucket CMEK: 'Bucket CMEK' {NOT_A_RULE}", {"levels": {"bucket-cmek": "advisory"}}),
        ({"levels": ["bucket-cmek"]}, "levels: ['bucket-cmek'] is not a mapping", {"levels": {}}),
        (
            {"configuration": {"kms-key-rotation": 90}},
            "configuration.kms-key-rotation: 90 is not a mapping",
            {"configuration": {"kms-key-rotation": {"days": 90}}},
        ),
        (
            {"levels": {"kms-key-rotation": "disabled"}, "configuration": {"kms-key-rotation": {"days": 30}}},
            "configuration.kms-key-rotation: is configuration of a rule that levels disables. Remove one of the two",
            {"levels": {"kms-key-rotation": "advisory"}, "configuration": {"kms-key-rotation": {"days": 30}}},
        ),
        (
            {"set": ["baseline"]},
            "set: is not a key here. Did you mean sets? Allowed: sets, levels, configuration",
            {"sets": ["baseline"]},
        ),
    ],
)  # fmt: skip
def test_wrong_settings_are_refused_with_the_reason_and_their_neighbours_accepted(wrong, message, right, problems):
    assert problems(policies=wrong) == [f"policies.{message}"]
    assert problems(policies=right) == []


def test_a_stack_that_says_nothing_is_held_to_the_baseline(plan_of):
    assert plan_of().policies == {"sets": ["baseline"], "levels": {}, "configuration": {}, "waivers": []}


def test_the_plan_hands_on_what_was_said_as_plain_data(plan_of):
    asked = {
        "sets": ["baseline", "regulated"],
        "levels": {"bucket-access-logging": "disabled"},
        "configuration": {"kms-key-rotation": {"days": 30}},
    }
    assert plan_of(policies=asked).policies == {**asked, "waivers": []}


def test_whether_there_is_a_rule_of_a_name_is_not_for_the_blueprint_to_say(problems):
    assert problems(policies={"levels": {"no-such-rule": "advisory"}}) == []
