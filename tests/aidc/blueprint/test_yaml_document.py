"""Reading YAML: bounded before anything is built, plain scalars as the Pulumi CLI reads them, and a line for every path."""

from __future__ import annotations

import pytest

from aidc.blueprint import BlueprintError
from aidc.blueprint.yaml_document import MAX_BYTES, MAX_DEPTH, MAX_NODES, YamlDocument, parse_yaml, read_yaml

HERE = "Check indentation, colons and quotes here"


def refusal(text: str) -> str:
    with pytest.raises(BlueprintError) as refused:
        parse_yaml(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("02:00", "02:00"),
        ("12:30:45", "12:30:45"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("tRUE", "tRUE"),
        ("~", None),
        ("null", None),
        ("", None),
        ("'null'", "null"),
        ("12", 12),
        ("-3", -3),
        ("+5", 5),
        ("0", 0),
        ("0o7", 7),
        ("0x1F", 31),
        ("0xG", "0xG"),
        ("'010'", "010"),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        (".inf", float("inf")),
        ("2026-12-20", "2026-12-20"),
        ("2026-12-20T00:00:00Z", "2026-12-20T00:00:00Z"),
        ("1_a", "1_a"),
        ("=", "="),
        ("<<", "<<"),
        ("!!str 12", "12"),
    ],
)
def test_a_plain_scalar_means_what_the_pulumi_cli_takes_it_for(written, value):
    assert parse_yaml(f"a: {written}").data == {"a": value}


def test_not_a_number_is_a_number_that_nothing_accepts():
    assert str(parse_yaml("a: .nan").data["a"]) == "nan"


@pytest.mark.parametrize("number", ["010", "-007", "1_000", "1_0.5", "0b11"])
def test_a_number_that_yaml_1_1_and_1_2_read_differently_is_refused(number):
    assert refusal(f"a: 1\nb: {number}") == (
        f"the stack file (line 2): holds {number}, which YAML 1.1 and 1.2 read as two numbers. Write it plainly, or in quotes where it is text"
    )


def test_a_number_of_thousands_of_digits_is_refused_before_python_counts_them():
    expected = "the stack file (line 1): holds a number of 5,000 digits; at most 40. Is it a text that lacks its quotes?"
    assert refusal("a: " + "9" * 5000) == expected
    assert refusal("a: 0x" + "f" * 4998) == expected
    assert parse_yaml("a: " + "9" * 40).data == {"a": 10**40 - 1}


@pytest.mark.parametrize(
    ("key", "read"), [("1", "1"), ("true", "true"), ("~", "~"), ("02:00", "02:00"), ("1.5", "1.5"), ("'a b'", "a b"), ("010", "010")]
)
def test_keys_are_text_whatever_they_look_like(key, read):
    assert parse_yaml(f"{key}: x").data == {read: "x"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the stack file: is empty; run `aidc new` for a project to start from, or `aidc schema` for what belongs here"),
        (" \n\t\n", "the stack file: is empty; run `aidc new` for a project to start from, or `aidc schema` for what belongs here"),
        ("# nothing yet\n", "the stack file: has no content; run `aidc new` for a project to start from"),
        ("a: b: c", f"the stack file (line 1): is not YAML: mapping values are not allowed in this context. {HERE}"),
        ("a:\n\t- b", f"the stack file (line 2): is not YAML: found character that cannot start any token. {HERE}"),
        ("a: [1, 2", f"the stack file (line 1): is not YAML: did not find expected ',' or ']'. {HERE}"),
        ('a: "b', f"the stack file (line 1): is not YAML: found unexpected end of stream. {HERE}"),
        ("a: *b", f"the stack file (line 1): is not YAML: found undefined alias. {HERE}"),
        ("a: 1\n---\nb: 2", f"the stack file (line 2): is not YAML: but found another document. {HERE}"),
        ("a: \x00", f"the stack file: is not YAML: unacceptable character #x0000: control characters are not allowed. {HERE}"),
        ("<<: 3", f"the stack file (line 1): is not YAML: expected a mapping or list of mappings for merging, but found scalar. {HERE}"),
        ("? [a]\n: b", "the stack file (line 1): has a list or a mapping as a key; keys are words"),
        ("a: !!binary aGk=", "the stack file (line 1): carries the tag !!binary; a stack file has plain values. Remove the tag"),
        ("a: !!timestamp soon", "the stack file (line 1): carries the tag !!timestamp; a stack file has plain values. Remove the tag"),
        ("\na: !secret x", "the stack file (line 2): carries the tag !secret; a stack file has plain values. Remove the tag"),
        (
            "a: !!python/object/apply:os.system ['true']",
            "the stack file (line 1): carries the tag !!python/object/apply:os.system; a stack file has plain values. Remove the tag",
        ),
        ("x" * 201 + ": 1", "the stack file (line 1): has a key of 201 characters; at most 200. Does it lack a line break?"),
    ],
)
def test_what_is_no_stack_file_is_refused_with_the_line(text, message):
    assert refusal(text) == message


