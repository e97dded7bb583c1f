"""The class of a type: priced, usage, free or not assessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["priced", "usage", "free", "not_assessed"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is known of a type's cost, and why."""

    type: str
    kind: Kind
    reason: str


def class_of(kind: str) -> Assessment:
    """Return the assessment of a type."""
    return Assessment(kind, "priced" if kind.startswith("gcp:") else "not_assessed", "")
