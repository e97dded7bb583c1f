"""The entry point of `aidc`: starts the commands, and ends quietly when it is interrupted or nobody reads on."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys

from aidc.cli.terminal import READER_GONE

INTERRUPTED = 130
"""128 and the number of the signal, as a shell reports SIGINT."""


def run() -> None:
    """Run the command line of this process and exit with its code."""
    # A command lives for a second: collecting cyclic garbage while modules load only costs time.
    gc.set_threshold(50_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a sign gets a question mark, not a failure.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # A handler of our own: the event loop that records a program would put its default one aside and let Ctrl-C wait.
    signal.signal(signal.SIGINT, _interrupt)
    try:
        from aidc.cli.app import app

        app(prog_name="aidc")
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)  # noqa: T201 - the one line that a person who pressed Ctrl-C gets
        sys.exit(INTERRUPTED)
    finally:
        _flush()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # `aidc resources dev | head`: the reader has enough. Nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        os._exit(READER_GONE)
