"""Configuration reads as it does in the Pulumi CLI: the expected texts are those of `pulumi preview --json`, pulumi v3.259.0."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.inventory.errors import InventoryError
from aidc.inventory.yaml_text import config_text, read_yaml


@pytest.mark.parametrize(
    ("written", "received"),
    [
        ("3", "3"),
        ("5000000000", "5000000000"),
        ("1.50", "1.5"),
        ("2.0", "2"),
        ("-0.0", "0"),
        ("1e3", "1000"),
        ("1e21", "1e+21"),
        ("0.0000001", "1e-7"),
        ("1_000", "1000"),
        ("0o17", "15"),
        ("017", "15"),
        ("08", "8"),
        ("0x1F", "31"),
        ("0b101", "5"),
        ("-017", "-15"),
        ("true", "true"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30:45", "12:30:45"),
        ("~", ""),
        ('""', ""),
        ('"3"', "3"),
        ("2026-01-02", "2026-01-02 00:00:00 +0000 UTC"),
        ("2026-01-02T03:04:05.5+02:00", "2026-01-02 03:04:05.5 +0200 +0200"),
        ("2026-01-02 03:04:05", "2026-01-02 03:04:05 +0000 UTC"),
        ("shop <b> & ü", "shop <b> & ü"),
        ("18446744073709551616", "18446744073709552000"),
        ("{b: 1, a: [1.5, 2.0, true, null, 'x<y>&é']}", '{"a":[1.5,2,true,null,"x\\u003cy\\u003e\\u0026é"],"b":1}'),
        ("{a: 2026-01-02}", '{"a":"2026-01-02 00:00:00 +0000 UTC"}'),
        ("{a: yes, b: 1e3}", '{"a":"yes","b":1000}'),
        ("{<<: {a: 1, b: 1}, b: 2}", '{"a":1,"b":2}'),
    ],
)
def test_a_value_reaches_the_program_as_the_cli_hands_it_over(tmp_path, written, received):
    (tmp_path / "file.yaml").write_text(f"key: {written}\n", encoding="utf-8")
    assert config_text(read_yaml(tmp_path / "file.yaml")["key"]) == received


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(JSON_VALUES) | st.dictionaries(st.text(), JSON_VALUES))
def test_an_object_is_json_that_means_the_same(value):
    assert json.loads(config_text(value), parse_int=float) == value


@pytest.mark.parametrize("number", [math.inf, math.nan])
def test_a_number_that_json_cannot_hold_is_refused(number):
    with pytest.raises(ValueError, match=r"has no JSON form; configuration allows finite numbers only"):
        config_text([number])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\na: 2\n", ":2: is no valid YAML: the key 'a' is given twice"),
        (b"a:\n  1: x\n", ":2: is no valid YAML: the key '1' is not text"),
        (b"a: [1\n", ":2: is no valid YAML: did not find expected ',' or ']'"),
        (b"- 1\n", ": holds a list at the top; a mapping is allowed there"),
        (b"word\n", ": holds the str 'word' at the top; a mapping is allowed there"),
        (b"a: \xff\n", ": byte 3 is not UTF-8. Save the file as UTF-8."),
        (b"a: 2026-13-01\n", ": is no valid YAML: month must be in 1..12"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path, content, message):
    path = tmp_path / "file.yaml"
    path.write_bytes(content)
    with pytest.raises(InventoryError) as refusal:
        read_yaml(path)
    assert str(refusal.value) == f"{path}{message}"


def test_an_empty_file_is_an_empty_mapping(tmp_path):
    (tmp_path / "file.yaml").write_text("# nothing\n")
    assert read_yaml(tmp_path / "file.yaml") == {}


def test_an_unreadable_file_is_said_to_be_one(tmp_path):
    with pytest.raises(InventoryError) as refusal:
        read_yaml(tmp_path)
    assert str(refusal.value) == f"{tmp_path}: cannot be read: Is a directory"
