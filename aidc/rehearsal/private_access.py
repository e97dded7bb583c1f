"""Private services access: managed storage joins a network through a peering, which must be there first and go last.

Facts: `facts/private_access_users.csv` (the types that need it). Only networks that the books know are judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aidc.rehearsal import facts, identities, values
from aidc.rehearsal.address_ranges import NETWORK
from aidc.rehearsal.books import Entries, Entry, key_of
from aidc.rehearsal.errors import CloudError

CONNECTION = "gcp:servicenetworking/connection:Connection"


def _networks(type_: str, inputs: Mapping[str, Any], settings: Mapping[str, str]) -> Iterator[str]:
    """Yield the full ids of the networks that a resource joins through private services access."""
    for row in facts.by_type("private_access_users").get(type_, ()):
        path, _, wanted = row["when"].partition("=")
        if path and values.at(inputs, path) != wanted:
            continue
        for _, written in values.all_at(inputs, row["network"]):
            if identity := identities.canonical(NETWORK, str(written), settings):
                yield identity


def _network_of(connection: Entry) -> str | None:
    return identities.canonical(NETWORK, str(connection.inputs.get("network")), {"project": connection.project})


def refuse_without_access(type_: str, inputs: Mapping[str, Any], settings: Mapping[str, str], entries: Entries) -> None:
    """Raise the error of a managed service that joins a network without private services access."""
    for network in _networks(type_, inputs, settings):
        connected = any(entry.type == CONNECTION and _network_of(entry) == network for entry in entries.values())
        if key_of(NETWORK, network) in entries and not connected:
            noun = type_.rpartition(":")[0].partition("/")[0].removeprefix("gcp:")
            raise CloudError(
                400,
                "FAILED_PRECONDITION",
                f"googleapi: Error 400: Network {network} has no private services access, which {noun} needs. Create a "
                "servicenetworking.Connection on it first and make the resource depend on that., failedPrecondition",
            )


def refuse_while_connected(connection: Entry, entries: Entries) -> None:
    """Raise the error of removing private services access while a managed service still uses it."""
    network = _network_of(connection)
    for entry in entries.values():
        settings = {"project": entry.project}
        if not entry.dropped and network in set(_networks(entry.type, values.without_engine_keys(entry.inputs), settings)):
            raise CloudError(
                400,
                "FAILED_PRECONDITION",
                f"Error: Unable to remove Service Networking Connection, err: Error waiting for Delete Service Networking Connection: Error code "
                f"9, message: Failed to delete connection; Producer services (e.g. {entry.id}) are still using this connection.",
            )
