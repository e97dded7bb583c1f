"""What running a program offline gives: the resources it asks for, its outputs, and what the simulated cloud refused.

Owns the shapes alone, so that a cached recording can be read without importing Pulumi. `record.py` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aidc.inventory.resource import Resource


class Simulation(Protocol):
    """A cloud that answers while a program is recorded. Its calls never overlap, and come in the order in which the program makes them."""

    def create(self, type: str, name: str, inputs: dict[str, Any], *, preview: bool) -> tuple[str, dict[str, Any]]:  # noqa: A002 - Pulumi's word
        """Return id ("" while unknown) and outputs (UNKNOWN where not known). Inputs hold secrets in the clear. Raise to refuse."""
        ...

    def invoke(self, token: str, args: dict[str, Any]) -> dict[str, Any]:
        """Answer a data source. Raise to refuse."""
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A resource that the simulation refused to create, and the exception that it raised."""

    urn: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Recording:
    """The record of one run.

    `resources` are sorted by URN and leave out the stack itself and what the program only reads. `outputs` are the stack's. `unanswered` are
    the data sources that the program asked and nobody answered: whatever is made from their answers is missing from the record.
    """

    resources: tuple[Resource, ...]
    outputs: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[Refusal, ...] = ()
    unanswered: tuple[str, ...] = ()
