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
UNCHANGED = ("same", "read", "refresh")
"""Operations that change nothing by themselves."""
FAILED = ("preview failed", "update failed", "refresh failed", "destroy failed", "import failed")
"""What the engine says of the stack itself after it has said why."""
ERRORS_OCCURRED = re.compile(r"^1 error occurred: \* ")
"""The engine's way of listing errors, where there is one."""
RESOURCE_AGAIN = re.compile(r"^\S+ resource '[^']*'(?:: | has a problem: )")
"""The engine's own preface to a failed check, where the resource has been named already."""
PROGRAM_FAILED = re.compile(r"^(?:an unhandled error occurred: )?(?:Program failed with an unhandled exception:\s*)?")
PROTECTED = re.compile(r'^resource "[^"]*" (cannot be deleted because it is protected)\..*')
"""The engine's refusal; what follows explains `pulumi state unprotect` for as many lines as there are resources."""
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


def touched_by(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return `operation type name` for each resource that the engine changed or would change, in its order."""
    metadata = [event["resourcePreEvent"]["metadata"] for event in events if "resourcePreEvent" in event]
    return [f"{item['op']} {short(item['urn'])}" for item in metadata if item["op"] not in UNCHANGED]


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
    """Return every error and every mandatory policy that was broken as `resource: cause`, each once, in the order of the engine.

    Tracebacks shrink to the place in the program. That the operation failed is told only where nothing tells why.
    """
    told = [_broken_policy(event) or _error(event, program) for event in events]
    lines = [line for line in dict.fromkeys(told) if line]
    return [line for line in lines if line not in FAILED] or lines


def advice_of(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return every advisory policy that was broken as `resource: words (policy)`, each once, in the order of the engine."""
    return list(dict.fromkeys(line for line in (_broken_policy(event, "advisory") for event in events) if line))


def short(urn: str) -> str:
    """Return `type name` of a URN: what a reader of the program recognises."""
    parts = urn.split("::")
    return f"{parts[2].rpartition('$')[2]} {parts[3]}" if len(parts) >= 4 else urn


def _broken_policy(event: Mapping[str, Any], level: str = "mandatory") -> str:
    broken = event.get("policyEvent")
    if not broken or broken.get("enforcementLevel") != level:
        return ""
    where = f"{short(broken['resourceUrn'])}: " if broken.get("resourceUrn") else ""
    return f"{where}{' '.join(broken.get('message', '').split())} ({broken.get('policyName')})"


def _error(event: Mapping[str, Any], program: Path) -> str:
    diagnostic = event.get("diagnosticEvent")
    if not diagnostic or diagnostic.get("severity") != "error":
        return ""
    message = _without_traceback(diagnostic.get("message", ""), program)
    urn = diagnostic.get("urn", "")
    is_resource = urn and "pulumi:pulumi:Stack" not in urn.split("::")[2].rpartition("$")[2]
    cause = PROTECTED.sub(r"\1", RESOURCE_AGAIN.sub("", ERRORS_OCCURRED.sub("", message)))
    return f"{short(urn)}: {cause}" if is_resource and message else message


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
