# ruff: noqa: A002 - `type` and `id` are the protocol's own words
"""The simulated Google Cloud: checks, plans, creates, reads, changes and deletes resources as the provider and the APIs would answer.

Owns the one interface that both adapters (in process, provider plugin) call. Leaves out the wire protocol. Facts come from
`aidc/rehearsal/facts`. It proves the project's model of Google Cloud, not Google Cloud.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aidc.inventory.resource import UNKNOWN
from aidc.rehearsal import identities, invokes, kubernetes, outputs, places
from aidc.rehearsal.address_ranges import refuse_wrong_ranges
from aidc.rehearsal.books import Books, Entries, Entry, key_of
from aidc.rehearsal.bucket_places import refuse_misplaced
from aidc.rehearsal.capacities import refuse_capacity
from aidc.rehearsal.check import failures_of
from aidc.rehearsal.defaults import filled
from aidc.rehearsal.deletion import delete
from aidc.rehearsal.difference import difference
from aidc.rehearsal.errors import Checked, CloudError, Difference, Failure
from aidc.rehearsal.key_grants import refuse_ungranted
from aidc.rehearsal.key_locations import refuse_distant
from aidc.rehearsal.kubernetes_pods import refuse_pods
from aidc.rehearsal.private_access import refuse_without_access
from aidc.rehearsal.references import refuse_missing
from aidc.rehearsal.repositories import refuse_repository
from aidc.rehearsal.schema import schema_of
from aidc.rehearsal.services import SERVICE, refuse_disabled
from aidc.rehearsal.values import unbox, without_engine_keys

__all__ = ["UNKNOWN", "Checked", "Cloud", "CloudError", "Difference", "Failure"]


class Cloud:
    """One simulated cloud; everything that exists in it is in its books. Calls from many threads and processes are safe."""

    def __init__(
        self,
        books: Path | None = None,
        *,
        project: str = "",
        region: str = "",
        zone: str = "",
        enforce_apis: bool | None = None,
    ) -> None:
        """Open the books at a path (JSON), or keep them in memory.

        `project`, `region` and `zone` are the provider's defaults. `enforce_apis`: None enforces enabled APIs in projects that declare at
        least one `gcp:projects/service:Service`; True and False say it for all.
        """
        self._books = Books(books)
        self._settings = {"project": project, "region": region, "zone": zone}
        self._enforce_apis = enforce_apis

    def check(
        self,
        type: str,
        inputs: Mapping[str, Any],
        *,
        urn: str = "",
        random_seed: bytes = b"",
        old_inputs: Mapping[str, Any] | None = None,
    ) -> Checked:
        """Return inputs with the provider's defaults and every failure."""
        if kubernetes.is_kubernetes(type):
            return kubernetes.check(type, inputs, urn=urn, seed=random_seed, old=old_inputs)
        schema = schema_of(type)
        if schema is None:
            return Checked(dict(inputs), (Failure("", f"The installed packages have no resource type {type}.", "other"),))
        full = filled(type, schema, inputs, urn=urn, seed=random_seed, old=old_inputs)
        return Checked(full, failures_of(schema, without_engine_keys(unbox(full))))

    def diff(
        self,
        type: str,
        id: str,  # noqa: ARG002 - the protocol's parameter; what a change means does not depend on which resource it is
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str] = (),
    ) -> Difference:
        """Return what changing old inputs into new ones would do."""
        if kubernetes.is_kubernetes(type):
            return kubernetes.difference(type, old_inputs or old_outputs, new_inputs, tuple(ignore_changes))
        return difference(type, old_inputs or old_outputs, new_inputs, ignore_changes)

    def preview(self, type: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Return the outputs a preview shows; UNKNOWN where the real ones are not known before creation."""
        if kubernetes.is_kubernetes(type):
            return kubernetes.outputs(type, inputs, preview=True) | {"id": UNKNOWN}
        return outputs.planned(type, inputs, self._settings)

    def create(self, type: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Create a resource and return its id and outputs. Raises CloudError."""
        with self._books.writing() as entries:
            entry = self._created_object(type, inputs, entries) if kubernetes.is_kubernetes(type) else self._created(type, inputs, entries)
            entries[entry.key] = entry
            return entry.id, dict(entry.outputs)

    def stand(self, type: str, inputs: Mapping[str, Any]) -> None:
        """Put into the books what exists and belongs to no stack; what stands already stays as it is."""
        with self._books.writing() as entries:
            entry = replace(self._admitted(type, inputs), dropped=True)
            entries.setdefault(entry.key, entry)

    def admit(self, type: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Create a resource without asking the rules: for whoever collects refusals and wants to go on after one."""
        with self._books.writing() as entries:
            entry = self._admitted(type, inputs)
            entries[entry.key] = entry
            return entry.id, dict(entry.outputs)

    def _admitted(self, type: str, inputs: Mapping[str, Any]) -> Entry:
        if kubernetes.is_kubernetes(type):
            answer = kubernetes.outputs(type, inputs, preview=False)
            return Entry(type, kubernetes.identity(answer), dict(inputs), answer)
        plain = without_engine_keys(unbox(inputs))
        identity = identities.id_of(type, plain, self._settings)
        here = places.place_of(type, identity, plain, self._settings)
        return Entry(type, identity, dict(inputs), outputs.created(type, identity, plain, here), here["project"])

    def read(self, type: str, id: str, inputs: Mapping[str, Any] | None = None) -> tuple[str, dict[str, Any], dict[str, Any]] | None:
        """Return id, inputs and outputs of what exists under an id that people use, or None. `inputs` tell the project of a short id."""
        with self._books.reading() as entries:
            entry = entries.get(key_of(type, id)) or entries.get(places.written_key(type, id, inputs or {}, self._settings))
            return (entry.id, dict(entry.inputs), dict(entry.outputs)) if entry else None

    def update(self, type: str, id: str, old_outputs: Mapping[str, Any], new_inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Change a resource in place and return its outputs. Raises CloudError."""
        with self._books.writing() as entries:
            entry = entries.get(key_of(type, id))
            if entry is None:
                raise CloudError(404, "NOT_FOUND", f"googleapi: Error 404: The resource '{id}' was not found, notFound")
            plain = without_engine_keys(unbox(new_inputs))
            holds, fresh = entry.holds, kubernetes.outputs(type, new_inputs, preview=False) if kubernetes.is_kubernetes(type) else {}
            if fresh:
                refuse_pods(str(fresh.get("kind")), id, fresh)
            else:
                here = places.place_of(type, id, plain, self._settings)
                holds = self._refuse(type, id, plain, here, entries)
                fresh = outputs.created(type, id, plain, here)
            kept = {
                name: value
                for name, value in old_outputs.items()
                if name not in plain and name in fresh and name not in outputs.FROM_LABELS
            }
            changed = Entry(type, id, dict(new_inputs), {**fresh, **kept}, entry.project, holds=holds)
            entries[changed.key] = changed
            return dict(changed.outputs)

    def delete(self, type: str, id: str) -> None:
        """Delete a resource; what is not there is gone already. Raises CloudError while something still uses it or guards it."""
        with self._books.writing() as entries:
            if (entry := entries.get(key_of(type, id))) is not None:
                delete(entry, entries)

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a data source. Raises CloudError with status UNIMPLEMENTED for one that the simulation does not know."""
        with self._books.reading() as entries:
            return invokes.answer(token, unbox(args), self._settings, entries)

    def everything(self) -> dict[str, dict[str, Any]]:
        """Return what exists and belongs to a stack, by type and id: what was let go or cannot be deleted is left out."""
        with self._books.reading() as entries:
            return {
                key: {"type": entry.type, "id": entry.id, "inputs": entry.inputs, "outputs": entry.outputs}
                for key, entry in entries.items()
                if not entry.dropped
            }

    def _created(self, type_: str, inputs: Mapping[str, Any], entries: Entries) -> Entry:
        plain = without_engine_keys(unbox(inputs))
        identity = places.free_id(type_, plain, self._settings, entries)
        here = places.place_of(type_, identity, plain, self._settings)
        holds = self._refuse(type_, identity, plain, here, entries)
        return Entry(type_, identity, dict(inputs), outputs.created(type_, identity, plain, here), here["project"], holds=holds)

    def _refuse(self, type_: str, identity: str, plain: Mapping[str, Any], here: Mapping[str, str], entries: Entries) -> list[str]:
        """Raise what the APIs say against a request; return the keys of what the resource will hold on to."""
        enabled = {
            str(entry.inputs.get("service")) for entry in entries.values() if entry.type == SERVICE and entry.project == here["project"]
        }
        if self._enforce_apis or (self._enforce_apis is None and enabled):
            refuse_disabled(type_, here["project"], enabled)
        holds = refuse_missing(type_, plain, here, entries)
        refuse_capacity(type_, plain)
        refuse_misplaced(type_, plain, entries)
        refuse_repository(type_, plain, here, entries)
        refuse_wrong_ranges(type_, identity, plain, here, entries)
        refuse_without_access(type_, plain, here, entries)
        refuse_distant(type_, plain, here)
        refuse_ungranted(type_, plain, here, entries)
        return holds

    def _created_object(self, type_: str, inputs: Mapping[str, Any], entries: Entries) -> Entry:
        answer = kubernetes.outputs(type_, inputs, preview=False)
        identity = kubernetes.identity(answer)
        kubernetes.refuse_object(type_, identity, answer, entries)
        return Entry(type_, identity, dict(inputs), answer | {"id": identity})
