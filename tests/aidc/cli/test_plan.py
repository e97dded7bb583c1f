"""`aidc plan`: the page, the document, and everything that keeps it from being made."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from aidc.blueprint import BlueprintError, load_stack_file

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden"


@pytest.mark.parametrize("stack", ["gpt3-a100", "dev"])
def test_the_page_of_a_reference_stack_is_the_golden_one(aidc, stack):
    result = aidc("plan", stack)
    golden = GOLDEN / stack / "plan.txt"
    if os.environ.get("AIDC_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(result.stdout, encoding="utf-8")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == golden.read_text(encoding="utf-8"), "AIDC_GOLDEN=1 rewrites it; review the difference like code"


def test_the_same_stack_gives_the_same_bytes(aidc):
    assert aidc("plan", "train-v6e").stdout_bytes == aidc("plan", "train-v6e").stdout_bytes
    assert aidc("plan", "train-v6e", "--json").stdout_bytes == aidc("plan", "train-v6e", "--json").stdout_bytes


@pytest.mark.parametrize("columns", [100, 140])
def test_the_page_is_as_wide_as_asked_and_never_wider(aidc, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = aidc("plan", "gpt3-a100").stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert not any(line.endswith(" ") for line in lines)


def test_a_pipe_gets_no_colours(aidc):
    assert "\033" not in aidc("plan", "dev").stdout + aidc("plan", "nope").stderr


def test_the_document_counts_what_the_record_holds(aidc):
    found = json.loads(aidc("plan", "gpt3-a100", "--json").stdout)
    record = aidc("resources", "gpt3-a100").stdout.splitlines()
    assert found["resources"]["total"] == len(record) == sum(found["resources"]["by_type"].values())
    assert found["stack"] == "gpt3-a100"


def test_every_problem_is_a_line_that_starts_with_its_place(aidc, project, stack_text):
    path = stack_text(lambda text: text.replace("g2-standard-8", "g2-standrd-8").replace("tier: hot", "tier: hott"))
    result = aidc("plan", "dev", "--project", project)
    with pytest.raises(BlueprintError) as refused:
        load_stack_file(path)
    machine, tier = refused.value.problems
    assert (machine.path, tier.path) == ("gpu_pools[0].machine_type", "buckets[0].tier")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{path}:{machine.line}: error: gpu_pools[0].machine_type: {machine.text}",
        f"{path}:{tier.line}: error: buckets[0].tier: {tier.text}",
        "2 problems",
    ]


def test_places_are_as_short_as_they_can_be_read_from_here(aidc, project, stack_text, monkeypatch):
    stack_text(lambda text: text.replace("environment: dev", "environment: prod"))
    monkeypatch.chdir(project)
    assert aidc("plan", "dev").stderr.startswith("stacks/Pulumi.dev.yaml:")


def test_a_pasted_secret_is_a_warning_beside_the_page(aidc, project, stack_text):
    path = stack_text(lambda text: text.replace("team: platform", "team: hf_" + "a" * 40))
    result = aidc("plan", "dev", "--project", project)
    document = aidc("plan", "dev", "--project", project, "--json")
    explained = aidc("explain", "dev", "labels.team", "--project", project)
    assert result.exit_code == 1  # the policies say no: no secret in plain text
    assert re.fullmatch(re.escape(f"{path}:") + r"\d+: warning: labels.team: looks like a Hugging Face token\. .*\n", result.stderr)
    assert "team=(a Hugging Face token)" in result.stdout
    assert json.loads(document.stdout)["warnings"][0]["path"] == "labels.team"
    said = [one.stdout + one.stderr for one in (result, document, explained)]
    assert not any("a" * 40 in text for text in said), "pages are pasted into pull requests; the secret itself is never repeated"


def test_an_unknown_stack_is_told_with_the_known_ones(aidc, known_stacks):
    result = aidc("plan", "gpt3")
    assert result.exit_code == 2
    assert result.stderr == f"error: there is no stack gpt3; the stacks of aidc are {', '.join(known_stacks)}. Did you mean gpt3-a100?\n"


def test_a_project_without_stacks_says_which_file_to_write(aidc, project):
    for path in (project / "stacks").glob("*.yaml"):
        path.unlink()
    stacks = project / "stacks"
    said = f"error: there is no stack dev, and no stack file at all in {stacks}. Write {stacks / 'Pulumi.dev.yaml'} first\n"
    assert aidc("plan", "dev", "--project", project).stderr == said


def test_outside_a_project_the_way_in_is_named(aidc, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = aidc("plan", "dev")
    assert result.exit_code == 2
    assert result.stderr == (
        f"error: {tmp_path}: no Pulumi.yaml in this folder or above it. Change into a Pulumi project, or make one with `aidc new`.\n"
    )


def test_the_project_is_found_from_below(aidc, monkeypatch):
    monkeypatch.chdir(ROOT / "stacks")
    assert aidc("plan", "dev").exit_code == 0


def test_a_project_folder_that_is_not_there_is_not_searched_above(aidc):
    result = aidc("plan", "dev", "--project", ROOT / "nowhere")
    assert (result.exit_code, result.stderr) == (2, f"error: --project {ROOT / 'nowhere'}: there is no such folder\n")


def test_a_program_that_fails_is_one_line_with_its_place(aidc, project):
    (project / "__main__.py").write_text("import pulumi\n\nraise KeyError('cluster')\n")
    result = aidc("plan", "dev", "--project", project)
    assert result.exit_code == 2
    assert result.stderr == "error: __main__.py:3: KeyError: 'cluster'\n"
