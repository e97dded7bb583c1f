"""Programs without a blueprint: their settings stand under a key of the stack's configuration, or in a file."""

from __future__ import annotations

import json

import pytest

OPEN = {"type": "gcp:storage/bucket:Bucket", "name": "open", "inputs": {"location": "US"}}
ADVICE = "sets: [cis-gke], levels: {bucket-uniform-access: advisory}"


@pytest.fixture
def shop(tmp_path):
    """Return a project that is not aidc's, and a file of one bucket."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    record = tmp_path / "record.jsonl"
    record.write_text(json.dumps(OPEN) + "\n")

    def stack(*lines: str):
        (tmp_path / "Pulumi.dev.yaml").write_text("config:\n" + "".join(f"  {line}\n" for line in lines))
        return ("--inventory", record, "--project", tmp_path)

    return stack


def levels_of(result) -> set[tuple[str, str]]:
    return {(finding["rule"], finding["enforcement"]) for finding in json.loads(result.stdout)["findings"]}


def test_the_key_of_the_project_says_how_a_program_without_a_blueprint_is_judged(aidc, shop):
    result = aidc("check", "dev", *shop(f"shop:policies: {{{ADVICE}}}"), "--json")
    assert (result.exit_code, levels_of(result)) == (0, {("bucket-uniform-access", "advisory")})


def test_without_the_key_it_is_held_to_the_baseline(aidc, shop):
    result = aidc("check", "dev", *shop("gcp:project: p"), "--json")
    assert result.exit_code == 1
    assert ("bucket-uniform-access", "mandatory") in levels_of(result)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("shop:policies: strict", "policies: shop:policies is not JSON text"),
        ("shop:policies: [baseline]", "policies: shop:policies is ['baseline']; an object is needed"),
        ("shop:policies: {set: [x]}", "policies: set is no key; known are sets, levels, configuration, waivers. Did you mean sets?"),
    ],
)
def test_a_key_that_cannot_be_followed_fails_the_gate_in_words(aidc, shop, line, problem):
    result = aidc("check", "dev", *shop(line))
    assert (result.exit_code, problem in result.stderr) == (2, True), result.stderr


def test_a_stack_file_gives_its_settings_to_a_file_of_resources(aidc, shop, tmp_path):
    words = shop(f"shop:policies: {{{ADVICE}}}", "gcp:project: p")
    result = aidc("check", *words[:2], "--config", tmp_path / "Pulumi.dev.yaml", "--json")
    assert (result.exit_code, levels_of(result)) == (0, {("bucket-uniform-access", "advisory")})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("gcp:project: p", "is a stack file with no keys <project>:policies under config; one is needed"),
        ("shop:policies: strict", "shop:policies is 'strict'; an object is needed"),
    ],
)
def test_a_stack_file_without_settings_is_refused(aidc, shop, tmp_path, line, problem):
    words = shop(line)
    result = aidc("check", *words[:2], "--config", tmp_path / "Pulumi.dev.yaml")
    assert (result.exit_code, problem in result.stderr) == (2, True), result.stderr
