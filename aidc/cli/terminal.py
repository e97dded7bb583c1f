"""Results to standard output, talk to standard error; colours only where a terminal is and NO_COLOR is not."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType

PIPED_WIDTH = 120
PROGRESS_AFTER_SECONDS = 1.0
READER_GONE = 141
"""128 and the number of the signal, as a shell reports SIGPIPE."""
_PAINT = {"error": "\033[1;31m", "warning": "\033[1;33m", "dim": "\033[2m"}


def show(page: RenderableType) -> None:
    """Print a page: as wide as the terminal, else 120 columns (or $COLUMNS) without colours and without blanks at line ends."""
    from aidc.report.careful_console import CarefulConsole

    if sys.stdout.isatty():
        CarefulConsole(highlight=False, markup=False, emoji=False).print(page)
        return
    width = int(os.environ["COLUMNS"]) if os.environ.get("COLUMNS", "").isdigit() else PIPED_WIDTH
    console = CarefulConsole(width=max(width, 40), highlight=False, markup=False, emoji=False, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(page)
    write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def write(text: str) -> None:
    """Write a result as it is. Where nobody reads on, the command ends here."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        sys.exit(READER_GONE)


def write_json(document: Any) -> None:
    """Write one document."""
    write(json.dumps(document, indent=2) + "\n")


def say(kind: str, text: str, where: str = "") -> None:
    """Say one line on standard error: `where: kind: text`, the kind coloured on a terminal."""
    place = f"{where}: " if where else ""
    sys.stderr.write(f"{place}{painted(f'{kind}:', kind)} {text}\n")


def tell(text: str) -> None:
    """Say one line of progress or summary on standard error."""
    sys.stderr.write(f"{painted(text, 'dim')}\n")


def painted(text: str, style: str) -> str:
    """Return the text in a colour where standard error is a terminal that takes colours."""
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"{_PAINT[style]}{text}\033[0m" if coloured and style in _PAINT else text


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Say what takes its time, on a terminal and after a second; the line goes when it is done."""
    if not sys.stderr.isatty():
        yield
        return
    said = threading.Event()

    def late() -> None:
        said.set()
        sys.stderr.write(painted(text, "dim"))
        sys.stderr.flush()

    timer = threading.Timer(PROGRESS_AFTER_SECONDS, late)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if said.is_set():
            sys.stderr.write("\r\033[K")
