"""docs/policies.md: every rule with its severity, what mends it and what it answers to. Written from the pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

INTRODUCTION = """\
# Policies

`aidc check STACK`, or `aidc check --inventory FILE` for any Pulumi program for Google Cloud, judges every resource offline; `pulumi preview --policy-pack policies`
runs the same functions under the real engine. Titles and fixes are in English and Chinese (`--lang zh`).

- **Outcomes** are pass, fail, unknown and not applicable. What is not known at preview makes that rule unknown, never a pass, and silences no other; it is
  judged again when the value is known. A rule that breaks is a defect of its own and never ends the run.
- **Absent** is judged by what Google Cloud does when a property is absent: `policies/defaults.csv`, each row with its source.
- **Levels** are mandatory, advisory and disabled, by sets (`baseline`, `cis-gke`, `training`, `serving`, `regulated`; the strictest counts) and by rule, under
  `policies` in the stack file. Exit code 1 when a mandatory rule fails.
- **Waivers** (`waivers` in the stack file) name rule, resource, reason, owner and the day they end. An expired, unused or unreadable one fails the gate.
- **Frameworks** are an analyst's mapping, no certification: CIS GCP v4.0.0 and v5.0.0, CIS GKE, NIST 800-53 r5, ISO 27001:2022, SOC 2, GB/T 22239-2019 level 3.

`aidc check --explain RULE` shows one rule; `--sarif`, `--junit`, `--markdown` and `--json` are for other readers; `--base FILE` puts what is new first. A rule is one
function in `policies/rules/`, one row in `policies/catalogue/`, and its cases in `tests/policies/cases/`.
"""


def policies_reference(rules: Sequence[Mapping[str, Any]]) -> str:
    """Return the whole page."""
    return "\n".join(_parts(rules)) + "\n"


def _parts(rules: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield INTRODUCTION
    yield f"## {len(rules)} rules\n"
    for group in dict.fromkeys(rule["group"] for rule in rules):
        chosen = [rule for rule in rules if rule["group"] == group]
        yield f"### {group.replace('_', ' ').capitalize()} ({len(chosen)})\n"
        yield "| rule | severity | asks that | mend | answers to |"
        yield "| --- | --- | --- | --- | --- |"
        for rule in chosen:
            references = ", ".join(rule["references"])
            yield f"| `{rule['rule']}` | {rule['severity']} | {rule['title']}<br>{rule['title_zh']} | {rule['fix']} | {references} |"
        yield ""
