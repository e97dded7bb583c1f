"""`aidc new`: a project that works at once, and never at the cost of what was there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]


def test_the_project_has_every_part(aidc, tmp_path):
    place = tmp_path / "lab"
    result = aidc("new", "lab", "--dir", place)
    files = {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}
    assert result.exit_code == 0
    assert result.stdout == f"Wrote {len(files)} files to {place}\nNext: cd {place} && aidc plan dev\n"
    assert {
        "Pulumi.yaml",
        "__main__.py",
        "stacks/datacenter.py",
        "stacks/Pulumi.dev.yaml",
        "components/cluster.py",
        "policies/pack.py",
    } <= files
    assert {"Makefile", "README.md", "requirements.txt", ".gitignore", "tests/test_stacks.py"} <= files
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in files)


def test_the_folder_is_the_name_unless_another_is_given(aidc, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert aidc("new", "lab", "--stack", "train-v6e").stdout.endswith("Next: cd lab && aidc plan train-v6e\n")
    assert "STACK ?= train-v6e" in (tmp_path / "lab" / "Makefile").read_text()


def test_the_name_stands_where_pulumi_looks_for_it(project):
    assert yaml.safe_load((project / "Pulumi.yaml").read_text())["name"] == "acme"
    config = yaml.safe_load((project / "stacks" / "Pulumi.gpt3-a100.yaml").read_text())["config"]
    assert set(config) == {"gcp:project", "acme:blueprint"}, "Pulumi hands a program the configuration under its project's name"
    assert config["acme:blueprint"]["labels"] == {"team": "foundation-models", "cost-center": "ml-175b"}, "nothing else is renamed"


def test_the_program_is_the_one_of_the_checkout(project):
    for name in ("__main__.py", "stacks/datacenter.py", "components/cluster.py"):
        assert (project / name).read_text() == (ROOT / name).read_text()


def test_no_word_of_the_template_is_left_open(project):
    for name in ("Makefile", "README.md", "requirements.txt", ".gitignore", "tests/test_stacks.py"):
        assert not re.search(r"@\w+@", (project / name).read_text()), name


def test_a_project_of_a_checkout_installs_that_checkout(project):
    [line] = [line for line in (project / "requirements.txt").read_text().splitlines() if line.startswith("--editable ")]
    assert (project / line.removeprefix("--editable ")).resolve() == ROOT


def test_its_own_tests_pass(project, known_stacks):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    # One stack is enough to see them run; recording all of them takes as long as the rest of these tests.
    some = [] if os.environ.get("AIDC_SLOW") else ["-k", "dev"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *some, "tests"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (f"1 passed, {len(known_stacks) - 1} deselected" if some else f"{len(known_stacks)} passed") in done.stdout, (
        "one for each reference stack"
    )


def test_its_stacks_can_be_planned_under_their_new_name(aidc, project):
    result = aidc("plan", "dev", "--project", project)
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_folder_that_is_not_empty_is_left_as_it_is(aidc, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    result = aidc("new", "lab", "--dir", tmp_path)
    assert result.exit_code == 2
    assert (
        result.stderr
        == f"{tmp_path}: error: is not empty, and nothing is ever overwritten. Name another folder with --dir, or empty this one\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken(aidc, tmp_path):
    assert aidc("new", "lab", "--dir", tmp_path).exit_code == 0


def test_a_file_in_the_way_is_left_as_it_is(aidc, tmp_path):
    place = tmp_path / "lab"
    place.write_text("mine")
    result = aidc("new", "lab", "--dir", place)
    assert (result.exit_code, result.stderr) == (2, f"{place}: error: is a file. Name another folder with --dir\n")
    assert place.read_text() == "mine"


@pytest.mark.parametrize("name", ["../lab", "a b", ".lab", "x" * 101])
def test_a_name_that_pulumi_would_refuse_is_refused_before_anything_is_written(aidc, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    result = aidc("new", name)
    assert result.exit_code == 2
    assert result.stderr == (
        f"error: {name!r} is no project name: at most 100 letters, digits, dashes, underscores and dots, not starting with a dot\n"
    )
    assert not list(tmp_path.iterdir())


def test_a_reference_stack_that_is_none_is_told_with_those_that_are(aidc, tmp_path, known_stacks):
    result = aidc("new", "lab", "--stack", "devv", "--dir", tmp_path / "lab")
    assert result.exit_code == 2
    assert result.stderr == f"error: --stack devv: is no reference stack; allowed: {', '.join(known_stacks)}. Did you mean dev?\n"
    assert not (tmp_path / "lab").exists()
