"""Plain values to protobuf structs and back, the way a resource provider receives and sends them.

Owns the wire forms of pulumi's property values: doubles, nulls, secrets, output values. A simulated provider declares that it takes neither
secrets nor outputs, so boxes arrive only from an engine that sends them all the same; they are opened. Unknowns stay the sentinel string,
assets and archives the signed objects that they are. Source: pulumi.runtime.rpc (signature keys), 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.struct_pb2 import ListValue, Struct, Value

from aidc.inventory.resource import UNKNOWN

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


def to_plain(struct: Struct) -> dict[str, Any]:
    """Return a struct as a dictionary: numbers are floats, nulls are left out, boxed secrets are opened."""
    return {key: plain for key, value in struct.fields.items() if (plain := _plain(value)) is not None}


def _plain(value: Value) -> Any:
    match value.WhichOneof("kind"):
        case "struct_value":
            return _unboxed(value.struct_value)
        case "list_value":
            return [_plain(item) for item in value.list_value.values]
        case "string_value":
            return value.string_value
        case "number_value":
            return value.number_value
        case "bool_value":
            return value.bool_value
        case _:
            return None


def _unboxed(struct: Struct) -> Any:
    """Return a nested struct, or the value inside it where it is a box. An output value without a value is not known yet."""
    fields = struct.fields
    signature = fields[SIGNATURE].string_value if SIGNATURE in fields else ""
    if signature in (SECRET, OUTPUT_VALUE):
        return _plain(fields["value"]) if "value" in fields else UNKNOWN
    return to_plain(struct)


def to_struct(values: Mapping[str, Any]) -> Struct:
    """Return a dictionary of plain values as a struct."""
    struct = Struct()
    _fill(struct, values)
    return struct


def _fill(struct: Struct, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        _set(struct.fields[key], value)


def _set(target: Value, value: Any) -> None:
    if value is None:
        target.null_value = 0  # type: ignore[assignment]  # NULL_VALUE, the one member of its enumeration
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, (int, float)):
        target.number_value = float(value)
    elif isinstance(value, str):
        target.string_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        _fill(target.struct_value, value)
    elif isinstance(value, Sequence):
        _set_list(target.list_value, value)
    else:
        raise TypeError(f"{type(value).__name__} has no form on the wire; a string, number, boolean, list, mapping or None has")


def _set_list(target: ListValue, values: Sequence[Any]) -> None:
    target.SetInParent()
    for value in values:
        _set(target.values.add(), value)
