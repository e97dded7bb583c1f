"""The end of every command: what went wrong becomes lines and an exit code; no traceback reaches a user.

Exit codes: 0 fine, 1 a gate says no, 2 bad input or a defect of ours, 130 interrupted, 141 nobody reads on.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from typing import Any

import typer

from aidc.cli.terminal import say, tell
from aidc.inventory.errors import InventoryError
from aidc.report.units import plural

BAD_INPUT = 2
INTERRUPTED = 130
DEBUG = "AIDC_DEBUG"


class Refused(Exception):
    """Input that a command cannot work with: one `(where, text)` for each problem, `where` empty when the command line itself is meant."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        self.problems = problems
        super().__init__("\n".join(text for _, text in problems))


def answers(command: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a command so that its failures end in words and an exit code. With AIDC_DEBUG set, a defect keeps its traceback."""

    @functools.wraps(command)
    def wrapped(*arguments: Any, **keywords: Any) -> Any:
        try:
            return command(*arguments, **keywords)
        except typer.Exit:
            raise
        except Refused as refused:
            _complain(refused.problems)
        except InventoryError as error:
            _complain([("", problem) for problem in error.problems])
        except KeyboardInterrupt:
            tell("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except Exception as defect:
            if os.environ.get(DEBUG):
                raise
            _confess(defect)
        raise typer.Exit(BAD_INPUT)

    return wrapped


def _complain(problems: Sequence[tuple[str, str]]) -> None:
    for where, text in problems:
        say("error", text, where)
    if len(problems) > 1:
        tell(plural(len(problems), "problem"))


def _confess(defect: Exception) -> None:
    first = (str(defect).splitlines() or [""])[0]
    say("error", f"aidc has a defect ({type(defect).__name__}: {first}). Please report it with the command you ran; {DEBUG}=1 shows where.")
