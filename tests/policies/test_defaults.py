"""What is absent counts as what Google Cloud does, and a switch written as text is a switch."""

from __future__ import annotations

from typing import Any

import pytest

from policies.defaults import taken


@pytest.mark.parametrize(("value", "default", "expected"), [("true", False, True), ("TRUE", False, True), ("false", True, False)])
def test_a_switch_written_as_text_is_a_switch(value: Any, default: Any, expected: Any) -> None:
    assert taken(value, default) is expected


@pytest.mark.parametrize("value", [None, "", " "])
def test_a_switch_that_says_nothing_is_the_default(value: Any) -> None:
    assert taken(value, True) is True


def test_an_empty_text_is_a_value_of_its_own() -> None:
    assert taken("", "EXTERNAL") == ""
    assert taken(None, "EXTERNAL") == "EXTERNAL"
