"""The books of the simulated cloud: what exists, kept in memory or in one JSON file that several processes share.

Owns safe keeping: one writer at a time over threads and processes, the file replaced as a whole so that a killed process leaves the last complete
state. Leaves out what may be written: the rules of the cloud.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that exists; a change is a new entry. `dropped`: taken out of a state without being deleted, or impossible to delete; it still takes its name."""

    type: str
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    project: str = ""
    dropped: bool = False
    holds: list[str] = field(default_factory=list)
    """Keys of entries that cannot be deleted while this one exists."""

    @property
    def key(self) -> str:
        """The name of the entry in the books."""
        return key_of(self.type, self.id)


Entries = dict[str, Entry]


def key_of(type_: str, identity: str) -> str:
    """Return the name that an entry has in the books."""
    return f"{type_} {identity}"


class Books:
    """Entries by key; every access happens inside `reading` or `writing`."""

    def __init__(self, path: Path | None) -> None:
        """Keep the books at a path, or in memory."""
        self._path = path
        self._lock = threading.RLock()
        self._entries: Entries = {}
        self._lines: dict[str, str] = {}
        self._saved: Entries = {}
        self._seen: tuple[int, int, int] | None = None

    @contextmanager
    def reading(self) -> Iterator[Entries]:
        """Give the entries for reading only. The file is replaced as a whole, so a reader needs no lock against other processes."""
        with self._lock:
            self._load()
            yield self._entries

    @contextmanager
    def writing(self) -> Iterator[Entries]:
        """Give the entries for changing; they are saved unless an exception leaves the block, and then they are as before."""
        with self._lock, self._process_lock():
            self._load()
            before = dict(self._entries)
            try:
                yield self._entries
            except BaseException:
                self._entries = before
                raise
            self._save()

    @contextmanager
    def _process_lock(self) -> Iterator[None]:
        if self._path is None:
            yield
            return
        import fcntl  # late: books in memory need no POSIX

        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_name(f"{self._path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # released with the file, also when the process is killed
            yield

    def _load(self) -> None:
        if self._path is None:
            return
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._entries, self._lines, self._seen = {}, {}, None
            return
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if stamp == self._seen:
            return
        # One resource a line, so that a process which is told of a change by another parses the changed lines alone.
        known = {line: self._entries[key] for key, line in self._lines.items() if key in self._entries}
        lines = self._path.read_text().splitlines()[1:-1]
        parsed = [(line, known.get(line) or Entry(**json.loads(line))) for each in lines if (line := each.rstrip(","))]
        self._entries = {entry.key: entry for _, entry in parsed}
        self._lines = {entry.key: line for line, entry in parsed}
        self._saved = dict(self._entries)
        self._seen = stamp

    def _save(self) -> None:
        if self._path is None:
            return
        for key, entry in self._entries.items():
            if self._saved.get(key) is not entry:
                self._lines[key] = json.dumps(asdict(entry), sort_keys=True, separators=(",", ":"))
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        lines = ",\n".join(self._lines[key] for key in sorted(self._entries))
        new.write_text(f'{{"format":{FORMAT},"resources":[\n{lines}\n]}}\n')
        new.replace(self._path)
        status = self._path.stat()
        self._saved = dict(self._entries)
        self._seen = (status.st_mtime_ns, status.st_size, status.st_ino)
