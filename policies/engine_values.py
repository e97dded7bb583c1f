"""Properties as the engine sends them, as plain values. A secret is SECRET, as in a record; one that is a whole object or list is read, since
other rules judge what is inside, and its texts are remembered so that no message repeats them.

The marks of secrets, assets and archives: sdk/go/common/resource/properties.go of pulumi.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

from policies.bag import SECRET_MARK, UNKNOWN_SENTINELS, plain

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
SHORTEST_SECRET = 4
"""A shorter text, such as no, stands in too many other places to be taken out of a sentence."""


@dataclass(frozen=True, slots=True)
class EngineValues:
    """The properties of one resource, and every text inside of a secret object or list."""

    properties: dict[str, Any]
    open_secrets: frozenset[str]

    def without_secrets(self, text: str) -> str:
        """Return a text with every secret in it masked, the longest first."""
        for secret in sorted(self.open_secrets, key=len, reverse=True):
            text = text.replace(secret, SECRET_MARK)
        return text


def values_of(properties: Struct) -> EngineValues:
    """Return the properties of a message."""
    open_secrets: set[str] = set()
    return EngineValues(plain(_object(properties, open_secrets)), frozenset(open_secrets))


def _object(fields: Struct, open_secrets: set[str]) -> Any:
    found = {key: _value(value, open_secrets) for key, value in fields.fields.items()}
    if found.pop(SIGNATURE, None) != SECRET_SIGNATURE:
        return found
    inside = found.get("value")
    if isinstance(inside, dict | list):
        open_secrets.update(_texts(inside))
        return inside
    return inside if inside is None or inside in UNKNOWN_SENTINELS else SECRET_MARK


def _value(value: Value, open_secrets: set[str]) -> Any:
    match value.WhichOneof("kind"):
        case "struct_value":
            return _object(value.struct_value, open_secrets)
        case "list_value":
            return [_value(item, open_secrets) for item in value.list_value.values]
        case "string_value":
            return value.string_value
        case "number_value":
            return value.number_value
        case "bool_value":
            return value.bool_value
        case _:
            return None


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {text for item in value.values() for text in _texts(item)}
    if isinstance(value, list):
        return {text for item in value for text in _texts(item)}
    return {value} if isinstance(value, str) and len(value) >= SHORTEST_SECRET else set()
