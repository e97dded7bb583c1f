"""How far the simulated cloud agrees with the real provider, on questions that the real one has answered.

    python benchmarks/provider_agreement.py [CASES.jsonl[.gz]]

Owns the measuring. Three questions: would Check accept these inputs, and if not, which property does it name; would a change of this input replace
the resource; is this output known at preview. The cases are in provider_cases/, the observed replacements and previews are facts of the simulation
itself, so for types outside the property table the last two only show that the facts are read right. "held out" is Check without any fact that was
learned from these very cases.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from aidc.rehearsal import facts, schema
from aidc.rehearsal.cloud import UNKNOWN, Cloud

CASES = Path(__file__).with_name("provider_cases") / "check_cases.jsonl.gz"
WORST = 12
Case = Mapping[str, Any]


@dataclass
class Agreement:
    """Counts of one group of cases."""

    cases: int = 0
    same_verdict: int = 0
    refusals: int = 0
    same_paths: int = 0
    shared_path: int = 0

    @property
    def verdict(self) -> float:
        """Share of cases with the same verdict."""
        return self.same_verdict / self.cases if self.cases else 1.0

    @property
    def paths(self) -> float:
        """Share of the provider's refusals where the very same set of properties is named."""
        return self.same_paths / self.refusals if self.refusals else 1.0

    @property
    def any_path(self) -> float:
        """Share of the provider's refusals where at least one property is named by both."""
        return self.shared_path / self.refusals if self.refusals else 1.0


@dataclass
class CheckReport:
    """Agreement of Check: over all, by kind of change, by type, and the cases that differ."""

    total: Agreement = field(default_factory=Agreement)
    by_change: dict[str, Agreement] = field(default_factory=lambda: defaultdict(Agreement))
    by_type: dict[str, Agreement] = field(default_factory=lambda: defaultdict(Agreement))
    different: list[str] = field(default_factory=list)
    seconds: float = 0.0


def load(path: Path) -> list[Case]:
    """Return the cases of a JSON Lines file, packed or not."""
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def check_agreement(cases: Sequence[Case]) -> CheckReport:
    """Put every case to Check and compare."""
    cloud, report, start = a_cloud(), CheckReport(), time.perf_counter()
    for case in cases:
        failures = cloud.check(case["type"], case["inputs"]).failures
        groups = (report.total, report.by_change[case["change"].split()[0]], report.by_type[case["type"]])
        if not _count(groups, case, {failure.property for failure in failures}, accepted=not failures):
            report.different.append(case["id"])
    report.seconds = time.perf_counter() - start
    return report


def a_cloud() -> Cloud:
    """Return an empty cloud with a place."""
    return Cloud(project="my-project", region="us-central1", zone="us-central1-a")


def _count(groups: Sequence[Agreement], case: Case, named: set[str], *, accepted: bool) -> bool:
    theirs = {failure["path"] for failure in case["failures"]}
    same = accepted == case["accepted"]
    for group in groups:
        group.cases += 1
        group.same_verdict += same
        if not case["accepted"]:
            group.refusals += 1
            group.same_paths += named == theirs
            group.shared_path += bool(named & theirs)
    return same and (case["accepted"] or named == theirs)


@contextmanager
def without_observed_facts() -> Iterator[None]:
    """Leave out every refinement that was learned from the provider's answers to these cases."""
    tables = facts.by_type("refinements")
    kept = {type_: tuple(row for row in rows if not row["source"].startswith("observed")) for type_, rows in tables.items()}
    everything = dict(tables)
    schema.schema_of.cache_clear()
    try:
        tables.clear()
        tables.update(kept)
        yield
    finally:
        tables.clear()
        tables.update(everything)
        schema.schema_of.cache_clear()


