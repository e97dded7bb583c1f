"""JSON Schema (draft 2020-12) of a whole stack file, for editors: the blueprint under its key, other configuration beside it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from aidc.blueprint import Blueprint
from aidc.blueprint.load import BLUEPRINT_KEY
from aidc.blueprint.node_pool import NodesSpec
from aidc.blueprint.spec import Spec
from aidc.report.choices import closed_choices

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ENGINE_KEYS = {
    "secretsprovider": "Where the Pulumi CLI encrypts secrets; the CLI writes it",
    "encryptedkey": "Data key of a cloud secrets provider; the CLI writes it",
    "encryptionsalt": "Salt of a passphrase; the CLI writes it",
}


class _WithoutTitles(GenerateJsonSchema):
    """Editors show descriptions; a title that repeats the key only hides them."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        made = super().model_schema(schema)
        _complete(schema["cls"], made)
        return made


def stack_schema() -> dict[str, Any]:
    """Return the schema of a file stacks/Pulumi.<stack>.yaml."""
    blueprint = schema_of(Blueprint)
    definitions = blueprint.pop("$defs")
    reference = {"$ref": "#/$defs/Blueprint"}
    return {
        "$schema": DIALECT,
        "title": "aidc stack file",
        "description": "One environment of an AI data centre on Google Cloud: stacks/Pulumi.<stack>.yaml",
        "type": "object",
        "required": ["config"],
        "properties": {
            "config": {
                "description": "Configuration of the stack. The blueprint lies under <project>:blueprint; other keys belong to providers",
                "type": "object",
                "properties": {f"aidc:{BLUEPRINT_KEY}": reference, "gcp:project": {"description": "Default project", "type": "string"}},
                "patternProperties": {f"^([A-Za-z0-9_.-]+:)?{BLUEPRINT_KEY}$": reference},
            },
            **{key: {"description": text, "type": "string"} for key, text in _ENGINE_KEYS.items()},
        },
        "$defs": {"Blueprint": blueprint, **definitions},
    }


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of one section, the sections inside it under $defs."""
    made = model.model_json_schema(schema_generator=_WithoutTitles)
    for name, forms in (("NodesSpec", _nodes), ("FallbackSpec", _way), ("CapacitySpec", _ways)):
        if name in made.get("$defs", {}):
            made["$defs"][name] = forms(made["$defs"][name])
    return made


def _complete(model: type[BaseModel], made: dict[str, Any]) -> None:
    """Add what pydantic leaves out: words that a catalogue lists, and defaults that a function makes."""
    for name, field in model.model_fields.items():
        entry = made["properties"][name]
        if issubclass(model, Spec) and (words := closed_choices(model, name)):
            entry["enum"] = list(words)
        if field.default_factory is not None:
            entry["default"] = _default(field)


def _default(field: FieldInfo) -> Any:
    value = field.get_default(call_default_factory=True, validated_data={})
    return value.model_dump(mode="json", exclude_unset=True) if isinstance(value, BaseModel) else value


def _nodes(pair: dict[str, Any]) -> dict[str, Any]:
    """A number of nodes is a fixed pool; the model turns it into a pair before pydantic's schema sees it."""
    most = NodesSpec.model_json_schema()["properties"]["max"]
    number = {"description": "A pool of one size", "type": "integer", "minimum": most["minimum"], "maximum": most["maximum"]}
    return {"description": pair["description"], "anyOf": [number, {key: value for key, value in pair.items() if key != "description"}]}


def _way(written_out: dict[str, Any]) -> dict[str, Any]:
    """A word is a way to get machines that needs nothing beside its mode."""
    whole = {key: value for key, value in written_out.items() if key != "description"}
    word = {"description": "The mode alone", "type": "string", "enum": whole["properties"]["mode"]["enum"]}
    return {"description": written_out["description"], "anyOf": [word, whole]}


def _ways(written_out: dict[str, Any]) -> dict[str, Any]:
    """A list is a way with its fallbacks."""
    made = _way(written_out)
    ways = {"description": "Ways to get machines in the order in which they are tried", "type": "array", "minItems": 1}
    return {**made, "anyOf": [*made["anyOf"], {**ways, "items": {"$ref": "#/$defs/FallbackSpec"}}]}
