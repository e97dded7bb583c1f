"""What is assumed of a stack's use when nobody says: one number for each environment, and why.

Everything else that is used without being declared (bytes, operations, logs) has no honest default and is left open.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Environment = Literal["dev", "staging", "production", "research"]


@dataclass(frozen=True, slots=True)
class Expected:
    """Where autoscaled pools stand on average between their least and their most nodes, and the reason. An assumption of ours, not a measurement."""

    share: Decimal
    why: str


EXPECTED: dict[Environment, Expected] = {
    "dev": Expected(Decimal("0.25"), "people try things in working hours, about a quarter of the week"),
    "staging": Expected(Decimal("0.5"), "full size for tests, small between them"),
    "production": Expected(Decimal(1), "a budget for production must hold at full size"),
    "research": Expected(Decimal("0.5"), "experiments come and go"),
}
