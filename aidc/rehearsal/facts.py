"""Reads the fact tables of the simulated cloud: `facts/*.csv` and `*.csv.gz`, each with source and date in facts/README.md.

Each table is read once and only when first asked for. What the rows mean is said by the module that uses them.
"""

from __future__ import annotations

import csv
import gzip
import io
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("facts")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a fact table by its file name without endings."""
    packed = FOLDER / f"{name}.csv.gz"
    text = gzip.decompress(packed.read_bytes()).decode() if packed.exists() else (FOLDER / f"{name}.csv").read_text()
    return tuple(csv.DictReader(io.StringIO(text)))


@cache
def by_type(name: str) -> dict[str, tuple[dict[str, str], ...]]:
    """Return the rows of a fact table, grouped by the resource type in their `type` column."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in table(name):
        groups.setdefault(row["type"], []).append(row)
    return {type_: tuple(rows) for type_, rows in groups.items()}
