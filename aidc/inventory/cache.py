"""Keeps recordings by their content, so that an unchanged stack is not run again: importing the provider's SDK alone takes seconds.

Owns the key, the entries and their number. A hit imports no Pulumi. The key covers the contents of every file that can change a record: the stack's
file, every other file of the project except tests, documentation and other stacks' files, our own package, and the versions of the SDKs.
Leaves out what a program reads from elsewhere: files outside the project, the environment, the network.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from aidc.inventory.project import Project, find_project
from aidc.inventory.recording import Recording
from aidc.inventory.resource import Resource

PACKAGE = Path(__file__).resolve().parent.parent
DISTRIBUTIONS = ("pulumi", "pulumi_gcp", "pulumi_kubernetes")
MOST_ENTRIES = 20

_FORMAT = 1
_HUGE_BYTES = 16 * 2**20
_SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "tests", "docs", "benchmarks"})


def cached_record(project: Path, stack: str, preview: bool = True) -> Recording:
    """Return what `record` would, from the cache where nothing has changed since. Raises InventoryError as `record` does."""
    found = find_project(project)
    key, folder = _key(found, stack, preview), _folder(found)
    if kept := _kept(folder, key):
        return kept
    from aidc.inventory.record import record  # here, because it imports Pulumi: a hit must not pay for that

    recording = record(project, stack, preview=preview)
    if folder:
        _keep(folder, key, recording)
    return recording


def kept_record(project: Project, stack: str, preview: bool = True) -> Recording | None:
    """Return the record that is kept for the files as they are now, or None where there is none; the program is not run."""
    return _kept(_folder(project), _key(project, stack, preview))


def _kept(folder: Path | None, key: str) -> Recording | None:
    return _load(folder / f"{key}.jsonl") if folder else None


def _key(project: Project, stack: str, preview: bool) -> str:
    """Return the SHA-256 over everything that a record depends on."""
    digest = hashlib.sha256(f"{_FORMAT} {stack} {preview} {sys.version_info[:2]} {_versions()}".encode())
    for label, file in _sources(project, stack):
        digest.update(f"\n{label} {_content(file)}".encode())
    return digest.hexdigest()


def _content(file: Path) -> str:
    """Return what tells one content of a file from another: its hash, or for a huge one, which no program reads lightly, its size and time."""
    try:
        state = file.stat()
        huge = state.st_size > _HUGE_BYTES
        return f"{state.st_size} {state.st_mtime_ns}" if huge else hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        return f"unreadable {error.errno}"


def _versions() -> list[str]:
    def version(name: str) -> str:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return "none"

    return [version(name) for name in DISTRIBUTIONS]


def _sources(project: Project, stack: str) -> Iterator[tuple[str, Path]]:
    """Yield every file whose content matters, under a label that does not depend on where the project lies."""
    own = project.stack_file(stack)
    yield "stack", own
    inside = project.program.is_relative_to(project.directory)
    for root in (project.directory,) if inside else (project.directory, project.program.parent):
        for file in _files(root, skip=PACKAGE):
            other_stack = file != own and file.match("Pulumi.*.yaml")
            if not other_stack and file.suffix != ".md":
                yield f"project/{os.path.relpath(file, project.directory)}", file
    for file in _files(PACKAGE):
        yield f"aidc/{file.relative_to(PACKAGE)}", file


def _files(folder: Path, skip: Path | None = None) -> Iterator[Path]:
    """Yield the files of a folder in a fixed order, without hidden ones, caches, environments, tests and documentation."""
    for directory, folders, files in os.walk(folder):
        here = Path(directory)
        folders[:] = sorted(
            name for name in folders if name[0] != "." and name not in _SKIPPED_FOLDERS and not _is_left_out(here / name, skip)
        )
        yield from (here / name for name in sorted(files) if name[0] != ".")


def _is_left_out(folder: Path, skip: Path | None) -> bool:
    return folder == skip or (folder / "pyvenv.cfg").exists()


def _folder(project: Project) -> Path | None:
    """Return the folder of the entries: in the project, else in the user's cache, or None where neither can be written."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for folder in (project.directory / ".cache" / "aidc", home / "aidc"):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    return None


def _load(entry: Path) -> Recording | None:
    """Return the recording of an entry, or None where there is none or it is damaged."""
    try:
        head, _, body = entry.read_text(encoding="utf-8").partition("\n")
        header = json.loads(head)
        if header["sha256"] != _hash(body):
            return None
        recording = Recording(tuple(map(_resource, body.splitlines())), header["outputs"], (), tuple(header["unanswered"]))
        os.utime(entry)  # the entries used longest ago are the first to go
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return recording


def _keep(folder: Path, key: str, recording: Recording) -> None:
    """Write an entry in one step, and drop the oldest. A cache that cannot be written is no failure of the record."""
    body = "".join(_line(resource) + "\n" for resource in recording.resources)
    header = {"sha256": _hash(body), "outputs": dict(recording.outputs), "unanswered": recording.unanswered}
    part = folder / f"{key}.{os.getpid()}.part"
    try:
        part.write_text(json.dumps(header) + "\n" + body, encoding="utf-8")
        os.replace(part, folder / f"{key}.jsonl")
        entries = sorted(folder.glob("*.jsonl"), key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
        for entry in entries[MOST_ENTRIES:]:
            entry.unlink()
    except OSError:
        part.unlink(missing_ok=True)


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _line(resource: Resource) -> str:
    return json.dumps({**resource.to_json(), "outputs": dict(resource.outputs)})


def _resource(line: str) -> Resource:
    fields: Mapping[str, Any] = json.loads(line)
    return Resource(**{**fields, "dependencies": tuple(fields["dependencies"])})
