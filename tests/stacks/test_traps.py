"""docs/traps.md: every rule and trap has its answer, and the test that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "traps.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in TEXT.splitlines() if re.match(r"\| (NP|T)\d", line)]


def _ids(cells: str) -> list[str]:
    return [word.strip() for word in cells.split(",")]


def _tests_of(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}


def test_all_24_rules_of_node_pools_are_answered_in_order():
    assert [row[0] for row in ROWS if row[0].startswith("NP")] == [f"NP{number:02}" for number in range(1, 25)]


def test_every_trap_is_answered_once_and_in_order():
    answered = [name for row in ROWS for name in _ids(row[0]) if name.startswith("T")]
    assert answered == [f"T{number:03}" for number in range(1, 99)]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_is_done_and_names_a_test_that_exists(row):
    _, wrong, answer, how, proof = row
    assert wrong
    assert how
    assert answer in {"impossible", "refused", "partly"}
    file, _, name = proof.strip("`").partition("::")
    path = ROOT / "tests" / file
    assert path.is_file(), proof
    assert name in _tests_of(path), proof
