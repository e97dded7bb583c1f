"""Running somebody's program inside our process without leaving a trace: modules, path, folder, arguments, output, logs, garbage collector.

Owns what is set aside before a program runs and put back after it, and how its failure is told in one line. Leaves out Pulumi.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

LIBRARY = __name__.partition(".")[0]
"""Our own package: the one that runs is the one that a project's program gets, even where the project holds a copy."""


@contextlib.contextmanager
def program_surroundings(program: Path) -> Iterator[None]:
    """Let a program see what it would see as a process of its own, started in its folder; put everything back afterwards.

    Modules that belong to the folder are imported afresh on every run, so that each project gets its own and edits count. What the program
    prints goes to stderr: stdout is for results.
    """
    path, arguments, folder = sys.path[:], sys.argv[:], Path.cwd()
    sys.path.insert(0, str(program.parent))
    sys.argv[:] = [str(program)]
    os.chdir(program.parent)
    importlib.invalidate_caches()
    try:
        with _own_modules(program.parent), contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        sys.path[:], sys.argv[:] = path, arguments
        os.chdir(folder)


@contextlib.contextmanager
def _own_modules(directory: Path) -> Iterator[None]:
    """Set aside all modules whose top-level name the folder has, whoever imported them, and bring them back in the end."""
    names = {entry.stem for entry in directory.iterdir() if entry.suffix == ".py" or (entry.is_dir() and entry.name.isidentifier())}
    names -= {LIBRARY, "__main__", *sys.stdlib_module_names}
    aside = _take(names)
    try:
        yield
    finally:
        _take(names)
        sys.modules.update(aside)


def _take(names: set[str]) -> dict[str, ModuleType]:
    taken = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in names}
    for name in taken:
        del sys.modules[name]
    return taken


@contextlib.contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Collect cyclic garbage rarely: thousands of live futures make each full collection long and useless.

    Half of the time of an untuned run is spent on it. What is alive now is left out of every collection until the end.
    """
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        if not frozen:  # else somebody before us wants it to stay frozen
            gc.unfreeze()


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


def told(error: BaseException, root: Path) -> str:
    """Return a program's failure as one line: file and line of the program's own code, kind and message."""
    if isinstance(error, SystemExit):
        what = f"the program ended itself with sys.exit({error.code!r}); a program ends by reaching its end"
    else:
        what = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError):
        return f"{_short(Path(error.filename or '?'), root)}:{error.lineno}: {type(error).__name__}: {error.msg}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(Path(frame.filename), root)]
    return f"{_short(Path(frames[-1].filename), root)}:{frames[-1].lineno}: {what}" if frames else what


def _is_own(file: Path, root: Path) -> bool:
    """Say whether a file is the program's: under its folder, not of an environment that is kept in there, and none of the inventory's."""
    foreign = "site-packages" in file.parts or file.is_relative_to(Path(__file__).parent)
    return file.is_relative_to(root) and not foreign and file.exists()


def _short(file: Path, root: Path) -> str:
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
