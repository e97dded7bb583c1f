"""The simulated cloud as the answering half of an offline recording: realistic outputs without engine, plugin or account.

Owns the adapter to the inventory's `Simulation` protocol. Unlike an engine it goes on after a refusal, so that one run tells everything that is
wrong with a program; what was refused counts as existing, so that nothing is refused only because something else was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aidc.rehearsal.cloud import Cloud, CloudError


@dataclass(frozen=True, slots=True)
class CloudRefusal:
    """One reason why the provider or an API refuses a resource; `property` is empty where the whole resource is meant."""

    type: str
    name: str
    property: str
    reason: str

    def __str__(self) -> str:
        return f"{self.type} {self.name}: {self.reason}"


class CloudSimulation:
    """Answers a recording from a simulated cloud and collects what that cloud refuses."""

    def __init__(self, cloud: Cloud | None = None) -> None:
        """Ask a given cloud, or an empty one in memory that has a place for programs which leave it to their provider."""
        self.cloud = cloud or Cloud(project="rehearsal-project", region="us-central1", zone="us-central1-a")
        self.refusals: list[CloudRefusal] = []

    def create(self, type: str, name: str, inputs: dict[str, Any], *, preview: bool) -> tuple[str, dict[str, Any]]:  # noqa: A002 - protocol
        """Return id and outputs as the provider would: "" and unknowns in a preview."""
        checked = self.cloud.check(type, inputs, urn=f"urn:pulumi:rehearsal::rehearsal::{type}::{name}")
        self.refusals += [CloudRefusal(type, name, failure.property, failure.reason) for failure in checked.failures]
        if preview:
            return "", _without_id(self.cloud.preview(type, checked.inputs))
        try:
            identity, outputs = self.cloud.create(type, checked.inputs)
        except CloudError as error:
            self.refusals.append(CloudRefusal(type, name, "", error.message))
            identity, outputs = self.cloud.admit(type, checked.inputs)
        return identity, _without_id(outputs)

    def invoke(self, token: str, args: dict[str, Any]) -> dict[str, Any]:
        """Return the answer of a data source. Raises CloudError: a program cannot go on without it."""
        return self.cloud.invoke(token, args)


def _without_id(outputs: dict[str, Any]) -> dict[str, Any]:
    """Return outputs without `id`, which travels beside them."""
    return {name: value for name, value in outputs.items() if name != "id"}
