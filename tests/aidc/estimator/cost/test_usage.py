"""The usage file: read whole, refused whole, never ignored."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost.usage import UsageError, read_usage, usage_of
from aidc.estimator.cost.usage_key import MACHINE, UsageKey, problems_of
from aidc.inventory.resource import Resource

DISK = Resource("gcp:compute/instance:Instance", "trainer", {}, urn="urn:pulumi:s::p::gcp:compute/instance:Instance::trainer")
KEYS = {
    "gcp:compute/instance:Instance": (
        *MACHINE,
        UsageKey("egress.*", "GiB", "egress by destination"),
        UsageKey("node_pool[*].nodes", "nodes", "nodes"),
    )
}


def problems(document) -> tuple[str, ...]:
    with pytest.raises(UsageError) as caught:
        usage_of(document, "u.yaml").check([DISK], KEYS)
    return caught.value.problems


def test_a_mistyped_key_is_an_error_and_not_730_hours():
    (said,) = problems({"resources": {"trainer": {"monthly_hours": 10}}})
    assert said.startswith("u.yaml: resources.trainer.monthly_hours is no usage key of it; known are monthly_hrs, term,")
    assert said.endswith("Did you mean monthly_hrs?")


def test_a_resource_that_does_not_exist_is_an_error():
    assert problems({"resources": {"traner": {"monthly_hrs": 10}}}) == (
        "u.yaml: resources.traner names no resource of this record. Did you mean trainer?",
    )


def test_a_type_that_takes_no_usage_is_an_error():
    said = problems({"defaults": {"gcp:compute/instances:Instance": {}}})
    assert said == ("u.yaml: defaults.gcp:compute/instances:Instance takes no usage. Did you mean gcp:compute/instance:Instance?",)


def test_every_wrong_value_is_told_at_once():
    given = {"monthly_hrs": -1, "term": "spots", "commitment": {"term": "2y", "coverage": 1.5}}
    assert problems({"resources": {"trainer": given}}) == (
        "u.yaml: resources.trainer.monthly_hrs is -1; a number of hours a month, 0 or more, is needed",
        "u.yaml: resources.trainer.term is 'spots'; one of on-demand, spot, flex-start, calendar, reservation is needed",
        "u.yaml: resources.trainer.commitment.term is '2y'; 1y or 3y is needed",
        "u.yaml: resources.trainer.commitment.coverage is 1.5; a share from 0 to 1 is needed",
    )


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "u.yaml: holds list at the top; an object with resources and defaults is needed"),
        (
            {"resource": {}},
            "u.yaml: resource is no key; known are version, hours_per_month, free_tiers, resources, defaults. Did you mean resources?",
        ),
        ({"version": 2}, "u.yaml: version is 2; this aidc reads version 1"),
        ({"hours_per_month": 800}, "u.yaml: hours_per_month is 800; a number above 0 and up to 744 is needed"),
        ({"hours_per_month": "730 h"}, "u.yaml: hours_per_month is '730 h'; a number above 0 and up to 744 is needed"),
        ({"free_tiers": "no"}, "u.yaml: free_tiers is 'no'; true or false is needed"),
        ({"resources": {"trainer": 3}}, "u.yaml: resources.trainer is 3; an object of keys is needed"),
    ],
)
def test_a_wrong_shape_says_where_and_what_is_needed(document, said):
    assert problems(document) == (said,)


def test_name_and_urn_win_over_the_defaults_of_the_type():
    usage = usage_of(
        {
            "defaults": {DISK.type: {"monthly_hrs": 1, "term": "spot"}},
            "resources": {"trainer": {"monthly_hrs": 2}, DISK.urn: {"monthly_hrs": 3}},
        },
        "u",
    )
    assert usage.of(DISK).hours == Decimal(3)
    assert usage.of(DISK).text("term") == "spot"


def test_a_name_that_several_have_is_said_with_its_type_and_wins_over_the_name_alone():
    exact = f"{DISK.type}::{DISK.name}"
    usage = usage_of({"resources": {DISK.name: {"monthly_hrs": 2, "term": "spot"}, exact: {"monthly_hrs": 3}}}, "u")
    usage.check([DISK], KEYS)
    assert (usage.of(DISK).hours, usage.of(DISK).text("term")) == (Decimal(3), "spot")


def test_what_nobody_says_runs_the_whole_month():
    assert usage_of({"hours_per_month": 720}, "u").of(DISK).hours == Decimal(720)


def test_keys_with_a_star_take_any_word_and_any_index():
    assert problems_of("x", {"egress": {"us-central1": 5}, "node_pool[12]": {"nodes": 3}}, KEYS[DISK.type]) == []


def test_a_file_that_is_no_yaml_is_told_in_one_line(tmp_path):
    path = tmp_path / "u.yaml"
    path.write_text("resources: [")
    with pytest.raises(UsageError) as caught:
        read_usage(path)
    (said,) = caught.value.problems
    assert said.startswith(f"{path}: cannot be read as YAML or JSON: ")
    assert "\n" not in said


def test_a_dotted_key_says_the_same_as_a_nested_one():
    usage = usage_of({"resources": {"trainer": {"commitment.term": "1y", "commitment.coverage": 0.5, "egress.asia": 3}}}, "u.yaml")
    usage.check([DISK], KEYS)
    said = usage.of(DISK)
    assert (said.text("commitment.term"), said.number("commitment.coverage"), said.numbers("egress")) == (
        "1y",
        Decimal("0.5"),
        {"asia": Decimal(3)},
    )


@pytest.mark.parametrize(
    ("given", "path"),
    [({"egress.asia": 1, "egress": {"asia": 2}}, "egress.asia"), ({"egress": 1, "egress.asia": 2}, "egress")],
)
def test_a_key_said_dotted_and_nested_is_an_error(given, path):
    assert problems({"resources": {"trainer": given}}) == (f"u.yaml: resources.trainer.{path} is said twice",)


def test_a_destination_of_the_defaults_stays_beside_one_of_the_resource():
    usage = usage_of(
        {"defaults": {DISK.type: {"egress": {"asia": 1, "europe": 2}}}, "resources": {"trainer": {"egress": {"asia": 5}}}}, "u"
    )
    assert usage.of(DISK).numbers("egress") == {"asia": Decimal(5), "europe": Decimal(2)}


@pytest.mark.parametrize("written", ["1e12", "730", "0.5", "1.5E+3"])
def test_a_text_that_is_a_number_counts_as_one(written):
    usage = usage_of({"resources": {"trainer": {"egress.asia": written}}}, "u.yaml")
    usage.check([DISK], KEYS)
    assert usage.of(DISK).number("egress.asia") == Decimal(written)


@pytest.mark.parametrize(
    "written", ["1e16", "-1", "", "nan", "Infinity", "1_000", "1,000", "ten", "0x10", "1e-3", "9" * 50, float("nan"), True]
)
def test_what_is_no_quantity_is_refused(written):
    assert problems({"resources": {"trainer": {"egress.asia": written}}}) == (
        f"u.yaml: resources.trainer.egress.asia is {written!r:.60}; a number of GiB, 0 or more, is needed",
    )


def test_a_month_has_no_more_hours_than_the_longest():
    assert problems({"resources": {"trainer": {"monthly_hrs": 10_000}}}) == (
        "u.yaml: resources.trainer.monthly_hrs is 10000; a number of hours a month, at most 744, is needed",
    )
