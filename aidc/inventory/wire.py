"""Property values between the SDK, the engine and us: boxes opened or hidden, engine keys dropped, numbers made floats.

Owns the value forms of the record. A box is an object with a signature key: a secret, an output, a resource reference, an asset or an archive.
Leaves out resources and options. Source: pulumi.runtime.rpc of pulumi 3.272.0 (signatures), sdk/go/common/resource/plugin/provider_plugin.go
(annotateSecrets) and pkg/backend/display/json.go of pulumi v3.259.0 (what a preview shows), read 2026-11-24.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aidc.inventory.resource import UNKNOWN

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
ASSETS = frozenset({"c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"})
"""Signatures of assets and archives: the only boxes that stay in a record."""

SHOWN_SECRET = "[secret]"
"""What the engine prints in place of a secret."""

ENGINE_KEYS = frozenset({"__defaults", "__internal"})
"""Keys that providers and the engine add to inputs on any level; a program never sets them."""


def from_struct(struct: Any) -> dict[str, Any]:
    """Return a protobuf Struct as a dictionary, boxes and all, keys sorted: protobuf's own order differs from run to run."""
    fields = struct.fields
    return {key: _from_value(fields[key]) for key in sorted(fields)}


def _from_value(value: Any) -> Any:
    match value.WhichOneof("kind"):
        case "string_value":
            return value.string_value
        case "number_value":
            return value.number_value
        case "bool_value":
            return value.bool_value
        case "struct_value":
            return from_struct(value.struct_value)
        case "list_value":
            return [_from_value(item) for item in value.list_value.values]
        case _:
            return None


def shown(value: Any, *, whole_lists: bool = False) -> Any:
    """Return a value as the record shows it: no secret, no box but assets, no engine key, every number a float.

    `whole_lists` hides a list that holds a secret anywhere as a whole, as the engine does with the inputs of every resource that a provider has
    checked; in a component, which no provider sees, only the element is hidden.
    """
    return _shown(value, whole_lists)[0]


def _shown(value: Any, whole_lists: bool) -> tuple[Any, bool]:
    """Return what is shown, and whether a secret was hidden in it."""
    if isinstance(value, Mapping):
        return _shown_mapping(value, whole_lists)
    if isinstance(value, list):
        pairs = [_shown(item, whole_lists) for item in value]
        hidden = any(secret for _, secret in pairs)
        return (SHOWN_SECRET if hidden and whole_lists else [item for item, _ in pairs]), hidden
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value), False
    return value, False


def _shown_mapping(value: Mapping[str, Any], whole_lists: bool) -> tuple[Any, bool]:
    signature = value.get(SIGNATURE)
    if signature == SECRET or (signature == OUTPUT and value.get("secret") is True):
        return SHOWN_SECRET, True
    if signature in (OUTPUT, REFERENCE):
        return _shown(_opened(value), whole_lists)
    # The engine adds a hash to what it has read; a program's request has none, so leaving it out keeps both records equal.
    dropped = ENGINE_KEYS | {"hash"} if isinstance(signature, str) and signature in ASSETS else ENGINE_KEYS
    pairs = {key: _shown(item, whole_lists) for key, item in value.items() if key not in dropped}
    return {key: item for key, (item, _) in pairs.items()}, any(secret for _, secret in pairs.values())


def _opened(box: Mapping[str, Any]) -> Any:
    """Return what is inside a secret, output or reference; a reference stands for its id, that of a component for its URN."""
    if box[SIGNATURE] == REFERENCE:
        return (box["id"] or UNKNOWN) if "id" in box else box.get("urn", "")
    return box.get("value", UNKNOWN)


def unboxed(value: Any) -> Any:
    """Return a value as a provider that takes no secrets receives it: the secret itself, opened references, unknowns as the sentinel."""
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) in (SECRET, OUTPUT, REFERENCE):
            return unboxed(_opened(value))
        return {key: unboxed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unboxed(item) for item in value]
    return value


def with_secrets_of(outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a provider's answer with every output boxed as a secret whose input was one, as the engine does after the call."""
    return {key: _as_secret_as(value, inputs.get(key)) for key, value in outputs.items()}


def _as_secret_as(output: Any, given: Any) -> Any:
    if isinstance(output, Mapping) and isinstance(given, Mapping) and SIGNATURE not in given:
        return with_secrets_of(output, given)
    return {SIGNATURE: SECRET, "value": output} if holds_secret(given) else output


def holds_secret(value: Any) -> bool:
    """Say whether a value is a boxed secret or holds one anywhere."""
    return _shown(value, whole_lists=True)[1]
