"""One call of the Pulumi CLI in a rehearsal workspace: started, listened to, ended.

Owns the process. The CLI leads a session of its own, so that ending it also ends the plugins that it started: killed alone, it leaves them
behind. Leaves out what the call means: aidc/rehearsal/engine.py.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from aidc.rehearsal.events import EventLog, progress_line
from aidc.rehearsal.workspace import Workspace

Progress = Callable[[str], None]
POLL_SECONDS = 0.1
FAREWELL_SECONDS = 10.0
"""How long an interrupted CLI may take to write its state."""
OUR_VARIABLES = {
    "GRPC_ENABLE_FORK_SUPPORT": "false",  # else gRPC warns on standard error when the CLI is started beside a served program
    "PULUMI_DEBUG_COMMANDS": "true",  # without it --event-log does not exist
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call left: exit code, standard output and error, the engine's events."""

    code: int
    output: str
    error: str
    events: Sequence[Mapping[str, Any]]
    seconds: float


def run_cli(workspace: Workspace, words: Sequence[str], *, log: Path | None = None, progress: Progress | None = None) -> Outcome:
    """Run the CLI to its end; `log` is the event log that the words ask for, and `progress` hears a line for each resource touched."""
    events: list[Mapping[str, Any]] = []
    events_to_come = EventLog(log) if log else None
    started = time.monotonic()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        with _started(workspace, words, output, error) as process:
            while process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(POLL_SECONDS)
                events += _heard(events_to_come, progress)
        return Outcome(process.returncode, _text(output), _text(error), events, time.monotonic() - started)


@contextlib.contextmanager
def _started(workspace: Workspace, words: Sequence[str], output: IO[bytes], error: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the CLI; leaving early interrupts it, and what is left of its session ends."""
    process = subprocess.Popen(
        [str(workspace.directory / "bin" / "pulumi"), *words, "--non-interactive"],
        cwd=workspace.directory,
        env=_environment(workspace),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=error,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(FAREWELL_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(workspace: Workspace) -> dict[str, str]:
    """Return our environment with the user's own settings for pulumi taken out: they would change what a rehearsal does."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}
    search_path = os.pathsep.join((str(workspace.directory / "bin"), os.environ.get("PATH", "")))
    return {**others, **workspace.environment, **OUR_VARIABLES, "PATH": search_path}


def _heard(log: EventLog | None, progress: Progress | None) -> list[dict[str, Any]]:
    """Return the events that are new, and pass on those that are worth a line."""
    events = log.new() if log else []
    for event in events:
        if progress and (line := progress_line(event)):
            progress(line)
    return events


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