def replacement_agreement(cases: Sequence[Case], *, tabled_only: bool) -> Counter[bool]:
    """Change each input whose effect was observed, in every example that has it, and compare the most frequent outcome.

    `tabled_only`: only types of the property table, whose flags come from the provider's source and not from these observations.
    """
    examples = _examples(cases)
    cloud, counted = a_cloud(), Counter[bool]()
    for row in facts.table("replaces"):
        if tabled_only and row["type"] not in facts.by_type("properties"):
            continue
        observed = "replace" if row["effect_of_a_change"].startswith("replace") else row["effect_of_a_change"]
        outcomes = Counter[str]()
        for inputs in examples.get((row["type"], row["property"]), [{row["property"]: "one"}]):
            changed = {**inputs, row["property"]: _other(inputs[row["property"]])}
            answer = cloud.diff(row["type"], "", inputs, {}, changed)
            outcomes["replace" if answer.replaces else "update" if answer.changes else "none"] += 1
        counted[outcomes.most_common(1)[0][0] == observed] += 1
    return counted


def _examples(cases: Sequence[Case]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for case in cases:
        if case["accepted"] and case["change"] == "valid":
            for name in case["inputs"]:
                found[case["type"], name].append(case["inputs"])
    return found


def _other(value: Any) -> Any:
    """Return a value that differs from another one in every part."""
    if isinstance(value, dict):
        return {name: _other(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_other(item) for item in value]
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int | float) else f"{value}-other"


def preview_agreement(cases: Sequence[Case]) -> Counter[bool]:
    """Preview each valid example and compare what is unknown and what is known though nobody gave it."""
    cloud, counted = a_cloud(), Counter[bool]()
    for case in cases:
        rows = facts.by_type("planned_outputs").get(case["type"])
        if not rows or not case["accepted"] or case["change"] != "valid":
            continue
        inputs = cloud.check(case["type"], case["inputs"]).inputs
        outputs = cloud.preview(case["type"], inputs)
        unknown, known = ({*rows[0][column].split(";")} - {""} for column in ("unknown_at_preview", "known_at_preview_though_not_given"))
        for name in {*outputs, *unknown, *known} - inputs.keys():
            ours = "absent" if name not in outputs else "unknown" if outputs[name] == UNKNOWN else "known"
            counted[ours == ("unknown" if name in unknown else "known")] += 1
    return counted


def _share(counted: Counter[bool]) -> str:
    return f"{counted[True] / counted.total():.2%} of {counted.total():,}" if counted else "-"


def show(cases: Sequence[Case], console: Console) -> CheckReport:
    """Measure and print everything; return the report of Check."""
    report = check_agreement(cases)
    with without_observed_facts():
        held_out = check_agreement(cases)
    summary = Table(title="Agreement with pulumi-gcp 9.35.0", show_header=False)
    total = report.total
    for name, value in (
        ("cases of Check", f"{total.cases:,} in {report.seconds:.2f} s"),
        ("accepted or refused alike", f"{total.verdict:.2%}   (held out: {held_out.total.verdict:.2%})"),
        ("refusals that name the same properties", f"{total.paths:.2%} of {total.refusals:,}   (held out: {held_out.total.paths:.2%})"),
        ("refusals with a property in common", f"{total.any_path:.2%}   (held out: {held_out.total.any_path:.2%})"),
        ("change updates or replaces alike", _share(replacement_agreement(cases, tabled_only=True))),
        ("the same, with types known by observation alone", _share(replacement_agreement(cases, tabled_only=False))),
        ("output known or unknown at preview alike", _share(preview_agreement(cases))),
    ):
        summary.add_row(name, value)
    console.print(summary)
    console.print(_groups("By kind of change", report.by_change, len(report.by_change)))
    worst = {name: group for name, group in report.by_type.items() if min(group.verdict, group.paths) < 1.0}
    console.print(_groups("Types that differ, worst first", worst, WORST))
    console.print(f"cases that differ: {', '.join(report.different) or 'none'}")
    return report


def _groups(title: str, groups: Mapping[str, Agreement], limit: int) -> Table:
    table = Table("", "cases", "same verdict", "refusals", "same properties", title=title)
    ordered = sorted(groups.items(), key=lambda item: (min(item[1].verdict, item[1].paths), item[0]))
    for name, group in ordered[:limit]:
        table.add_row(name, f"{group.cases:,}", f"{group.verdict:.2%}", f"{group.refusals:,}", f"{group.paths:.2%}")
    return table


if __name__ == "__main__":
    show(load(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES), Console())
