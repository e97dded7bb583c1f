"""The settings of a stack as the engine knows them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from policies.engine_settings import settings_in, with_pack_config
from policies.settings import Settings, SettingsError

TODAY = date(2026, 12, 1)


def held(blueprint):
    return settings_in("shop", {"shop:blueprint": json.dumps(blueprint), "gcp:project": "shop-project"}, TODAY)


def test_the_settings_are_those_of_the_stack_file():
    asked = {"sets": ["training"], "levels": {"bucket-uniform-access": "advisory"}}
    waiver = {"rule": "bucket-uniform-access", "resource": "x", "reason": "r", "owner": "o", "until": "2027-01-31 00:00:00 +0000 UTC"}
    settings = held({"name": "shop", "policies": asked, "waivers": [waiver]})
    assert (settings.sets, settings.level("bucket-uniform-access"), settings.today) == (("training",), "advisory", TODAY)
    assert settings.waivers[0].until == date(2027, 1, 31)


@pytest.mark.parametrize("configuration", [{}, {"other:blueprint": "{"}, {"shop:blueprint": ""}, {"shop:blueprint": '{"policies": null}'}])
def test_a_program_that_says_nothing_is_held_to_the_baseline(configuration):
    assert settings_in("shop", configuration, TODAY) == Settings(today=TODAY)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "shop:blueprint is not JSON text"),
        ("[1]", "shop:blueprint is [1]; an object is needed"),
        ('{"policies": ["baseline"]}', "policies is ['baseline']; an object with sets, levels and configuration is needed"),
        ('{"waivers": "none"}', "waivers is 'none'; a list is needed"),
    ],
)
def test_what_is_no_blueprint_is_refused_in_words(text, problem):
    with pytest.raises(SettingsError) as error:
        settings_in("shop", {"shop:blueprint": text}, TODAY)
    assert error.value.problems == (problem,)


def test_a_program_without_a_blueprint_has_its_settings_under_a_key_of_its_own():
    asked = {
        "sets": ["training"],
        "waivers": [{"rule": "bucket-versioning", "resource": "x", "reason": "r", "owner": "o", "until": "2027-01-31"}],
    }
    settings = settings_in("shop", {"shop:policies": json.dumps(asked), "other:policies": "{"}, TODAY)
    assert (settings.sets, settings.waivers[0].owner, settings.today) == (("training",), "o", TODAY)


@pytest.mark.parametrize(
    ("configuration", "problem"),
    [
        ({"shop:policies": "strict"}, "shop:policies is not JSON text"),
        ({"shop:policies": '["baseline"]'}, "shop:policies is ['baseline']; an object is needed"),
        ({"shop:policies": '{"set": ["baseline"]}'}, "set is no key; known are sets, levels, configuration, waivers. Did you mean sets?"),
        (
            {"shop:policies": "{}", "shop:blueprint": "{}"},
            "shop:policies stands beside shop:blueprint, whose policies and waivers count. Move it there",
        ),
    ],
)
def test_settings_of_that_key_that_cannot_be_followed_are_refused(configuration, problem):
    with pytest.raises(SettingsError) as error:
        settings_in("shop", configuration, TODAY)
    assert error.value.problems == (problem,)


def test_the_file_of_the_command_line_has_the_last_word_on_single_rules():
    settings = with_pack_config(
        Settings(levels={"bucket-uniform-access": "disabled"}), {"bucket-uniform-access": "advisory", "waivers": "disabled"}, {}
    )
    assert settings.levels == {"bucket-uniform-access": "advisory"}, "what is no rule has no level"


def test_values_that_a_rule_does_not_take_are_refused():
    with pytest.raises(SettingsError) as error:
        with_pack_config(Settings(), {}, {"bucket-uniform-access": {"days": 3}})
    assert error.value.problems == ("configuration.bucket-uniform-access.days is no key; the rule takes none",)
