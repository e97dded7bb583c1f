"""The schema for editors: it takes the reference stacks, and nothing that the loader would call a wrong shape."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from aidc.blueprint.yaml_document import parse_yaml
from aidc.catalog.attached_gpus import host_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.report.stack_schema import DIALECT, stack_schema

STACKS = sorted((Path(__file__).resolve().parents[3] / "stacks").glob("Pulumi.*.yaml"))
SCHEMA = stack_schema()
_TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
_KNOWN = {
    *(
        "$schema",
        "$defs",
        "$ref",
        "title",
        "description",
        "default",
        "x-sets",
        "type",
        "enum",
        "required",
        "properties",
        "patternProperties",
    ),
    *("additionalProperties", "items", "anyOf", "minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "minItems", "maxItems"),
    *("maxProperties", "format", "pattern"),
}


def _problems(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """Return where a value breaks a schema: enough of draft 2020-12 for what our schema uses."""
    assert set(schema) <= _KNOWN, f"this check does not know {set(schema) - _KNOWN}"
    found: list[str] = []
    if "$ref" in schema:
        found += _problems(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], path)
    if "anyOf" in schema and all(_problems(value, one, path) for one in schema["anyOf"]):
        found.append(f"{path}: none of the forms")
    if "type" in schema and not _is(value, schema["type"]):
        return [*found, f"{path}: not of type {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: {value} is not in the list")
    if isinstance(value, dict):
        found += _in_mapping(value, schema, path)
    if isinstance(value, list) and "items" in schema:
        found += [problem for index, one in enumerate(value) for problem in _problems(one, schema["items"], f"{path}[{index}]")]
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{path}: {value} is out of range")
    if isinstance(value, str) and not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1000):
        found.append(f"{path}: wrong length")
    return found


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _in_mapping(value: dict[str, Any], schema: dict[str, Any], path: str) -> list[str]:
    found = [f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    for key, one in value.items():
        patterns = [inner for pattern, inner in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        named = [schema["properties"][key]] if key in schema.get("properties", {}) else []
        rest = schema.get("additionalProperties", True)
        if named or patterns:
            found += [problem for inner in (*named, *patterns) for problem in _problems(one, inner, f"{path}.{key}")]
        elif rest is False:
            found.append(f"{path}: no key {key}")
        elif isinstance(rest, dict):
            found += _problems(one, rest, f"{path}.{key}")
    return found


@pytest.mark.parametrize("path", STACKS, ids=[path.name for path in STACKS])
def test_every_reference_stack_fits(path):
    assert _problems(parse_yaml(path.read_text()).data, SCHEMA) == []


def _dev(**changes: Any) -> dict[str, Any]:
    [path] = [path for path in STACKS if path.name == "Pulumi.dev.yaml"]
    data = parse_yaml(path.read_text()).data
    data["config"]["aidc:blueprint"].update(changes)
    return data


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"pools": []}, ".config.aidc:blueprint: no key pools"),
        ({"environment": "prod"}, ".config.aidc:blueprint.environment: prod is not in the list"),
        (
            {"gpu_pools": [{"name": "x", "machine_type": "a2-ultragpu-9g", "nodes": 1, "capacity": {"mode": "spot"}}]},
            ".config.aidc:blueprint.gpu_pools[0].machine_type: a2-ultragpu-9g is not in the list",
        ),
        ({"cpu_pools": [{"name": "x", "machine_type": "n2-standard-8"}]}, ".config.aidc:blueprint.cpu_pools[0]: nodes is missing"),
        ({"network": {"growth": 0.5}}, ".config.aidc:blueprint.network.growth: 0.5 is out of range"),
    ],
)
def test_what_does_not_fit_is_seen(changes, problem):
    assert problem in _problems(_dev(**changes), SCHEMA)


@pytest.mark.parametrize(
    ("nodes", "fits"), [(4, True), ({"min": 0, "max": 4}, True), (0, False), ("4", False), ({"min": 1}, False), (True, False)]
)
def test_nodes_are_a_number_or_a_pair(nodes, fits):
    pool = {"name": "system", "machine_type": "n2-standard-8", "nodes": nodes}
    assert (not _problems(_dev(cpu_pools=[pool]), SCHEMA)) == fits


def test_other_configuration_and_other_project_names_are_allowed():
    data = _dev()
    data["config"] = {"acme:blueprint": data["config"]["aidc:blueprint"], "acme:anything": {"x": 1}, "gcp:zone": "us-central1-a"}
    assert _problems(data, SCHEMA) == []
    data["config"]["acme:blueprint"]["pools"] = []
    assert _problems(data, SCHEMA) == [".config.acme:blueprint: no key pools"], "a renamed project is checked as well"


def test_it_is_draft_2020_12_and_every_reference_resolves():
    assert SCHEMA["$schema"] == DIALECT == "https://json-schema.org/draft/2020-12/schema"

    def references(node: Any) -> list[str]:
        if isinstance(node, list):
            return [found for one in node for found in references(one)]
        return (
            [*([node["$ref"]] if "$ref" in node else []), *(found for one in node.values() for found in references(one))]
            if isinstance(node, dict)
            else []
        )

    assert {reference.removeprefix("#/$defs/") for reference in references(SCHEMA)} <= set(SCHEMA["$defs"])


def test_words_of_the_catalogue_and_defaults_are_offered():
    definitions = SCHEMA["$defs"]
    assert definitions["GpuPoolSpec"]["properties"]["machine_type"]["enum"] == [*GPU_MACHINES, *host_machines()]
    assert definitions["CpuPoolSpec"]["properties"]["capacity"]["default"] == {"mode": "on-demand"}
    assert definitions["NetworkSpec"]["properties"]["growth"]["default"] == 1.5
    assert definitions["NetworkSpec"]["properties"]["reserved"]["default"] == []


def test_the_fields_of_the_sections_say_what_they_mean():
    silent = {
        f"{section}.{name}"
        for section, definition in SCHEMA["$defs"].items()
        for name, field in definition.get("properties", {}).items()
        if not field.get("description")
    }
    assert silent <= {"TaintSpec.key", "TaintSpec.value", "TaintSpec.effect"}, "Kubernetes' own words"
