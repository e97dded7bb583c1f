"""The reference of the stack file is what the schema says, and the committed copy is the one of today."""

from __future__ import annotations

import os
import re
from pathlib import Path

from aidc.blueprint import Blueprint
from aidc.report.stack_reference import stack_reference
from aidc.report.stack_schema import stack_schema

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "stack-file.md"


def test_the_committed_reference_is_the_one_of_today():
    if os.environ.get("AIDC_GOLDEN"):
        COMMITTED.write_text(stack_reference(), encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == stack_reference(), "run: aidc schema --markdown --out docs/stack-file.md"


def test_every_section_and_every_field_is_in_the_reference():
    text = stack_reference()
    for name, schema in stack_schema()["$defs"].items():
        for key in schema.get("properties", {}):
            assert f"| `{key}` |" in text, f"{name}.{key}"
    for key in Blueprint.model_fields:
        assert f"| `{key}` |" in text


def test_a_field_without_default_is_marked_and_a_default_is_shown():
    lines = stack_reference().splitlines()
    assert any(line.startswith("| `environment` |") and "| **required** |" in line for line in lines)
    assert any(line.startswith("| `growth` |") and "| `1.5` |" in line for line in lines)


def test_a_long_list_of_choices_is_cut_and_counted():
    [region] = [line for line in stack_reference().splitlines() if line.startswith("| `region` |")]
    assert " in all |" in region
    assert "`africa-south1`" in region


def test_links_lead_to_sections_that_are_there():
    text = stack_reference()
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= anchors
