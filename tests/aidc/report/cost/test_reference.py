"""docs/cost.md is what code and tables say today."""

from __future__ import annotations

import os
from pathlib import Path

from aidc.estimator.cost.pricers import KEYS
from aidc.estimator.cost.types.assessed import every_type
from aidc.report.cost.reference import cost_reference

COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "cost.md"


def test_the_committed_page_is_the_one_of_today():
    if os.environ.get("AIDC_GOLDEN"):
        COMMITTED.write_text(cost_reference(), encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == cost_reference(), "AIDC_GOLDEN=1 rewrites it"


def test_every_type_of_the_provider_and_every_usage_key_is_on_it():
    text = cost_reference()
    assert sum(line.startswith("| `") for line in text.splitlines()) >= len(every_type())
    for keys in KEYS.values():
        for key in keys:
            assert f"`{key.name}`" in text
