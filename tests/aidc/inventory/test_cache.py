"""Recordings are kept by content: the same content is not run again, any change is, and a damaged entry is no entry."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import aidc.inventory.record
from aidc.inventory import cache
from aidc.inventory.cache import MOST_ENTRIES, cached_record, kept_record
from aidc.inventory.errors import InventoryError
from aidc.inventory.project import find_project
from aidc.inventory.record import record

PROGRAM = """
import pulumi
from pathlib import Path
from components.place import PLACE

class Bucket(pulumi.CustomResource):
    def __init__(self, name, **inputs):
        super().__init__("gcp:storage/bucket:Bucket", name, inputs)

Bucket("b", location=PLACE, nodes=3, secret=pulumi.Output.secret("hunter2"), note=Path("note.txt").read_text())
pulumi.export("where", pulumi.get_stack())
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a project with two stacks, whose cache folder of the user lies aside."""
    root = tmp_path / "shop"
    (root / "components").mkdir(parents=True)
    (root / "Pulumi.yaml").write_text("name: shop\n")
    (root / "Pulumi.dev.yaml").write_text("")
    (root / "Pulumi.prod.yaml").write_text("")
    (root / "__main__.py").write_text(PROGRAM)
    (root / "note.txt").write_text("one")
    (root / "components" / "__init__.py").write_text("")
    (root / "components" / "place.py").write_text("PLACE = 'EU'\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return root


@pytest.fixture
def runs(monkeypatch):
    """Return the list that grows by one whenever a program is really run."""
    counted = []

    def counting(*arguments, **keywords):
        counted.append(arguments)
        return record(*arguments, **keywords)

    monkeypatch.setattr(aidc.inventory.record, "record", counting)
    return counted


def entries(project):
    return sorted((project / ".cache" / "aidc").glob("*"))


def test_an_unchanged_stack_is_run_once_and_gives_the_same_recording(project, runs):
    first, second = cached_record(project, "dev"), cached_record(project / "components", "dev")
    assert first == second == record(project, "dev")
    assert len(runs) == 1
    [bucket] = second.resources
    assert bucket.inputs == {"location": "EU", "nodes": 3.0, "secret": "[secret]", "note": "one"}
    assert second.outputs == {"where": "dev"}


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("Pulumi.yaml", "name: shop\ndescription: x\n"),
        ("Pulumi.dev.yaml", "config: {a: b}\n"),
        ("__main__.py", PROGRAM + "# changed\n"),
        ("components/place.py", "PLACE = 'US'\n"),
        ("components/new.py", ""),
        ("note.txt", "two"),
        ("stacks/datacenter.py", ""),
    ],
)
def test_any_change_of_what_a_record_is_made_from_runs_the_program_again(project, runs, file, content):
    cached_record(project, "dev")
    (project / file).parent.mkdir(exist_ok=True)
    (project / file).write_text(content)
    assert cached_record(project, "dev") == record(project, "dev")
    assert len(runs) == 2


@pytest.mark.parametrize(
    "file", ["Pulumi.prod.yaml", "README.md", "tests/test_x.py", "docs/x.py", ".git/HEAD", ".venv/x.py", "env/x.py", "__pycache__/x.pyc"]
)
def test_a_change_of_anything_else_does_not(project, runs, file):
    (project / "env").mkdir()
    (project / "env" / "pyvenv.cfg").write_text("")
    cached_record(project, "dev")
    (project / file).parent.mkdir(exist_ok=True)
    (project / file).write_text("# changed")
    cached_record(project, "dev")
    assert len(runs) == 1


def test_a_change_that_keeps_size_and_time_is_still_a_change(project, runs):
    cached_record(project, "dev")
    file = project / "note.txt"
    times = file.stat()
    file.write_text("two")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert cached_record(project, "dev").resources[0].inputs["note"] == "two"


def test_stacks_and_previews_are_kept_apart(project, runs):
    for stack, preview in (("dev", True), ("prod", True), ("dev", False)) * 2:
        cached_record(project, stack, preview)
    assert len(runs) == 3
    assert len(entries(project)) == 3


@pytest.mark.parametrize("changed", ["_versions", "PACKAGE"])
def test_another_sdk_or_another_aidc_is_another_record(project, runs, monkeypatch, tmp_path, changed):
    cached_record(project, "dev")
    (tmp_path / "aidc").mkdir()
    monkeypatch.setattr(cache, changed, tmp_path / "aidc" if changed == "PACKAGE" else lambda: ["1.0"])
    cached_record(project, "dev")
    assert len(runs) == 2


@pytest.mark.parametrize(
    "damage", [b"", b"\xff\xfe", b"{}", b"[]\n", lambda kept: kept[:-40], lambda kept: kept.replace(b"EU", b"US"), lambda kept: kept + b"x"]
)
def test_a_damaged_entry_is_ignored_and_written_anew(project, runs, damage):
    cached_record(project, "dev")
    [entry] = entries(project)
    sound = entry.read_bytes()
    entry.write_bytes(damage(sound) if callable(damage) else damage)
    assert cached_record(project, "dev").resources[0].inputs["location"] == "EU"
    assert len(runs) == 2
    assert entry.read_bytes() == sound, "the same content makes the same entry"


def test_no_more_than_twenty_entries_stay_and_the_ones_used_last_are_among_them(project, runs):
    cached_record(project, "dev")
    for number in range(MOST_ENTRIES + 4):
        (project / "note.txt").write_text(str(number))
        cached_record(project, "dev")
        (project / "note.txt").write_text("one")
        cached_record(project, "dev")
    assert len(entries(project)) == MOST_ENTRIES
    assert len(runs) == MOST_ENTRIES + 5, "the entry that was used all the time was never dropped"


def test_no_half_written_file_stays_behind(project, runs, monkeypatch):
    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    assert cached_record(project, "dev").outputs == {"where": "dev"}
    assert entries(project) == []


def test_where_the_project_cannot_be_written_the_folder_of_the_user_serves(project, runs, tmp_path):
    (project / ".cache").write_text("in the way")
    cached_record(project, "dev")
    cached_record(project, "dev")
    assert len(runs) == 1
    assert len(list((tmp_path / "home" / "aidc").glob("*.jsonl"))) == 1


def test_where_nothing_can_be_written_the_program_is_run_every_time(project, runs, tmp_path):
    (project / ".cache").write_text("in the way")
    (tmp_path / "home").write_text("in the way")
    cached_record(project, "dev")
    cached_record(project, "dev")
    assert len(runs) == 2


def test_failures_are_not_kept(project, runs):
    (project / "__main__.py").write_text("1 / 0\n")
    for _ in range(2):
        with pytest.raises(InventoryError):
            cached_record(project, "dev")
    assert len(runs) == 2
    assert entries(project) == []


def test_unanswered_data_sources_are_kept_too(project, runs):
    (project / "__main__.py").write_text("import pulumi\npulumi.runtime.invoke_output('gcp:compute/getZones:getZones', {})\n")
    assert cached_record(project, "dev").unanswered == cached_record(project, "dev").unanswered == ("gcp:compute/getZones:getZones",)
    assert len(runs) == 1


def test_a_hit_imports_no_pulumi(project):
    cached_record(project, "dev")
    code = (
        "import json, sys; from pathlib import Path; from aidc.inventory.cache import cached_record\n"
        f"recording = cached_record(Path({str(project)!r}), 'dev')\n"
        "print(json.dumps([len(recording.resources), [m for m in sys.modules if 'pulumi' in m]]))"
    )
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert json.loads(answer) == [1, []]


def test_the_readers_and_the_shapes_import_no_pulumi():
    modules = "cache, engine_files, errors, failure, isolation, project, read, recording, registration, resource, urn, wire, yaml_text"
    code = f"import sys; from aidc.inventory import {modules}; print([name for name in sys.modules if name.startswith('pulumi')])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"
    listed = {path.stem for path in Path(cache.__file__).parent.glob("*.py")} - {"__init__", "record"}
    assert listed == set(modules.split(", ")), "record.py alone may import Pulumi"


def test_keeping_time_is_not_part_of_an_entry(project, runs):
    cached_record(project, "dev")
    [entry] = entries(project)
    first = entry.read_bytes()
    entry.unlink()
    time.sleep(0.01)
    cached_record(project, "dev")
    assert entry.read_bytes() == first


def test_what_is_kept_can_be_asked_for_without_running_the_program(project):
    found = find_project(project)
    assert kept_record(found, "dev") is None
    made = cached_record(project, "dev")
    assert kept_record(found, "dev") == made
