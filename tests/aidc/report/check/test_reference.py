"""docs/policies.md is what the pack says today."""

from __future__ import annotations

import os
from pathlib import Path

from aidc.report.check.reference import policies_reference
from policies.document import reference

COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "policies.md"


def test_the_committed_page_is_the_one_of_today():
    text = policies_reference(reference())
    if os.environ.get("AIDC_GOLDEN"):
        COMMITTED.write_text(text, encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == text, "AIDC_GOLDEN=1 rewrites it"


def test_every_rule_is_on_it_in_both_languages():
    text = policies_reference(reference())
    for rule in reference():
        assert f"| `{rule['rule']}` |" in text
        assert rule["title_zh"] in text
