"""What the engine says while it works, read for people: counts of operations, a line of progress, problems without tracebacks.

Owns the reading of the CLI's event log (`--event-log`: one JSON object a line). Leaves out starting the CLI: aidc/rehearsal/engine.py.
Source: pulumi's EngineEvent (sdk/go/common/apitype/events.go), 2026-11.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DONE = {
    "create": "created",
    "create-replacement": "created",
    "delete": "deleted",
    "delete-replaced": "deleted",
    "import": "imported",
    "read": "read",
    "refresh": "refreshed",
    "replace": "replaced",
    "update": "updated",
}
"""The past of each operation that is worth a line; `same` is not."""
PROGRAM_FAILED = re.compile(
    r"^(?:an unhandled error occurred: )?(?:Program failed with an unhandled exception:|python inline source runtime error:)\s*"
)
FRAME = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)')


class EventLog:
    """A log that the engine is still writing: each line is read once, a line that it has not finished waits for the next time."""

    def __init__(self, path: Path) -> None:
        """Follow a file, which need not exist yet."""
        self._path = path
        self._read_bytes = 0

    def new(self) -> list[dict[str, Any]]:
        """Return the events since the last call."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._read_bytes)
            whole, newline, _ = file.read().rpartition(b"\n")
        self._read_bytes += len(whole) + len(newline)
        return [json.loads(line) for line in whole.splitlines()]


def changes_of(events: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the engine's own count of operations (create, same, …); empty where it ended before it counted."""
    counts: dict[str, int] = {}
    for event in events:
        if summary := event.get("summaryEvent"):
            counts = dict(sorted(summary.get("resourceChanges", {}).items()))
    return counts


def operation_on(events: Iterable[Mapping[str, Any]], urn: str) -> str:
    """Return what the engine did or would do to a resource; empty where it never came to it."""
    found = ""
    for event in events:
        metadata = event.get("resourcePreEvent", {}).get("metadata", {})
        if metadata.get("urn") == urn:
            found = metadata["op"]
    return found


def progress_line(event: Mapping[str, Any]) -> str:
    """Return one line for an operation that has ended; empty for everything else."""
    metadata = event.get("resOutputsEvent", {}).get("metadata", {})
    done = DONE.get(metadata.get("op", ""), "")
    return f"{done} {short(metadata['urn'])}" if done else ""


def problems_of(events: Iterable[Mapping[str, Any]], program: Path) -> list[str]:
    """Return every error as `resource: cause`, each once, in the order of the engine. Tracebacks shrink to the place in the program."""
    lines = [_problem(diagnostic, program) for event in events if (diagnostic := _error(event))]
    return [line for line in dict.fromkeys(lines) if line]


def short(urn: str) -> str:
    """Return `type name` of a URN: what a reader of the program recognises."""
    parts = urn.split("::")
    return f"{parts[2].rpartition('$')[2]} {parts[3]}" if len(parts) >= 4 else urn


def _error(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    diagnostic = event.get("diagnosticEvent")
    return diagnostic if diagnostic and diagnostic.get("severity") == "error" else None


def _problem(diagnostic: Mapping[str, Any], program: Path) -> str:
    message = _without_traceback(diagnostic.get("message", ""), program)
    urn = diagnostic.get("urn", "")
    is_resource = urn and "pulumi:pulumi:Stack" not in urn.split("::")[2].rpartition("$")[2]
    return f"{short(urn)}: {message}" if is_resource and message else message


def _without_traceback(message: str, program: Path) -> str:
    """Return a message on one line; a traceback leaves only the last place that lies in the program."""
    told, _, traceback = PROGRAM_FAILED.sub("", message).partition("Traceback (most recent call last):")
    places = [found for found in FRAME.finditer(traceback) if _lies_in(program, Path(found["file"]))]
    last_line = next((line for line in reversed(traceback.splitlines()) if line.strip()), "")
    words = " ".join((told.strip() or last_line).split())
    return f"{words} ({Path(places[-1]['file']).relative_to(program)}:{places[-1]['line']})" if places else words


def _lies_in(program: Path, file: Path) -> bool:
    """Say whether a file is the program's own, and not of a virtual environment that is kept in its folder."""
    return file.is_relative_to(program) and "site-packages" not in file.parts
