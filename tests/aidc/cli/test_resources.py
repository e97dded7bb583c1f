"""`aidc resources`: the record as JSON Lines."""

from __future__ import annotations

import json

from aidc.inventory.resource import UNKNOWN


def _records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_line_is_a_resource_sorted_by_urn(aidc):
    result = aidc("resources", "dev")
    records = _records(result)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [record["urn"] for record in records] == sorted(record["urn"] for record in records)
    assert all(set(record) == {"urn", "type", "name", "inputs", "parent", "dependencies", "custom", "options"} for record in records)
    assert result.stdout_bytes == aidc("resources", "dev").stdout_bytes, "same program, same bytes"


def test_a_preview_leaves_unknown_what_an_update_would_know(aidc):
    def unknown(result):
        return sum(line.count(UNKNOWN) for line in result.stdout.splitlines())

    preview, update = aidc("resources", "dev"), aidc("resources", "dev", "--up")
    assert unknown(preview) > unknown(update)
    assert [one["urn"] for one in _records(preview)] == [one["urn"] for one in _records(update)]


def test_a_blueprint_that_cannot_be_built_is_told_with_its_lines(aidc, project, stack_text):
    path = stack_text(lambda text: text.replace("environment: dev", "environment: prod"))
    result = aidc("resources", "dev", "--project", project)
    assert result.exit_code == 2
    assert result.stdout == ""
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "environment: prod" in text)
    assert result.stderr.startswith(f"{path}:{line}: error: environment: 'prod' is not one of dev, staging, production, research.")


def test_any_pulumi_program_has_a_record(aidc, tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text("import pulumi_gcp as gcp\ngcp.storage.Bucket('data', location='EU')\n")
    [record] = _records(aidc("resources", "prod", "--project", tmp_path))
    assert (record["name"], record["inputs"]["location"]) == ("data", "EU")


def test_an_unknown_stack_is_told_with_the_known_ones(aidc, known_stacks):
    result = aidc("resources", "prod")
    assert result.exit_code == 2
    assert result.stderr == f"error: there is no stack prod; the stacks of aidc are {', '.join(known_stacks)}.\n"
