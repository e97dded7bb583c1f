"""How a stack enforces the rules: levels, waivers and their days, and settings that cannot be followed."""

from __future__ import annotations

from datetime import date, datetime
from typing import get_args

import pytest

from aidc.blueprint import policies as blueprint_policies
from policies.sets import LEVELS, SETS
from policies.settings import Settings, SettingsError, settings_of

WAIVER = {
    "rule": "bucket-uniform-access",
    "resource": "old-*",
    "reason": "moves in spring",
    "owner": "ml@example.com",
    "until": "2027-01-31",
}
KNOWN = "baseline, cis-gke, training, serving, regulated"


def refused(document):
    with pytest.raises(SettingsError) as error:
        settings_of(document)
    return list(error.value.problems)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("strict", "the settings are 'strict'; an object with sets, levels, configuration, waivers is needed"),
        ({"set": []}, "set is no key; known are sets, levels, configuration, waivers. Did you mean sets?"),
        ({"sets": "baseline"}, "sets is 'baseline'; a list is needed"),
        ({"sets": ["baselin"]}, f"sets: there is no set baselin; there are {KNOWN}. Did you mean baseline?"),
        ({"sets": [["baseline"]]}, f"sets: there is no set ['baseline']; there are {KNOWN}. Did you mean baseline?"),
        ({"levels": ["x"]}, "levels is ['x']; an object is needed"),
        ({"levels": {"bucket-uniform-acces": "advisory"}}, "levels.bucket-uniform-acces: there is no rule bucket-uniform-acces. Did you mean bucket-uniform-access?"),
        ({"levels": {"bucket-uniform-access": "off"}}, "levels.bucket-uniform-access is 'off'; mandatory, advisory or disabled is needed"),
        ({"levels": {"bucket-uniform-access": []}}, "levels.bucket-uniform-access is []; mandatory, advisory or disabled is needed"),
        ({"configuration": {"bucket-uniform-access": 90}}, "configuration.bucket-uniform-access is 90; an object is needed"),
        ({"configuration": {"bucket-uniform-access": {"days": 90}}}, "configuration.bucket-uniform-access.days is no key; the rule takes none"),
        ({"waivers": {"rule": "x"}}, "waivers is {'rule': 'x'}; a list is needed"),
        ({"waivers": ["x"]}, "waivers[0] is 'x'; an object with rule, resource, reason, owner, until is needed"),
        ({"waivers": [{**WAIVER, "expires": 1}]}, "waivers[0].expires is no key; known are rule, resource, reason, owner, until."),
        ({"waivers": [{**WAIVER, "owner": " "}]}, "waivers[0].owner is missing: a waiver names rule, resource, reason, owner and the day it ends"),
        ({"waivers": [{**WAIVER, "owner": ["a"]}]}, "waivers[0].owner is ['a']; text is needed"),
        ({"waivers": [{**WAIVER, "rule": "bucket"}]}, "waivers[0].rule: there is no rule bucket."),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_followed_are_refused_in_words(document, problem):
    [said] = refused(document)
    assert said == problem or said.startswith(problem), said


@pytest.mark.parametrize(
    "until", ["tomorrow", "2027-02-30", "20270131", 20270131, "2027-01-31T18:00:00Z", datetime(2027, 1, 31, 18), True, "2027-W04-7"]
)
def test_a_waiver_that_does_not_parse_is_never_taken_for_a_valid_one(until):
    assert refused({"waivers": [{**WAIVER, "until": until}]}) == [f"waivers[0].until is {until!r:.40}; a day such as 2027-01-31 is needed"]


@pytest.mark.parametrize("until", ["2027-01-31", date(2027, 1, 31), "2027-01-31T00:00:00Z", "2027-01-31 00:00:00 +0000 UTC"])
def test_a_day_means_the_same_in_every_way_that_it_reaches_us(until):
    [waiver] = settings_of({"waivers": [{**WAIVER, "until": until}]}).waivers
    assert waiver.until == date(2027, 1, 31)


def test_all_problems_are_told_at_once():
    assert len(refused({"sets": ["x"], "levels": {"y": "z"}, "waivers": [{}]})) == 3 + 5


def test_nothing_said_is_the_baseline():
    assert settings_of({}) == settings_of({"sets": None, "levels": None, "configuration": None, "waivers": None}) == Settings()
    assert Settings().level("bucket-uniform-access") == "mandatory"


def test_a_waiver_counts_up_to_and_on_its_last_day():
    document = {"waivers": [WAIVER]}
    [waiver] = settings_of(document).waivers
    assert not settings_of(document, date(2027, 1, 31)).is_expired(waiver)
    assert settings_of(document, date(2027, 2, 1)).is_expired(waiver)
    assert settings_of(document, date(2027, 2, 1)).waiver(WAIVER["rule"], "urn", "old-1") is None


def test_what_the_plan_of_a_stack_hands_on_can_be_followed(plan_of_stack):
    assert settings_of(plan_of_stack({"policies": {"sets": ["baseline", "regulated"]}, "waivers": [WAIVER]})).sets == (
        "baseline",
        "regulated",
    )


def test_the_stack_file_knows_the_sets_and_levels_that_there_are():
    assert get_args(blueprint_policies.RuleSet) == tuple(SETS)
    assert get_args(blueprint_policies.Level) == LEVELS
