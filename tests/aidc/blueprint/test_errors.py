"""How problems are said: where, what was given, what is allowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.errors import BlueprintError, Problem, one_of, shown


def test_a_problem_says_its_path_and_its_line_where_there_is_one():
    assert str(Problem(7, "network.cidr", "is wrong")) == "network.cidr (line 7): is wrong"
    assert str(Problem(0, "network.cidr", "is wrong")) == "network.cidr: is wrong"
    assert str(Problem(0, "", "is wrong")) == "is wrong"
    assert str(Problem(0, "a\nb", "is wrong")) == "'a\\nb': is wrong", "one problem is one line"


def test_an_error_has_its_problems_in_file_order_and_each_once():
    late, early = Problem(9, "a", "late"), Problem(2, "z", "early")
    error = BlueprintError([late, early, late])
    assert error.problems == (early, late)
    assert str(error) == "z (line 2): early\na (line 9): late"


def test_a_word_that_is_not_on_a_list_is_answered_with_the_list():
    assert one_of("v5", ["v5e", "v6e"], "a generation") == "'v5' is not a generation; allowed: v5e, v6e. Did you mean v5e?"


@pytest.mark.parametrize(
    ("value", "text"), [(None, "nothing"), (True, "true"), (False, "false"), (1, "1"), (1.5, "1.5"), ("a b", "'a b'"), ([1], "[1]")]
)
def test_values_are_shown_as_yaml_writes_them(value, text):
    assert shown(value) == text


@given(st.text() | st.lists(st.text()) | st.integers() | st.floats())
def test_no_value_is_shown_longer_than_one_looks_at(value):
    assert len(shown(value)) <= 60
