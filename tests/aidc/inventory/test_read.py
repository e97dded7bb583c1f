"""Files become records, and whatever is no record is refused in words: what was found, what is accepted, which line."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aidc.inventory.errors import InventoryError
from aidc.inventory.read import ACCEPTED, read
from aidc.inventory.resource import Resource, to_json_lines

AT = "urn:pulumi:prod::shop::"
STACK = f"{AT}pulumi:pulumi:Stack::shop-prod"
BUCKET = "gcp:storage/bucket:Bucket"


@pytest.fixture
def reading(tmp_path):
    """Return a function that reads a document or bytes from a file."""

    def read_content(content):
        path = tmp_path / "file.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return read(path)

    return read_content


@pytest.fixture
def refusal_of(reading, tmp_path):
    """Return a function that reads what must be refused and returns the message without the path."""

    def refuse(content):
        with pytest.raises(InventoryError) as refusal:
            reading(content)
        return str(refusal.value).replace(f"{tmp_path}/file.json", "")

    return refuse


def state(name, **more):
    return {"urn": f"{AT}{BUCKET}::{name}", "type": BUCKET, "custom": True, "inputs": {"name": name}, "parent": STACK, **more}


def step(operation, name, *, old=False, new=True, **more):
    states = {key: state(name, **more) for key, there in (("oldState", old), ("newState", new)) if there}
    return {"op": operation, "urn": f"{AT}{BUCKET}::{name}", **states}


def names(resources):
    return [resource.name for resource in resources]


# Previews


def test_a_step_becomes_a_resource(reading):
    more = {
        "dependencies": [f"{AT}x:y:Z::b", f"{AT}x:y:Z::a"],
        "importID": "i",
        "customTimeouts": {},
        "protect": True,
        "outputs": {"size": 1},
    }
    [bucket] = reading({"steps": [step("create", "data", **more)]})
    assert bucket == Resource(
        type=BUCKET,
        name="data",
        inputs={"name": "data"},
        urn=f"{AT}{BUCKET}::data",
        parent="",
        dependencies=(f"{AT}x:y:Z::a", f"{AT}x:y:Z::b"),
        custom=True,
        options={"import": "i", "protect": True},
        outputs={"size": 1.0},
    )


def test_the_stack_and_what_others_own_are_left_out(reading):
    stack = {"op": "create", "urn": STACK, "newState": {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False}}
    assert names(
        reading(
            {"steps": [stack, step("read", "theirs", external=True), step("read-replacement", "t", external=True), step("same", "ours")]}
        )
    ) == ["ours"]


def test_a_replacement_counts_once_in_one_step_or_in_three(reading):
    assert names(reading({"steps": [step("replace", "a", old=True)]})) == ["a"]
    three = [step("create-replacement", "a", old=True), step("replace", "a", old=True), step("delete-replaced", "a", old=True, new=False)]
    assert names(reading({"steps": three})) == ["a"]
    assert names(reading({"steps": three[::-1]})) == ["a"]


def test_the_last_step_of_a_urn_says_what_it_will_be(reading):
    [kept] = reading({"steps": [step("import", "kept"), step("update", "kept", old=True, inputs={"name": "kept", "labels": {"a": "b"}})]})
    assert kept.inputs == {"name": "kept", "labels": {"a": "b"}}


@pytest.mark.parametrize("operation", ["delete", "discard"])
def test_what_is_deleted_is_not_part_of_the_record(reading, operation):
    assert reading({"steps": [step(operation, "old", old=True, new=False)]}) == []
    assert reading({"steps": [step("refresh", "old", old=True), step(operation, "old", old=True, new=False)]}) == []


def test_deleting_the_leftover_of_an_earlier_replacement_keeps_the_resource(reading):
    assert names(reading({"steps": [step("same", "a", old=True), step("delete", "a", old=True, new=False, delete=True)]})) == ["a"]


def test_a_preview_without_steps_is_an_empty_record(reading):
    assert reading({"config": {}, "changeSummary": {"same": 3}, "duration": 1}) == []
    assert reading({"steps": None}) == []


def test_the_default_provider_comes_from_the_configuration_of_the_preview(reading):
    reference = f"{AT}pulumi:providers:gcp::default_10_2_0::04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    provider = reading({"config": {"gcp:region": "europe-west4"}, "steps": [step("create", "a", provider=reference)]})[-1]
    assert (provider.type, provider.inputs) == ("pulumi:providers:gcp", {"region": "europe-west4", "version": "10.2.0"})
    assert names(reading({"steps": [step("create", "a", provider=reference)]})) == ["a"], (
        "without configuration there is nothing to say of it"
    )
    explicit = f"{AT}pulumi:providers:gcp::eu::id"
    assert names(reading({"config": {"gcp:region": "r"}, "steps": [step("create", "a", provider=explicit)]})) == ["a"]


def test_the_preview_of_a_failed_program_is_refused_because_it_is_incomplete(refusal_of):
    note = {"severity": "error", "message": "\nerror: Program failed\nTraceback"}
    assert refusal_of({"steps": [step("create", "a")], "diagnostics": [{"severity": "warning"}, note]}) == (
        ": is the preview of a program that failed, so its steps are incomplete. Mend the program first: error: Program failed"
    )


def test_every_malformed_step_is_named(refusal_of):
    steps = [
        7,
        {"op": "create", "newState": {"urn": "x"}},
        step("create", "a", inputs=[]),
        step("create", "b", dependencies=[1]),
        step("create", "c", parent="p"),
        {"op": 1},
    ]
    assert refusal_of({"steps": steps}).splitlines() == [
        ": steps[0] is 7.0; an object is needed",
        ": steps[1].newState.urn: 'x' is no URN; a URN reads urn:pulumi:<stack>::<project>::<type>::<name>",
        ": steps[2].newState.inputs is []; an object is needed",
        ": steps[3].newState.dependencies is 1.0; a text is needed",
        ": steps[4].newState.parent: 'p' is no URN; a URN reads urn:pulumi:<stack>::<project>::<type>::<name>",
        ": steps[5].op is 1.0; a text is needed",
    ]


def test_a_step_that_makes_something_and_shows_nothing_is_no_step_of_a_preview(refusal_of):
    steps = [{"op": "create", "urn": "x"}, {"resource": {"type": "gcp:compute/disk:Disk"}}, {"op": "delete"}]
    assert refusal_of({"steps": steps}).splitlines() == [
        ": steps[0] has no newState, so it is no step of `pulumi preview --json`",
        ": steps[1] has no newState, so it is no step of `pulumi preview --json`",
    ]


def test_a_long_list_of_problems_is_cut(refusal_of):
    lines = refusal_of({"steps": [1] * 50}).splitlines()
    assert len(lines) == 21
    assert lines[-1] == ": 30 more of the same kind"


# States


def test_a_state_holds_what_exists(reading):
    deployment = {
        "resources": [state("a"), state("gone", delete=True), state("gone-too", pendingReplacement=True), state("theirs", external=True)]
    }
    assert names(reading({"version": 3, "deployment": deployment})) == ["a"]


def test_what_was_being_created_when_an_update_broke_off_may_be_there(reading):
    pending = [{"type": "creating", "resource": state("half")}, {"type": "updating", "resource": state("a")}]
    assert names(reading({"version": 3, "deployment": {"resources": [state("a")], "pending_operations": pending}})) == ["a", "half"]


def test_the_file_of_a_local_backend_is_a_state_too(reading):
    assert names(reading({"version": 3, "checkpoint": {"stack": "prod", "latest": {"resources": [state("a")]}}})) == ["a"]


def test_a_stack_without_resources_is_an_empty_record(reading):
    assert reading({"version": 3, "deployment": {"manifest": {}}}) == []


def test_a_malformed_state_is_named(refusal_of):
    assert refusal_of({"deployment": {"resources": [{}]}}) == (
        ": deployment.resources[0].urn: '' is no URN; a URN reads urn:pulumi:<stack>::<project>::<type>::<name>"
    )
    assert refusal_of({"deployment": {"resources": {}}}) == ": deployment.resources is {}; a list is needed"


# JSON Lines


def test_only_type_name_and_inputs_are_needed(reading):
    [bucket] = reading(b'{"type": "a:b:C", "name": "x", "inputs": {"n": 1, "__defaults": []}}')
    assert bucket == Resource("a:b:C", "x", {"n": 1.0})


def test_blank_lines_and_unknown_keys_are_passed_over(reading):
    line = b'{"type": "a:b:C", "name": "x", "inputs": {}, "more": 1}\r\n'
    assert names(reading(b"\n" + line + b"\n\n" + line)) == ["x", "x"]


def test_every_bad_line_is_named_with_its_number(refusal_of):
    lines = [
        '{"type": "a:b:C", "name": "x", "inputs": {}}',
        '{"type": "a:b:C", ',
        "",
        "[1]",
        '{"name": "x"}',
        '{"type": 1, "name": "x", "inputs": {}, "dependencies": [2]}',
        '{"type": "a:b:C", "name": "x", "inputs": {"n": NaN}}',
    ]
    assert refusal_of("\n".join(lines).encode()).splitlines() == [
        ":2: is not JSON: Expecting property name enclosed in double quotes at column 19",
        ":4: holds a list; an object with type, name and inputs is needed",
        ":5: lacks type and inputs; type, name and inputs are needed",
        ":6: type is 1.0; a text is needed; dependencies is [2.0]; a list is needed",
        ":7: is not JSON: NaN is no number that JSON can hold",
        f": was read as JSON Lines. {ACCEPTED}",
    ]


def test_a_single_line_is_judged_as_a_line(refusal_of):
    assert refusal_of({"type": "a:b:C"}).splitlines()[0] == ":1: lacks name and inputs; type, name and inputs are needed"


def test_events_of_the_engine_are_told_from_resources(refusal_of):
    event = '{"sequence": 1, "timestamp": 2, "preludeEvent": {}}\n'
    assert refusal_of((event * 2).encode()).splitlines()[0] == (
        ":1: is an event of the engine, not a resource; make the preview with --json and without event streaming"
    )


RESOURCES = st.builds(
    Resource,
    type=st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text != "pulumi:pulumi:Stack"),
    name=st.text(st.characters(codec="utf-8")),
    inputs=st.dictionaries(
        st.sampled_from("abc"), st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.text(st.characters(codec="utf-8"))
    ),
    urn=st.text(st.characters(codec="utf-8")),
    dependencies=st.lists(st.text(st.characters(codec="utf-8"))).map(tuple),
    custom=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RESOURCES, min_size=1))
def test_what_is_written_as_json_lines_is_read_back(reading, resources):
    text = to_json_lines(resources)
    again = reading(text.encode())
    assert to_json_lines(again) == text


# Everything else


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f": is empty. {ACCEPTED}"),
        (b" \n\n", f": is empty. {ACCEPTED}"),
        (b"[]", f": holds a list at the top. {ACCEPTED}"),
        (b"3", f": holds a number at the top. {ACCEPTED}"),
        (b"null", f": holds null at the top. {ACCEPTED}"),
        (b'"text"', f": holds a text at the top. {ACCEPTED}"),
        (b"{}", f": holds an object with unfamiliar keys (none). {ACCEPTED}"),
        (b'{"resources": [], "version": 4}', f": holds an object with unfamiliar keys (resources, version). {ACCEPTED}"),
        (b"Previewing update (prod)\n\n + create", f": is not JSON; it begins with 'Previewing update (prod)\\n\\n + create'. {ACCEPTED}"),
        (b'{\n "steps": [\n', f": is not JSON: Expecting value at line 3, column 1. {ACCEPTED}"),
        (b'{"steps": 1e999}', f": is not JSON: 1e999 is no number that JSON can hold. {ACCEPTED}"),
        (b'{"config": {"a": "\\ud800"}, "steps": []}', f": is not JSON: a text in it holds half a surrogate pair. {ACCEPTED}"),
        (b"PK\x03\x04\x00\x00", f": holds binary data. {ACCEPTED}"),
        (b"\x80abc", f": is not text in UTF-8 or UTF-16. {ACCEPTED}"),
        (b"[" * 100_000, f": nests its values too deeply to be a record. {ACCEPTED}"),
    ],
)
def test_what_is_no_record_is_refused_with_what_was_found(refusal_of, content, message):
    assert refusal_of(content) == message


def test_the_marks_of_windows_files_are_read_over(reading):
    text = json.dumps({"steps": [step("create", "a")]})
    assert names(reading(text.encode("utf-8-sig"))) == names(reading(text.encode("utf-16"))) == ["a"]


def test_a_file_that_is_not_there_or_a_folder_is_said_to_be_one(tmp_path):
    for path, reason in ((tmp_path / "none.json", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(InventoryError) as refusal:
            read(path)
        assert str(refusal.value) == f"{path}: cannot be read: {reason}. {ACCEPTED}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
WORDS = (
    "steps",
    "deployment",
    "resources",
    "checkpoint",
    "latest",
    "op",
    "urn",
    "newState",
    "oldState",
    "inputs",
    "type",
    "name",
    "parent",
    "config",
)
MISSHAPEN = st.recursive(
    JSON | st.sampled_from(["create", "delete", "creating", f"{AT}a:b:C::x", STACK, "4dabf18193072939515e22adb298388d"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*WORDS, "dependencies", "provider", "pending_operations", "resource", "diagnostics", "4dabf18193072939515e22adb298388d"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)
FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)


def outcome(reading, content):
    """Read, and make sure that what comes out is a record that can be written, or a refusal; any other exception fails the test."""
    with contextlib.suppress(InventoryError):
        to_json_lines(reading(content)).encode()


@FUZZ
@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00\xd8")
def test_no_bytes_lead_to_a_traceback(reading, content):
    outcome(reading, content)


@FUZZ
@given(MISSHAPEN)
def test_no_json_leads_to_a_traceback(reading, content):
    outcome(reading, content)


@FUZZ
@given(
    st.dictionaries(
        st.sampled_from(WORDS), st.lists(st.dictionaries(st.sampled_from(WORDS), MISSHAPEN, max_size=5), max_size=3), max_size=4
    )
)
def test_no_misshapen_preview_or_state_leads_to_a_traceback(reading, content):
    outcome(reading, content)
    outcome(reading, {"deployment": content})


@FUZZ
@given(st.lists(MISSHAPEN.map(json.dumps) | st.text(max_size=20), max_size=4))
def test_no_lines_lead_to_a_traceback(reading, lines):
    outcome(reading, "\n".join(lines).encode("utf-8", "replace"))
