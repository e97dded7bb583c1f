"""The catalogue of requirements: what a rule is called, how severe it is, how it is mended and what it answers to. One row each in catalogue.csv.

Framework columns are an analyst's mapping, no certification. Sources of each row: the ids of the tools and benchmarks that have it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Severity = Literal["critical", "high", "medium", "low", "info"]
Language = Literal["en", "zh"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "info")
FOLDER = Path(__file__).parent / "catalogue"


@dataclass(frozen=True, slots=True)
class Entry:
    """One requirement. `fix` says what to change in the stack file, `fix_property` which Pulumi property to set; `_zh` the same in Chinese."""

    id: str
    control_id: str
    severity: Severity
    family: str
    title: str
    title_zh: str
    fix: str
    fix_property: str
    fix_zh: str
    references: tuple[str, ...]
    sources: str
    group: str

    def title_in(self, language: Language) -> str:
        """Return the title in a language."""
        return self.title_zh if language == "zh" else self.title

    def fix_in(self, language: Language) -> str:
        """Return the fix in a language: of the blueprint, then of the property."""
        return self.fix_zh if language == "zh" else f"{self.fix} {self.fix_property}".strip()


@cache
def entries() -> dict[str, Entry]:
    """Return every requirement by id, in the order of the tables. Raises ValueError for an id that stands twice."""
    found: dict[str, Entry] = {}
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                if row["id"] in found:
                    raise ValueError(f"{path.name}: {row['id']} stands twice")
                found[row["id"]] = _entry(row, path.stem)
    return found


def entry(id: str) -> Entry:  # noqa: A002 - the field's own word
    """Return one requirement. Raises KeyError."""
    return entries()[id]


_FRAMEWORKS = (
    ("cis_gcp_v4", "CIS GCP v4.0.0"),
    ("cis_gcp_v5", "CIS GCP v5.0.0"),
    ("cis_gke", "CIS GKE"),
    ("nist_800_53_r5", "NIST 800-53"),
    ("iso_27001_2022", "ISO 27001"),
    ("soc2_tsc", "SOC 2"),
    ("gbt_22239_2019_l3", "GB/T 22239"),
)


def _entry(row: dict[str, str], group: str) -> Entry:
    references = tuple(f"{label} {clause.strip()}" for column, label in _FRAMEWORKS for clause in row[column].split(";") if clause.strip())
    return Entry(
        row["id"],
        row["control_id"],
        next(severity for severity in SEVERITIES if severity == row["severity"]),
        row["family"],
        row["title"],
        row["title_zh"],
        row["fix"],
        row["fix_property"],
        row["fix_zh"],
        references,
        row["sources"],
        group,
    )
