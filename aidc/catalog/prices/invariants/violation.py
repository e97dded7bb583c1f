"""One thing that the price tables must never say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What is broken, where (an item and a region, or a table and a key) and the figures that break it."""

    what: str
    where: str
    figures: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} ({self.figures})"
