"""Plain values on the wire and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.inventory.resource import UNKNOWN
from aidc.inventory.wire import OUTPUT, SECRET, SIGNATURE
from aidc.rehearsal.wire import to_plain, to_struct

LEAVES = st.booleans() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8)
KEYS = st.text().filter(lambda key: key != SIGNATURE)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_plain_values_survive_the_wire(values):
    assert to_plain(to_struct(values)) == values


def test_whole_numbers_arrive_as_doubles():
    [nodes] = to_plain(to_struct({"nodeCount": 32})).values()
    assert (nodes, type(nodes)) == (32.0, float)


def test_booleans_stay_booleans():
    assert to_plain(to_struct({"spot": True})) == {"spot": True}
    assert to_plain(to_struct({"spot": True}))["spot"] is True


def test_empty_blocks_and_lists_stay():
    assert to_plain(to_struct({"block": {}, "list": []})) == {"block": {}, "list": []}


def test_a_null_property_is_absent_and_a_null_element_stays_in_its_place():
    assert to_plain(to_struct({"absent": None, "list": ["a", None]})) == {"list": ["a", None]}


def test_a_boxed_secret_is_opened_at_any_depth():
    secret = {SIGNATURE: SECRET, "value": "hunter2"}
    assert to_plain(to_struct({"password": secret, "env": [{"value": secret}]})) == {"password": "hunter2", "env": [{"value": "hunter2"}]}


def test_an_output_value_is_opened_and_unknown_without_a_value():
    known, unknown = {SIGNATURE: OUTPUT, "value": 3}, {SIGNATURE: OUTPUT}
    assert to_plain(to_struct({"known": known, "unknown": unknown})) == {"known": 3.0, "unknown": UNKNOWN}


def test_a_value_without_a_form_on_the_wire_is_refused():
    with pytest.raises(TypeError, match=r"^Decimal has no form on the wire; a string, number, boolean, list, mapping or None has$"):
        to_struct({"price": Decimal("1.5")})
