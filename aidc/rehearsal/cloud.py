# ruff: noqa: A002 - `type` and `id` are the protocol's own words
"""The simulated Google Cloud: checks, plans, creates, reads, changes and deletes resources as the provider and the APIs would answer.

Owns the one interface that both adapters (in process, provider plugin) call. Leaves out the wire protocol. Facts come from
`aidc/rehearsal/facts`. It proves the project's model of Google Cloud, not Google Cloud.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aidc.inventory.resource import UNKNOWN
from aidc.rehearsal import kubernetes
from aidc.rehearsal.check import failures_of
from aidc.rehearsal.defaults import filled
from aidc.rehearsal.difference import difference
from aidc.rehearsal.errors import Checked, CloudError, Difference, Failure
from aidc.rehearsal.schema import schema_of
from aidc.rehearsal.values import unbox, without_engine_keys

__all__ = ["UNKNOWN", "Checked", "Cloud", "CloudError", "Difference", "Failure"]


def _unknown_type(type_: str) -> Failure:
    return Failure("", f"The installed packages have no resource type {type_}.", "other")


class Cloud:
    """One simulated cloud; everything that exists in it is in its books."""

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
        self._path = books
        self._defaults = {"project": project, "region": region, "zone": zone}
        self._enforce_apis = enforce_apis
        self._lock = threading.RLock()
        self._books: dict[str, dict[str, Any]] = {}

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
            return Checked(dict(inputs), (_unknown_type(type),))
        full = filled(type, schema, inputs, urn=urn, seed=random_seed, old=old_inputs)
        return Checked(full, failures_of(schema, without_engine_keys(unbox(full))))

    def diff(
        self,
        type: str,
        id: str,
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
        return dict(inputs) | {"id": UNKNOWN}

    def create(self, type: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Create a resource and return its id and outputs. Raises CloudError."""
        identity = str(inputs.get("name") or hashlib.sha256(repr(sorted(inputs.items())).encode()).hexdigest()[:12])
        with self._lock:
            if (key := f"{type} {identity}") in self._books:
                raise CloudError(409, "ALREADY_EXISTS", f"Error 409: {identity} already exists, alreadyExists")
            outputs = dict(inputs) | {"id": identity}
            self._books[key] = {"type": type, "id": identity, "inputs": dict(inputs), "outputs": outputs}
            return identity, outputs

    def read(self, type: str, id: str, inputs: Mapping[str, Any] | None = None) -> tuple[str, dict[str, Any], dict[str, Any]] | None:
        """Return id, inputs and outputs of what exists under an id that people use, or None."""
        with self._lock:
            entry = self._books.get(f"{type} {id}")
        return (entry["id"], entry["inputs"], entry["outputs"]) if entry else None

    def update(self, type: str, id: str, old_outputs: Mapping[str, Any], new_inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Change a resource in place and return its outputs. Raises CloudError."""
        with self._lock:
            entry = self._books[f"{type} {id}"]
            entry["inputs"] = dict(new_inputs)
            entry["outputs"] = dict(old_outputs) | dict(new_inputs)
            return entry["outputs"]

    def delete(self, type: str, id: str) -> None:
        """Delete a resource. Raises CloudError while something still uses it."""
        with self._lock:
            self._books.pop(f"{type} {id}", None)

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a data source. Raises CloudError with status UNIMPLEMENTED for one that the simulation does not know."""
        raise CloudError(501, "UNIMPLEMENTED", f"The simulated cloud does not answer {token}.")

    def everything(self) -> dict[str, dict[str, Any]]:
        """Return the books: what exists, by type and id."""
        with self._lock:
            return {key: dict(entry) for key, entry in self._books.items()}
