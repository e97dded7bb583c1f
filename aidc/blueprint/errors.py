"""What is wrong with a blueprint, said so that a person can mend it: where, what was given, what is allowed, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aidc.blueprint.secret_shapes import without_secrets
from aidc.did_you_mean import did_you_mean

MAX_SHOWN = 60
"""Characters of a given value that a message repeats."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong (or, as a warning, suspicious) at one YAML path. `line` is 0 where the input has no lines."""

    line: int
    path: str
    text: str

    def without_secrets(self) -> Problem:
        """Return the problem with every credential that path or text repeats replaced by what kind it is."""
        return Problem(self.line, without_secrets(self.path), without_secrets(self.text))

    def __str__(self) -> str:
        path = self.path if self.path.isprintable() else repr(self.path)
        where = f"{path} (line {self.line})" if self.line else path
        return f"{where}: {self.text}" if where else self.text


class BlueprintError(Exception):
    """A blueprint that cannot be planned. Carries every problem found, each once, in file order, and no credential that was pasted into it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted({problem.without_secrets() for problem in problems}))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(given: Any) -> str:
    """Return a value as a message repeats it: as YAML writes it, no longer than one looks at, without credentials."""
    text = repr(given) if isinstance(given, str) else _AS_IN_YAML.get(repr(given)) or str(given)
    text = without_secrets(text)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."


_AS_IN_YAML = {"None": "nothing", "True": "true", "False": "false"}


def one_of(given: object, allowed: Sequence[str], what: str) -> str:
    """Return the sentence for a value that is not on a list."""
    return f"{shown(given)} is not {what}; allowed: {', '.join(allowed)}.{did_you_mean(str(given), allowed)}"
