"""What Google Cloud does when a property is absent: one table, so that absence is judged by what happens and not by what a rule's author hoped.

defaults.csv: type, path, value (JSON), source.
"""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from policies.bag import Bag

TABLE = Path(__file__).parent / "defaults.csv"


@cache
def defaults() -> dict[tuple[str, str], Any]:
    """Return the value that an absent property stands for, by type and path."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {(row["type"], row["path"]): json.loads(row["value"]) for row in csv.DictReader(table)}


def effective(bag: Bag, path: str) -> Any:
    """Return a property as it takes effect: what is set, else what the table says of its absence. Raises Unknown, and KeyError for no row."""
    return taken(bag.get(path), defaults()[bag.type, f"{bag.path}{path}"])


def taken(value: Any, default: Any) -> Any:
    """Return a value as the provider takes it: absent is the default, and a switch written as text ("true") is a switch."""
    if value is None:
        return default
    if isinstance(default, bool) and isinstance(value, str):
        return value.strip().lower() == "true" if value.strip() else default
    return value
