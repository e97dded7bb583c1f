"""What is wrong with a blueprint, said so that a person can mend it: where, what was given, what is allowed, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong (or, as a warning, suspicious) at one YAML path. `line` is 0 where the input has no lines."""

    line: int
    path: str
    text: str

    def __str__(self) -> str:
        where = f"{self.path} (line {self.line})" if self.line else self.path
        return f"{where}: {self.text}" if where else self.text


class BlueprintError(Exception):
    """A blueprint that cannot be planned. Carries every problem found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(given: str, allowed: Iterable[str]) -> str:
    """Return ` Did you mean x?` for the closest allowed word, or nothing when none is close."""
    close = difflib.get_close_matches(given, list(allowed), n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""


def one_of(given: object, allowed: Sequence[str], what: str) -> str:
    """Return the sentence for a value that is not on a list."""
    return f"{given} is not {what}; allowed: {', '.join(allowed)}.{did_you_mean(str(given), allowed)}"
