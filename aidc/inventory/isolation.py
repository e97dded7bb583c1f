"""Running somebody's program inside our process without leaving a trace: modules, path, folder, arguments, output, garbage collector.

Owns what is set aside before a program runs and put back after it. Leaves out Pulumi, and what is said when a program fails (`failure.py`).
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
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
