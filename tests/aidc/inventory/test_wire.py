"""Values: secrets hidden as the engine hides them, boxes opened, engine keys dropped, numbers floats."""

import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from aidc.inventory.resource import UNKNOWN
from aidc.inventory.wire import ASSETS, OUTPUT, REFERENCE, SECRET, SIGNATURE, from_struct, holds_secret, shown, unboxed, with_secrets_of

PLAIN = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def secret(value):
    return {SIGNATURE: SECRET, "value": value}


def test_a_secret_is_shown_as_the_engine_shows_it():
    assert shown({"a": secret("hunter2"), "b": {"c": secret({"d": 1})}}) == {"a": "[secret]", "b": {"c": "[secret]"}}


def test_a_list_with_a_secret_deep_inside_is_hidden_as_a_whole_after_a_provider_saw_it():
    assert shown({"env": [{"name": "a", "value": secret("x")}, {"name": "b"}]}, whole_lists=True) == {"env": "[secret]"}


def test_in_a_component_only_the_element_of_a_list_is_hidden():
    assert shown({"env": ["a", secret("x")]}) == {"env": ["a", "[secret]"]}


@pytest.mark.parametrize("box", [{"ciphertext": "v1:abc"}, {"plaintext": '"hunter2"'}])
def test_secrets_of_a_state_file_are_hidden_encrypted_or_not(box):
    assert shown({"a": {SIGNATURE: SECRET, **box}}) == {"a": "[secret]"}


def test_an_output_shows_its_value_or_that_it_is_unknown_or_secret():
    assert shown([{SIGNATURE: OUTPUT, "value": 1}, {SIGNATURE: OUTPUT}]) == [1.0, UNKNOWN]
    assert shown({"a": {SIGNATURE: OUTPUT, "value": "x", "secret": True}}) == {"a": "[secret]"}


def test_a_reference_to_a_resource_reads_as_its_id_and_one_to_a_component_as_its_urn():
    references = [{"urn": "u", "id": "i"}, {"urn": "u", "id": ""}, {"urn": "u"}]
    assert shown([{SIGNATURE: REFERENCE, **reference} for reference in references]) == ["i", UNKNOWN, "u"]


def test_assets_stay_without_the_hash_that_the_engine_adds():
    [asset, *_] = sorted(ASSETS)
    assert shown({"a": {SIGNATURE: asset, "hash": "2cf2", "text": "hello"}}) == {"a": {SIGNATURE: asset, "text": "hello"}}
    assert shown({"a": {"hash": "mine"}}) == {"a": {"hash": "mine"}}, "a hash of the program's own stays"


def test_engine_keys_go_on_every_level():
    assert shown({"__defaults": [], "a": [{"__defaults": ["x"], "__internal": {}, "b": "c"}]}) == {"a": [{"b": "c"}]}


def test_whole_numbers_become_floats_and_truth_stays_truth():
    assert [type(value) for value in shown([1, 2.5, True])] == [float, float, bool]


def test_a_provider_receives_the_secret_itself():
    given_ = {"a": secret({"b": [secret("x")]}), "c": {SIGNATURE: REFERENCE, "urn": "u", "id": ""}}
    assert unboxed(given_) == {"a": {"b": ["x"]}, "c": UNKNOWN}


def test_outputs_are_secret_where_the_inputs_were():
    inputs = {"a": secret("x"), "b": {"c": secret("y"), "d": "z"}, "e": ["f", secret("g")]}
    outputs = {"a": "x", "b": {"c": "y", "d": "z"}, "e": ["f", "g"], "h": "new"}
    boxed = with_secrets_of(outputs, inputs)
    assert boxed == {"a": secret("x"), "b": {"c": secret("y"), "d": "z"}, "e": secret(["f", "g"]), "h": "new"}


@given(st.dictionaries(st.text(max_size=8), PLAIN, max_size=4))
def test_what_has_no_boxes_comes_back_as_it_was(value):
    struct = Struct()
    struct.update(value)
    assert shown(from_struct(struct)) == shown(value)
    assert unboxed(value) == value
    assert not holds_secret(value)


@given(PLAIN, PLAIN)
def test_no_secret_is_ever_shown(secret_value, other):
    marked = {"x": secret([secret_value, "hunter2"]), "y": [other, {"z": secret("hunter2")}]}
    for whole_lists in (True, False):
        assert "hunter2" not in str(shown(marked, whole_lists=whole_lists))


def test_keys_come_sorted_whatever_order_protobuf_has():
    struct = Struct()
    struct.update({"b": 1, "a": {"d": 1, "c": 2}})
    assert list(from_struct(struct)) == ["a", "b"]
    assert list(from_struct(struct)["a"]) == ["c", "d"]
