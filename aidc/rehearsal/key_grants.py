"""Whether a service may use the encryption key that a resource names: the key's users need a grant before they encrypt with it.

Facts: `facts/key_users.csv` (property, the API whose service agent uses the key). Keys that the books do not know belong to somebody else and are not
judged. Grants are read from the books: on the key, on its ring, on the project. The number in an agent's name is not compared: a program states the real
one, the simulation invents its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aidc.rehearsal import facts, identities, services, values
from aidc.rehearsal.books import Entries, Entry, key_of
from aidc.rehearsal.errors import CloudError

KEY = "gcp:kms/cryptoKey:CryptoKey"
ROLES = frozenset({"roles/cloudkms.cryptoKeyEncrypterDecrypter", "roles/owner"})
"""Roles that let a service agent use a key. Source: Cloud KMS permissions and roles."""
_GRANT_TARGETS = {"cryptoKeyId": KEY, "keyRingId": "gcp:kms/keyRing:KeyRing"}


def refuse_ungranted(type_: str, inputs: Mapping[str, Any], settings: Mapping[str, str], entries: Entries) -> None:
    """Raise the error of a key that the service agent may not use."""
    for row in facts.by_type("key_users").get(type_, ()):
        for path, written in values.all_at(inputs, row["path"]):
            key = identities.canonical(KEY, str(written), settings)
            entry = entries.get(key_of(KEY, key)) if key else None
            if entry is not None and not _is_granted(entry, row["api"], settings["project"], entries):
                raise _denied(entry.id, services.agent_email(row["api"], settings["project"]), path)


def _is_granted(key: Entry, api: str, project: str, entries: Entries) -> bool:
    domain = services.agent_email(api, project).partition("@")[2]
    return any(member.startswith("serviceAccount:") and member.partition("@")[2] == domain for member in _members(key, project, entries))


def _members(key: Entry, project: str, entries: Entries) -> Iterator[str]:
    """Yield every member that may use a key."""
    for entry in entries.values():
        inputs = entry.inputs
        if inputs.get("role") not in ROLES or not ("member" in inputs or "members" in inputs) or not _covers(entry, key, project):
            continue
        yield from [str(inputs["member"])] if "member" in inputs else [str(member) for member in inputs["members"]]


def _covers(grant: Entry, key: Entry, project: str) -> bool:
    ring = key.id.partition("/cryptoKeys/")[0]
    for name, target in _GRANT_TARGETS.items():
        if name in grant.inputs:
            written = str(grant.inputs[name])
            return (identities.canonical(target, written, {"project": project}) or written) in (key.id, ring)
    return grant.type.startswith("gcp:projects/") and grant.project == project


def _denied(key: str, agent: str, path: str) -> CloudError:
    return CloudError(
        403,
        "PERMISSION_DENIED",
        f"googleapi: Error 403: Cloud KMS error when using key {key}: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource "
        f"'{key}' (or it may not exist) for {agent}. Grant it roles/cloudkms.cryptoKeyEncrypterDecrypter on the key and make the resource depend "
        f"on that grant., kmsPermissionDenied ({path})",
    )
