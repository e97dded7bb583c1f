"""Nothing but a plan or a BlueprintError comes out of the loader, whatever goes in, and what it says is fit to be read.

200 examples of each kind; 10,000 with AIDC_SLOW=1.
"""

from __future__ import annotations

import copy
import math
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidc.blueprint import BlueprintError, load_object, load_stack_file

SLOW = os.environ.get("AIDC_SLOW") == "1"
# Reproducible by default, so that a change is judged by what it changes; in CI other examples are found every time.
FUZZ = settings(
    max_examples=10_000 if SLOW else 200,
    derandomize=not SLOW,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
NEVER_SAID = (
    "Traceback",
    "pydantic",
    "validation error",
    "Input should be",
    "Value error",
    "Extra inputs",
    "Field required",
    "ScalarNode",
    "Node(",
    "yaml.org",
    "<class",
    " object at 0x",
    "invalid literal",
    "codec can't",
    "what is expected here",
)
SECRET = "AIza" + "S3cr3tNeverToBeRepeatedByAnyMessage" + "x"
STACKS = Path(__file__).parents[3] / "stacks"


@cache
def _blueprints() -> list[dict[str, Any]]:
    stacks = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(STACKS.glob("Pulumi.*.yaml"))]
    return [stack["config"]["aidc:blueprint"] for stack in stacks]


def _judge(load: Callable[[], Any], lines: int = 0) -> None:
    """Load, and hold every word of a refusal to what a user may read."""
    try:
        load()
    except BlueprintError as error:
        refused = error
    else:
        return
    assert refused.problems, "a refusal says why"
    assert list(refused.problems) == sorted(set(refused.problems)), "in file order, each once"
    for problem in refused.problems:
        said = str(problem)
        assert problem.text.strip(), said
        assert problem.path.strip() or "is not a key here" in problem.text, said
        assert "\n" not in said, said
        assert not any(word in problem.text for word in NEVER_SAID), said
        assert "://" not in problem.text, said
        assert SECRET not in said, said
        assert len(problem.text) < 2000, said
        assert 0 <= problem.line <= lines, said


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """A place for one stack file after the other."""
    return tmp_path_factory.mktemp("fuzz")


def _judge_file(folder: Path, content: bytes) -> None:
    path = folder / "Pulumi.fuzz.yaml"
    path.write_bytes(content)
    _judge(lambda: load_stack_file(path), lines=len(content.decode("utf-8", errors="replace").splitlines()) + 1)


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 1, 2**31, 2**63, 10**39]),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            " ",
            "²",
            "x[",
            "a.b",
            "]",
            ".",
            "[0]",
            "<<",
            "null",
            "-",
            "x" * 300,
            SECRET,
            "10.0.0.0/8",
            "us-central1-a",
            "4x4",
            "spot",
            "0２",
        ]
    ),
)
keys = st.one_of(st.text(max_size=12), st.sampled_from(["name", "mode", "min", "max", "²", "x[", "a.b", "", SECRET, "<<", "0", "existing"]))
structures = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | st.integers(), inner, max_size=4), max_leaves=12
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield from _places(inner, (*path, key))


def _holder(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        data = data[key]
    return data


@st.composite
def mutants(draw: st.DrawFn) -> dict[str, Any]:
    """A reference blueprint with one to four places deleted, replaced, duplicated, renamed or added to."""
    data = copy.deepcopy(draw(st.sampled_from(_blueprints())))
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(data))
        if not places:
            break
        path = draw(st.sampled_from(places))
        holder, last = _holder(data, path), path[-1]
        change = draw(st.sampled_from(["delete", "replace", "duplicate", "rename", "add", "swap"]))
        if change == "delete":
            del holder[last]
        elif change == "replace":
            holder[last] = draw(structures)
        elif change == "duplicate" and isinstance(holder, list):
            holder.insert(last, holder[last])
        elif change == "rename" and isinstance(holder, dict):
            holder[draw(keys)] = holder.pop(last)
        elif change == "add" and isinstance(holder, dict):
            holder[draw(keys)] = draw(structures)
        elif change == "swap":
            holder[last] = copy.deepcopy(_holder(data, other := draw(st.sampled_from(places)))[other[-1]])
    return data


@FUZZ
@given(content=st.binary(max_size=400))
def test_any_bytes_are_refused_or_read(content: bytes, folder: Path):
    _judge_file(folder, content)


@FUZZ
@given(content=st.text(alphabet=st.sampled_from(list("abc:-?![]{}&*<>|'\"%@`#,. \t\n\r0129~xo_=²é\u2028\ufeff")), max_size=120))
def test_any_text_of_yamls_own_characters_is_refused_or_read(content: str, folder: Path):
    _judge_file(folder, content.encode())


@FUZZ
@given(data=structures)
def test_any_structure_is_refused_or_planned(data: Any):
    _judge(lambda: load_object(data))


@FUZZ
@given(data=structures)
def test_any_structure_in_a_file_is_refused_or_planned(data: Any, folder: Path):
    _judge_file(folder, yaml.safe_dump({"config": {"aidc:blueprint": data}}, allow_unicode=True).encode())


@FUZZ
@given(data=mutants())
def test_a_blueprint_with_anything_deleted_replaced_or_doubled_is_refused_or_planned(data: dict[str, Any]):
    _judge(lambda: load_object(data))


@FUZZ
@given(data=mutants())
def test_a_stack_file_with_anything_deleted_replaced_or_doubled_is_refused_or_planned(data: dict[str, Any], folder: Path):
    _judge_file(folder, yaml.safe_dump({"config": {"aidc:blueprint": data}}, allow_unicode=True, sort_keys=False).encode())


@st.composite
def torn_files(draw: st.DrawFn) -> bytes:
    """A reference stack file with characters and lines torn out, doubled or put in."""
    text = draw(st.sampled_from(sorted(STACKS.glob("Pulumi.*.yaml")))).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        end = start + draw(st.integers(0, 30))
        put_in = draw(
            st.sampled_from(
                ["", text[start:end] * 2, "\n", "\t", ":", "- ", "&a ", "*a", "{", "]", '"', "!!int ", "0o7", "1_0", "\x00", "é"]
            )
        )
        text = text[:start] + put_in + text[end:]
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"])), errors="replace")


@FUZZ
@given(content=torn_files())
def test_a_torn_stack_file_is_refused_or_planned(content: bytes, folder: Path):
    _judge_file(folder, content)


@FUZZ
@given(number=st.floats() | st.integers())
def test_no_number_plans_what_is_not_finite(number: float):
    data = copy.deepcopy(_blueprints()[0])
    data["buckets"][0]["expected_tib"] = number
    data["network"]["growth"] = number
    try:
        plan = load_object(data).plan
    except BlueprintError:
        return
    assert all(math.isfinite(planned.expected_tib or 0) for planned in plan.buckets)