def test_every_key_that_is_given_twice_is_told_with_both_lines():
    assert refusal("a: 1\nb:\n  c: 1\n  c: 2\na: 3").splitlines() == [
        "b.c (line 4): is given twice, first on line 3; YAML would keep only the last. Remove one",
        "a (line 5): is given twice, first on line 1; YAML would keep only the last. Remove one",
    ]
    assert refusal("a: &a {x: 1}\nb: {<<: *a, <<: *a}").startswith("b.<< (line 2): is given twice"), "two merges are written <<: [*a, *b]"
    assert refusal("1: a\n'1': b") == "1 (line 2): is given twice, first on line 1; YAML would keep only the last. Remove one"


def test_anchors_and_merges_are_expanded():
    text = "base: &base {a: 1}\ncopy: *base\nmore:\n  <<: *base\n  b: 2\nover: {<<: *base, a: 3}"
    assert parse_yaml(text).data == {"base": {"a": 1}, "copy": {"a": 1}, "more": {"a": 1, "b": 2}, "over": {"a": 3}}


def test_an_alias_inside_itself_is_refused():
    assert refusal("a: &x [*x]") == "the stack file (line 1): has an alias that contains itself"
    assert refusal("a: &x {b: {c: *x}}") == "the stack file (line 1): has an alias that contains itself"


def test_a_bomb_of_aliases_is_refused_before_it_goes_off():
    laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    laughs += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    # A million million values: built instead of counted, this would not end.
    assert refusal("\n".join(laughs)) == (
        f"the stack file: holds more than {MAX_NODES:,} values once its aliases are expanded. Write the values out"
    )


def test_aliases_may_not_build_a_tower_either():
    tower = ["a0: &a0 [x]"] + [f"a{level}: &a{level} [*a{level - 1}]" for level in range(1, 300)]
    assert refusal("\n".join(tower)) == f"the stack file (line 1): is nested more than {MAX_DEPTH} levels deep; a stack file has six"


def test_deep_nesting_is_refused_and_40_levels_are_read():
    too_deep = "a: " + "[" * 40 + "]" * 40
    assert refusal(too_deep) == "the stack file (line 1): is nested more than 40 levels deep; a stack file has six"
    assert refusal("[" * 100_000) == "the stack file (line 1): is nested more than 40 levels deep; a stack file has six"
    assert parse_yaml("a: " + "[" * 39 + "]" * 39).data


def test_long_keys_cannot_multiply():
    # Every entry has a path of its own, and every path repeats the key.
    values = "\n".join(f"  - {index}" for index in range(50_000))
    assert len(parse_yaml(f"{'k' * 200}:\n{values}").data["k" * 200]) == 50_000


@pytest.mark.parametrize("path", ["a", "a.b", "a.b[0]", "a.b[0].c", "a.b[1].nothing.at[3].all", "a.zzz", "a.b[7]"])
def test_a_path_has_its_line_or_that_of_what_encloses_it(path):
    document = parse_yaml("a:\n  b:\n    - c: 1\n    -\n      d: 2\n")
    lines = {"a": 1, "a.b": 2, "a.b[0]": 3, "a.b[0].c": 3, "a.b[1].nothing.at[3].all": 5, "a.zzz": 1, "a.b[7]": 2}
    assert document.line_of(path) == lines[path]


@pytest.mark.parametrize("path", ["", "x[", "a.", "]", "[", "..", "a[b]", "a]b", "²", "[[0]]"])
def test_no_path_is_too_strange_to_look_for(path):
    assert YamlDocument({}).line_of(path) == 0


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    def refused(content: bytes | None) -> str:
        path = tmp_path / "stack.yaml"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(BlueprintError) as error:
            read_yaml(path)
        return str(error.value)

    assert refused(None) == "the stack file: cannot be read: No such file or directory"
    assert refused(b"a: \xff\xfe") == "the stack file: is not UTF-8 text (byte 3); a stack file is YAML text"
    assert refused("a: 1".encode("utf-16")) == "the stack file: is not UTF-8 text (byte 0); a stack file is YAML text"
    assert refused(b"\x7fELF\x02\x01\x01\x00").startswith("the stack file: is not YAML: unacceptable character #x007f")
    assert (
        refused(b"#" * (10 * MAX_BYTES)) == "the stack file: is larger than 1 MiB; a stack file has a few kilobytes. Is it the right file?"
    )
    with pytest.raises(BlueprintError) as error:
        read_yaml(tmp_path)
    assert str(error.value) == "the stack file: cannot be read: Is a directory"


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    path = tmp_path / "stack.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c\r\n  - d\r\n")
    document = read_yaml(path)
    assert document.data == {"a": 1, "b": ["c", "d"]}
    assert document.line_of("b[1]") == 4


def test_an_empty_key_given_twice_is_named_all_the_same():
    with pytest.raises(BlueprintError) as refused:
        parse_yaml("? \n? \n")
    assert str(refused.value) == (
        "a key without a name (line 2): is given twice, first on line 1; YAML would keep only the last. Remove one"
    )
