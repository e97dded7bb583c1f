"""Plain values to protobuf structs and back, the way a resource provider receives and sends them.

Owns what is sent. What is received is read by aidc.inventory.wire, which knows the boxes: a simulated provider declares that it takes neither
secrets nor outputs, so boxes arrive only from an engine that sends them all the same, and they are opened. Unknowns stay the sentinel string.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.struct_pb2 import ListValue, Struct, Value

from aidc.inventory.wire import from_struct, unboxed


def to_plain(struct: Struct) -> dict[str, Any]:
    """Return a struct as a dictionary: numbers are floats, properties that are null are left out, boxed secrets are opened."""
    return _without_nulls(unboxed(from_struct(struct)))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


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
