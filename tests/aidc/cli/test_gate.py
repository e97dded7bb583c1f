"""The gate of pull requests: its script, run by the shell with an aidc that answers as told, and once with the real one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
GATE = ROOT / "aidc" / "cli" / "template" / "gate.sh"
FAKE = """#!/bin/sh
echo "$*" >> "$LOG"
case "$1" in
  check) echo "<!-- aidc check: dev -->"; exit "${CHECK_CODE:-0}" ;;
  cost) echo "<!-- aidc cost: dev -->"; exit "${COST_CODE:-0}" ;;
  resources) echo "{}"; exit "${RESOURCES_CODE:-0}" ;;
esac
"""


@pytest.fixture
def gate(tmp_path):
    """Return a function that runs the gate in a repository with one commit: (exit code, calls of aidc, folder)."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, text in {"aidc": FAKE, "pulumi": '#!/bin/sh\necho "pulumi $*" >> "$LOG"\necho "{}"\n'}.items():
        (commands / name).write_text(text)
        (commands / name).chmod(0o755)
    place = tmp_path / "project"
    place.mkdir()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main", "-C", str(place)]
    for arguments in (["init", "--quiet"], ["commit", "--quiet", "--allow-empty", "-m", "base"]):
        subprocess.run([*git, *arguments], check=True)

    def run(**variables: str) -> tuple[int, list[str], Path]:
        log = tmp_path / "log"
        log.write_text("")
        environment = {"PATH": f"{commands}:{os.environ['PATH']}", "LOG": str(log), "AIDC_STACK": "dev", "HOME": str(tmp_path), **variables}
        code = subprocess.run(["sh", str(GATE)], cwd=place, env=environment, check=False, stderr=subprocess.DEVNULL).returncode
        return code, log.read_text().splitlines(), place / "gate"

    return run


def test_the_program_is_recorded_and_both_reports_lie_in_the_folder(gate):
    code, calls, folder = gate()
    assert code == 0
    assert calls[0] == "resources dev"
    assert sorted(path.name for path in folder.iterdir()) == [
        *("check.md", "check.sarif", "check.xml", "comment.md", "cost.json", "cost.md", "record.jsonl")
    ]


def test_a_preview_is_judged_where_it_is_asked_for(gate):
    _, calls, _ = gate(AIDC_PREVIEW="yes")
    assert calls[0] == "pulumi preview --json --show-sames --stack dev"
    assert "check dev --inventory gate/preview.json --markdown" in calls


def test_the_base_commit_is_recorded_and_compared_with(gate):
    _, calls, _ = gate(AIDC_BASE_REF="HEAD")
    assert "check dev --inventory gate/record.jsonl --markdown --base gate/base.jsonl" in calls
    assert "cost dev --inventory gate/record.jsonl --markdown --base gate/base.jsonl" in calls


def test_a_finding_ends_in_one_after_every_report_is_written(gate):
    code, calls, folder = gate(CHECK_CODE="1", AIDC_COMMENT="yes")
    assert code == 1
    assert calls[-1] == "comment gate/comment.md"
    assert (folder / "comment.md").read_text().splitlines()[0] == "<!-- aidc gate: dev -->"


def test_a_budget_that_says_no_ends_in_one(gate):
    assert gate(COST_CODE="1")[0] == 1


def test_bad_input_ends_the_gate_at_once(gate):
    code, calls, _ = gate(CHECK_CODE="2")
    assert code == 2
    assert not any(call.startswith("cost") for call in calls)


def test_without_a_stack_the_gate_says_what_is_missing(gate):
    assert gate(AIDC_STACK="")[0] != 0


@pytest.mark.slow
def test_the_gate_holds_on_a_fresh_project(project, tmp_path):
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "aidc").write_text(f'#!/bin/sh\nexec {sys.executable} -c "from aidc.cli.main import run; run()" "$@"\n')
    (commands / "aidc").chmod(0o755)
    environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "AIDC_STACK": "dev"}
    run = subprocess.run(["sh", "ci/gate.sh"], cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (
        (project / "gate" / "comment.md").read_text().startswith("<!-- aidc gate: dev -->\n<!-- aidc check: dev -->\n### Policies of dev: ")
    )


@pytest.mark.parametrize("path", [".github/actions/gate/action.yml", ".pre-commit-hooks.yaml"])
def test_what_others_call_is_yaml_and_names_what_exists(path):
    found = yaml.safe_load((ROOT / path).read_text())
    text = str(found)
    assert "gate.sh" in text or "aidc pre-commit" in text


def test_a_fresh_project_brings_the_gate(project):
    assert (project / "ci" / "gate.sh").read_text() == GATE.read_text()
    workflow = yaml.safe_load((project / ".github" / "workflows" / "aidc.yml").read_text())
    assert workflow["jobs"]["gate"]["steps"][3]["env"]["AIDC_STACK"] == "dev"
    assert yaml.safe_load((project / ".gitlab-ci.yml").read_text())["aidc"]["variables"]["AIDC_STACK"] == "dev"
