"""Where a resource lives and what it is called there: its project, location and free id.

Owns the reading of both from inputs and ids. Leaves out the forms of ids: `identities.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aidc.rehearsal import identities, locations
from aidc.rehearsal.books import Entries, key_of
from aidc.rehearsal.errors import CloudError

KEY_RING_TYPES = frozenset({"gcp:kms/keyRing:KeyRing", "gcp:kms/cryptoKey:CryptoKey"})
ATTEMPTS = 10_000
"""How many equal requests can get ids of their own."""


def place_of(type_: str, identity: str, inputs: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, str]:
    """Return the project, region, zone and location of a resource; its own inputs come first, then its id, then the provider's settings."""
    project = _word(inputs, "projectId" if type_ == "gcp:organizations/project:Project" else "project")
    zone = _word(inputs, "zone")
    location = _word(inputs, "location") or zone or _word(inputs, "region")
    region = _word(inputs, "region") or locations.region_of(location)
    return {
        "project": project or identities.project_in(identity) or settings["project"],
        "region": region or settings["region"],
        "zone": zone or (location if locations.is_zone(location) else settings["zone"]),
        "location": location or settings["region"] or settings["zone"],
    }


def _word(inputs: Mapping[str, Any], name: str) -> str:
    value = inputs.get(name)
    return identities.last_word(value) if isinstance(value, str) else ""


def free_id(type_: str, inputs: Mapping[str, Any], settings: Mapping[str, str], entries: Entries) -> str:
    """Return the id of a new resource. Raises ALREADY_EXISTS where the program chose one that is taken."""
    identity = identities.id_of(type_, inputs, settings)
    taken = entries.get(key_of(type_, identity))
    if taken is None or identities.is_shared(type_) or (taken.dropped and type_ not in KEY_RING_TYPES):
        return identity
    if not identities.is_generated(type_):
        raise already_exists(type_, identity)
    for attempt in range(2, ATTEMPTS):
        other = _next(type_, identity, inputs, settings, attempt)
        if key_of(type_, other) not in entries:
            return other
    raise AssertionError(f"{ATTEMPTS} equal requests for {type_}")


def _next(type_: str, identity: str, inputs: Mapping[str, Any], settings: Mapping[str, str], attempt: int) -> str:
    """Return the id of the n-th equal request: versions count up, everything else gets another hash."""
    if identities.templates(type_)[:1] and identities.templates(type_)[0].endswith("{version}"):
        return f"{identity.rpartition('/')[0]}/{attempt}"
    return identities.id_of(type_, inputs, settings, salt=str(attempt))


def already_exists(type_: str, identity: str) -> CloudError:
    """Return the error of a name that is taken."""
    noun = type_.rpartition(":")[2]
    if type_ in KEY_RING_TYPES:
        hint = " Key rings and keys cannot be deleted: choose another name or import this one."
        return CloudError(409, "ALREADY_EXISTS", f"googleapi: Error 409: {noun} {identity} already exists., alreadyExists.{hint}")
    if type_ == "gcp:storage/bucket:Bucket":
        return CloudError(
            409, "ALREADY_EXISTS", f"googleapi: Error 409: The bucket {identity} is taken; bucket names are global., conflict"
        )
    message = f"googleapi: Error 409: The resource '{identity}' already exists, alreadyExists"
    return CloudError(409, "ALREADY_EXISTS", message)


def written_key(type_: str, written: str, inputs: Mapping[str, Any], settings: Mapping[str, str]) -> str:
    """Return the key in the books that a written id means; the written one where its form is unknown."""
    here = place_of(type_, "", inputs, settings)
    return key_of(type_, identities.canonical(type_, written, here) or written)
