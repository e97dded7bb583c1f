"""The guarded reader where a value is secret: it is there, and nobody can say what it is."""

from __future__ import annotations

import pytest

from policies.bag import SECRET, Bag, Unknown, plain


@pytest.fixture
def hidden():
    """A bag whose only properties are a secret and a list with one in it."""
    return Bag("t", "x", "urn", plain({"key": "[secret]", "list": ["[secret]", "x"]}), {})


def test_a_secret_is_there_and_known_as_one(hidden):
    assert hidden.has("key")
    assert hidden.get("key") is SECRET
    assert hidden.list("list") == [SECRET, "x"]


@pytest.mark.parametrize("reader", ["text", "number", "on", "list"])
def test_a_secret_is_not_judged_by_what_it_is(hidden, reader):
    with pytest.raises(Unknown, match=r"^key, a secret,$"):
        getattr(hidden, reader)("key")


def test_what_is_inside_of_a_secret_is_not_absent(hidden):
    with pytest.raises(Unknown, match=r"^key\.inside\.deeper$"):
        hidden.get("key.inside.deeper")
