"""Findings that somebody answers for until a day: days in every way that they reach us, and what a waiver must say."""

from __future__ import annotations

from datetime import date, datetime

import pytest

WAIVER = {"rule": "bucket-cmek", "resource": "scratch", "reason": "holds nothing", "owner": "ml@example.com", "until": "2027-01-31"}
EMPTY = "is empty; a waiver says why it stands and who answers for it"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"until": "31.1.2027"}, "until: '31.1.2027' is not a day such as 2027-01-31", {"until": "2027-01-31"}),
        ({"until": "2027-02-30"}, "until: '2027-02-30' is not a day of the calendar", {"until": "2027-02-28"}),
        ({"until": "20270131"}, "until: '20270131' is not a day such as 2027-01-31", {"until": "2027-01-31"}),
        ({"until": 20270131}, "until: 20270131 is not a day such as 2027-01-31", {"until": "2027-01-31"}),
        ({"until": True}, "until: true is not a day such as 2027-01-31", {"until": "2027-01-31"}),
        ({"until": None}, "until: nothing is not a day such as 2027-01-31", {"until": "2027-01-31"}),
        ({"until": "2027-01-31T18:30:00Z"}, "until: '2027-01-31T18:30:00Z' is not a day such as 2027-01-31", {"until": "2027-01-31"}),
        (
            {"until": datetime(2027, 1, 31, 18)},
            "until: 2027-01-31 18:00:00 is not a day such as 2027-01-31",
            {"until": date(2027, 1, 31)},
        ),
        (
            {"rule": "Bucket"},
            "rule: 'Bucket' is not the id of a rule: lower-case words with dashes between them, such as bucket-uniform-access",
            {"rule": "bucket"},
        ),
        ({"reason": "  "}, f"reason: {EMPTY}", {"reason": "x"}),
        ({"owner": ""}, f"owner: {EMPTY}", {"owner": "the platform team"}),
        ({"resource": ""}, f"resource: {EMPTY}", {"resource": "*"}),
        ({"ticket": 7}, "ticket: is not a key here. Allowed: rule, resource, reason, owner, until", {}),
    ],
)  # fmt: skip
def test_a_wrong_waiver_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems):
    assert problems(waivers=[{**WAIVER, **wrong}]) == [f"waivers[0].{message}"]
    assert problems(waivers=[{**WAIVER, **right}]) == []


@pytest.mark.parametrize("missing", list(WAIVER))
def test_a_waiver_says_everything_that_it_must(missing, problems):
    [problem] = problems(waivers=[{key: value for key, value in WAIVER.items() if key != missing}])
    assert problem.startswith(f"waivers[0].{missing}: is missing: ")


@pytest.mark.parametrize("until", ["2027-01-31", date(2027, 1, 31), "2027-01-31T00:00:00Z", "2027-01-31 00:00:00 +0000 UTC"])
def test_a_day_means_the_same_in_quotes_without_and_as_the_pulumi_cli_hands_it_over(until, plan_of):
    assert plan_of(waivers=[{**WAIVER, "until": until}]).policies["waivers"] == [WAIVER]


def test_the_same_finding_is_waived_once(problems):
    twice = [WAIVER, {**WAIVER, "resource": "other"}, {**WAIVER, "reason": "another one"}]
    assert problems(waivers=twice) == ["waivers[2]: waives the same as waivers[0]. Remove one of the two"]


def test_a_rule_that_is_off_needs_no_waiver(problems):
    found = problems(waivers=[WAIVER], policies={"levels": {"bucket-cmek": "disabled"}})
    assert found == [
        "waivers[0].rule: 'bucket-cmek' is disabled in policies.levels, so there is nothing to let through. Remove one of the two"
    ]
    assert problems(waivers=[WAIVER], policies={"levels": {"bucket-cmek": "advisory"}}) == []
