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


@dataclass(slots=True)
class Entry:
    """One thing that exists. `dropped`: taken out of a state without being deleted, or impossible to delete; it still takes its name."""

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
            self._entries, self._seen = {}, None
            return
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if stamp != self._seen:
            document = json.loads(self._path.read_text())
            entries = (Entry(**each) for each in document["resources"])
            self._entries = {entry.key: entry for entry in entries}
            self._seen = stamp

    def _save(self) -> None:
        if self._path is None:
            return
        document = {"format": FORMAT, "resources": [asdict(self._entries[key]) for key in sorted(self._entries)]}
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        new.write_text(json.dumps(document, sort_keys=True, separators=(",", ":")))
        new.replace(self._path)
        status = self._path.stat()
        self._seen = (status.st_mtime_ns, status.st_size, status.st_ino)
