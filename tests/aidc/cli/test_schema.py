"""`aidc schema`."""

from __future__ import annotations

import json


def test_the_schema_is_one_document(aidc):
    result = aidc("schema")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_file_gets_the_same_bytes_and_the_line_that_uses_it_is_told(aidc, tmp_path):
    out = tmp_path / "schema.json"
    result = aidc("schema", "--out", out)
    assert result.stdout == ""
    assert result.stderr == f"Wrote {out}. First line of a stack file that uses it: # yaml-language-server: $schema={out}\n"
    assert out.read_text() == aidc("schema").stdout


def test_a_file_that_cannot_be_written_is_bad_input(aidc, tmp_path):
    result = aidc("schema", "--out", tmp_path)
    assert (result.exit_code, result.stderr) == (2, f"error: --out {tmp_path}: cannot be written: Is a directory\n")
