"""Property values: boxes, unknowns and paths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aidc.rehearsal import values
from aidc.rehearsal.cloud import UNKNOWN

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=3),
)


def secret(value):
    return {values.SIGNATURE: values.SECRET, "value": value}


@given(PLAIN)
def test_a_box_comes_off_and_plain_values_stay(value):
    assert values.unbox(secret(value)) == value
    assert values.unbox(value) == value


def test_boxes_come_off_on_every_level():
    assert values.unbox({"a": [secret({"b": secret(1)})]}) == {"a": [{"b": 1}]}


def test_an_output_without_value_is_unknown():
    assert values.unbox({values.SIGNATURE: values.OUTPUT_VALUE}) == UNKNOWN


def test_an_asset_stays_as_it_is():
    asset = {values.SIGNATURE: "c44067f5952c0ae79d9e2a5a3d1b8c1f", "text": "t"}
    assert values.unbox(asset) == asset
    assert values.is_special(asset)


def test_unknown_parts_are_found():
    assert values.has_unknown({"a": [{"b": UNKNOWN}]})
    assert not values.has_unknown({"a": ["b"]})


def test_engine_keys_go_on_every_level():
    given_ = {"__defaults": ["a"], "a": [{"__defaults": [], "b": 1}], "__meta": "x"}
    assert values.without_engine_keys(given_) == {"a": [{"b": 1}]}


def test_a_path_reaches_through_first_elements_and_indexes():
    tree = {"a": [{"b": 1}, {"b": 2}]}
    assert (values.at(tree, "a.b"), values.at(tree, "a[1].b"), values.at(tree, "a[7].b"), values.at(tree, "x.y")) == (1, 2, None, None)


def test_a_path_without_indexes_reaches_every_element():
    tree = {"a": [{"b": [{"c": 1}, {"c": 2}]}, {"b": None}, {}]}
    assert list(values.all_at(tree, "a.b.c")) == [("a[0].b[0].c", 1), ("a[0].b[1].c", 2)]
