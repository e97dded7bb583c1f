"""The base of every section: frozen, closed, and all of its broken rules together."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from aidc.blueprint.capacity import CapacitySpec
from aidc.blueprint.spec import BrokenRules, listed_twice


def test_a_section_cannot_be_changed():
    spec = CapacitySpec(mode="spot")
    with pytest.raises(ValidationError):
        spec.mode = "on-demand"  # type: ignore[misc]


def test_all_broken_rules_of_a_section_come_together():
    with pytest.raises(ValidationError) as error:
        CapacitySpec.model_validate({"mode": "spot", "reservation": "r", "block": "b", "max_run_hours": 3})
    [found] = error.value.errors()
    broken = found["ctx"]["error"]
    assert isinstance(broken, BrokenRules)
    assert [field for field, _ in broken.rules] == ["reservation", "block", "max_run_hours"]


def test_broken_rules_read_as_one_line():
    assert str(BrokenRules([("a", "is wrong"), ("", "nothing fits")])) == "a: is wrong; nothing fits"


def test_a_value_is_named_each_time_it_comes_again():
    assert list(listed_twice("zones", ["a", "b", "a", "a"])) == [("zones[2]", "'a' is listed twice"), ("zones[3]", "'a' is listed twice")]
    assert list(listed_twice("zones", ["a", "b"])) == []
