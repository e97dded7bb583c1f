"""What resources refer to: refuses names of things that do not exist, and deletion of things that others still use.

Facts: `facts/references.csv` (property, the type it names, whether it holds on to it). Only things of the resource's own project are judged: another
project may hold what the simulation cannot see. What Google delivers by itself (`facts/deliveries.csv`) is found through
its order. The default network that every new project has counts as existing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from aidc.rehearsal import facts, identities, values
from aidc.rehearsal.address_ranges import is_address_range
from aidc.rehearsal.books import Entries, Entry, key_of
from aidc.rehearsal.errors import CloudError

ACCOUNT = "gcp:serviceaccount/account:Account"
CLUSTER = "gcp:container/cluster:Cluster"
GIVEN = frozenset({"default"})
"""Name of the network, and of its subnetwork in each region, that a new project has."""
_GIVEN_TYPES = frozenset({"gcp:compute/network:Network", "gcp:compute/subnetwork:Subnetwork"})
_ACCOUNT_MEMBER = re.compile(r"^serviceAccount:([^\[]+)$")
_WORKLOAD_MEMBER = re.compile(r"^serviceAccount:(.+)\.svc\.id\.goog\[")


class Reference(NamedTuple):
    """One property that names something: where, what was written, the type and full id it means, whether it must exist, whether it holds."""

    path: str
    written: str
    target: str
    identity: str
    required: str
    holds: bool


def references(type_: str, inputs: Mapping[str, Any], settings: Mapping[str, str]) -> Iterator[Reference]:
    """Yield what a resource refers to in its own project. `settings` are its project, region, zone and location."""
    for row in facts.by_type("references").get(type_, ()):
        for path, value in values.all_at(inputs, row["path"]):
            written = _account_of(value) if row["path"] == "member" else value
            if not isinstance(written, str) or not written or values.is_unknown(written) or is_address_range(written):
                continue
            identity = identities.canonical(row["target"], written, settings)
            if identity is not None and _is_ours(row["target"], identity, settings["project"]):
                yield Reference(path, written, row["target"], identity, row["when"], row["holds"] == "yes")


def _account_of(member: Any) -> str | None:
    found = _ACCOUNT_MEMBER.match(member) if isinstance(member, str) else None
    return found[1] if found else None


def _is_ours(target: str, identity: str, project: str) -> bool:
    """Return whether a full id lies in the project; names without a project (buckets, parents) are taken as ours."""
    if target in _GIVEN_TYPES and identity.rpartition("/")[2] in GIVEN:
        return False
    return identities.project_in(identity) in (project, None)


def found(reference: Reference, entries: Entries) -> Entry | None:
    """Return the entry that a reference means: by its full id, or by its bare name where the location is left open."""
    entry = entries.get(key_of(reference.target, reference.identity))
    if entry is None and "/" not in reference.written:
        ending = f"/{reference.written}"
        entry = next((each for each in entries.values() if each.type == reference.target and each.id.endswith(ending)), None)
    return entry or _ordered(reference, entries)


def _ordered(reference: Reference, entries: Entries) -> Entry | None:
    """Return the order that delivers what a reference means, where something of its project does."""
    name = reference.identity.rpartition("/")[2]
    for row in facts.table("deliveries"):
        if row["target"] == reference.target:
            for each in entries.values():
                if each.type == row["type"] and each.inputs.get(row["name"]) == name:
                    return each
    return None


def refuse_missing(type_: str, inputs: Mapping[str, Any], settings: Mapping[str, str], entries: Entries) -> list[str]:
    """Return the keys of what the resource holds on to. Raises CloudError for the first thing that does not exist."""
    held = []
    for reference in references(type_, inputs, settings):
        entry = found(reference, entries)
        if entry is None and (reference.required == "always" or any(each.type == reference.target for each in entries.values())):
            raise _not_found(reference)
        if entry is not None and reference.holds:
            held.append(entry.key)
    _refuse_missing_pool(inputs, settings["project"], entries)
    return sorted(set(held))


def _refuse_missing_pool(inputs: Mapping[str, Any], project: str, entries: Entries) -> None:
    """Raise the error of a workload identity member before any cluster has made the project's identity pool."""
    member = inputs.get("member")
    pool = _WORKLOAD_MEMBER.match(member) if isinstance(member, str) else None
    if pool is None or pool[1] != project:
        return
    if not any(
        entry.type == CLUSTER and entry.project == project and values.at(entry.inputs, "workloadIdentityConfig.workloadPool")
        for entry in entries.values()
    ):
        raise CloudError(
            400,
            "INVALID_ARGUMENT",
            f"googleapi: Error 400: Identity Pool does not exist ({project}.svc.id.goog). The pool is made by the first cluster of the project "
            "with Workload Identity; make this grant depend on it., badRequest",
        )


def _not_found(reference: Reference) -> CloudError:
    identity = reference.identity
    if reference.target == ACCOUNT:
        email = identity.rpartition("/")[2]
        return CloudError(
            400, "INVALID_ARGUMENT", f"googleapi: Error 400: Service account {email} does not exist., badRequest ({reference.path})"
        )
    noun = reference.target.rpartition(":")[2]
    if reference.target.startswith("gcp:compute/"):
        message = f"googleapi: Error 404: The resource '{identity}' was not found, notFound ({reference.path})"
    else:
        message = f"googleapi: Error 404: {noun} {identity} not found, notFound ({reference.path})"
    return CloudError(404, "NOT_FOUND", message)


def refuse_while_used(entry: Entry, entries: Entries) -> None:
    """Raise the error of deleting something that another resource holds on to."""
    user = next((each for each in entries.values() if entry.key in each.holds and not each.dropped), None)
    if user is not None:
        noun = entry.type.rpartition(":")[2].lower()
        raise CloudError(
            400,
            "FAILED_PRECONDITION",
            f"googleapi: Error 400: The {noun} resource '{entry.id}' is already being used by '{user.id}', resourceInUseByAnotherResource",
        )
