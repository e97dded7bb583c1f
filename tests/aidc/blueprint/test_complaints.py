"""Wrong types in our words: every field of every section answers every wrong kind of value with a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from aidc.blueprint import BlueprintError, load_object
from aidc.blueprint.complaints import path_of
from aidc.blueprint.schema import Blueprint

WRONG: dict[str, Any] = {
    "nothing": None,
    "a boolean": True,
    "a number": -7,
    "a fraction": 1.5,
    "infinity": float("inf"),
    "a text": "?!",
    "an empty text": "",
    "a long text": "x" * 5000,
    "a list": [[]],
    "a mapping": {"?": {}},
    "a list of everything": [None, True, 1, "x", {}],
}
FIRST_WORDS = ("Input should", "Value error", "Field required", "Extra inputs", "String should", "List should")


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _fields(model: type[BaseModel] = Blueprint, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for name, field in model.model_fields.items():
        here = (*path, name)
        yield here
        for inner in _models(field.annotation):
            in_list = "list[" in str(field.annotation)
            yield from _fields(inner, (*here, 0) if in_list else here)


def _with(data: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Put a value at a path, and what is needed around it."""
    here: Any = data
    for key, following in pairwise(path):
        if isinstance(key, int):
            here = here[key]
            continue
        if not isinstance(here.get(key), list if following == 0 else dict):
            here[key] = [{}] if following == 0 else {}
        here = here[key]
    here[path[-1]] = value
    return data


FIELDS = list(_fields())


def test_every_section_is_tried():
    assert len(FIELDS) > 130
    assert ("cluster", "maintenance", "exclusions", 0, "start") in FIELDS


@pytest.mark.parametrize("kind", WRONG)
def test_every_field_answers_a_wrong_value_with_a_sentence(kind, asked):
    for path in FIELDS:
        try:
            load_object(_with(asked(), path, WRONG[kind]))
        except BlueprintError as error:
            for problem in error.problems:
                assert not problem.text.startswith(FIRST_WORDS), f"{path}: {problem}"
                assert not any(words in problem.text for words in ("pydantic", "Traceback", "http", "is expected here", "x" * 100)), (
                    f"{path}: {problem}"
                )


@pytest.mark.parametrize(
    ("loc", "path"),
    [
        (("network", "cidr"), "network.cidr"),
        (("gpu_pools", 0, "nodes", "max"), "gpu_pools[0].nodes.max"),
        (("labels", "Team", "[key]"), "labels.Team"),
        (("gpu_pools", 7, "nodes"), "gpu_pools[7].nodes"),
        ((), ""),
    ],
)
def test_a_location_becomes_a_path_as_one_writes_it(loc, path, asked):
    assert path_of(loc, {**asked(network={}, gpu_pools=[{"nodes": {}}], labels={"Team": "x"})}) == path
