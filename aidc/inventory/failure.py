"""How a program's failure is told: one line with the place in its own code, and no traceback of anybody's.

Owns finding that place behind asyncio's back, and keeping asyncio from reporting the same failure over and over. Leaves out what is done about it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

INVENTORY = Path(__file__).parent


@contextlib.contextmanager
def quiet_asyncio() -> Iterator[None]:
    """Silence asyncio's reports of failures nobody awaited: the first failure is told once, by us."""
    logger = logging.getLogger("asyncio")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


class Places:
    """Where failures began. asyncio drops the traceback of a failure that several tasks wait for, so each is looked at where it first passes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._first: dict[int, tuple[BaseException, str]] = {}

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let every task of a loop report the failure that ends it."""

        def task(loop: asyncio.AbstractEventLoop, coroutine: Any, **keywords: Any) -> asyncio.Task[Any]:
            return asyncio.Task(_Watched(coroutine, self._see), loop=loop, **keywords)

        loop.set_task_factory(task)

    def _see(self, error: BaseException) -> None:
        if id(error) not in self._first and (place := _place(error, self._root)):
            self._first[id(error)] = (error, place)

    def told(self, error: BaseException) -> str:
        """Return a failure as one line: file and line of the program's own code where it began, kind and message."""
        self._see(error)
        _, place = self._first.pop(id(error), (error, ""))
        if isinstance(error, SystemExit):
            what = f"the program ended itself with sys.exit({error.code!r}); a program ends by reaching its end"
        else:
            what = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
        return f"{place}: {what}" if place else what


class _Watched(Coroutine[Any, Any, Any]):
    """A coroutine that shows its failure to somebody. Not an async function around it: cancelled before its first step, that would leave the
    inner one never awaited, and Python would warn of each."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], see: Callable[[BaseException], None]) -> None:
        self._coroutine, self._see = coroutine, see
        self.__name__, self.__qualname__ = coroutine.__name__, coroutine.__qualname__

    def send(self, value: Any) -> Any:
        return self._step(self._coroutine.send, value)

    def throw(self, *arguments: Any) -> Any:
        return self._step(self._coroutine.throw, *arguments)

    def _step(self, step: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return step(*arguments)
        except StopIteration:  # how a coroutine returns
            raise
        except Exception as error:
            self._see(error)
            raise

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Any:
        return self._coroutine.__await__()


def _place(error: BaseException, root: Path) -> str:
    if isinstance(error, SyntaxError):
        return f"{_short(Path(error.filename or '?'), root)}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(Path(frame.filename), root)]
    return f"{_short(Path(frames[-1].filename), root)}:{frames[-1].lineno}" if frames else ""


def _is_own(file: Path, root: Path) -> bool:
    """Say whether a file is the program's: under its folder, not of an environment that is kept in there, and none of the inventory's."""
    foreign = "site-packages" in file.parts or file.is_relative_to(INVENTORY)
    return file.is_relative_to(root) and not foreign and file.exists()


def _short(file: Path, root: Path) -> str:
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
