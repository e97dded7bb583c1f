"""The one error of the inventory: a project, stack, program or file that no record can be made of.

Owns the type alone; every message is written where its cause is found, so that it can say where, what, what is allowed and what to do next.
"""

from __future__ import annotations


class InventoryError(Exception):
    """Everything that keeps a record from being made, one line a problem."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
