"""The answers of the simulated cloud that are not properties: failed checks, differences, refusals.

Owns the shapes that every other file of the rehearsal passes around. Leaves out the rules that make them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason why Check refuses inputs.

    `property` is the Pulumi path (`nodeConfig.guestAccelerators[0].type`), empty when the whole resource is meant. `kind` is one of:
    unknown property, missing required, wrong type, conflict, one of required, not in enumeration, pattern, other.
    """

    property: str
    reason: str
    kind: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Inputs as the provider would send them on (defaults added), and every reason to refuse them."""

    inputs: dict[str, Any]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change of inputs means.

    `replaces` are the paths that force a new resource; `detailed` maps each changed path to add, delete, update, add-replace,
    delete-replace or update-replace.
    """

    changes: bool
    replaces: tuple[str, ...] = ()
    detailed: dict[str, str] = field(default_factory=dict)


class CloudError(Exception):
    """A refusal of the cloud: HTTP-like code, canonical status ("NOT_FOUND") and the words a user would read."""

    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
