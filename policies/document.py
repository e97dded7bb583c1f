"""A judgement as plain data: what `aidc check --json` prints and every report is made from. One call from a record to the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from policies.catalogue import Entry, Language, entries
from policies.engine_settings import document_in
from policies.judge import Finding, Judgement, judge
from policies.rule import RULES, STACK_RULES
from policies.settings import Waiver, settings_of


def check(
    record: Iterable[Mapping[str, Any]], settings: Mapping[str, Any], today: date | None = None, language: Language = "en"
) -> dict[str, Any]:
    """Return the document of a record under a stack's settings. Raises SettingsError for settings that cannot be followed."""
    return document_of(judge(record, settings_of(settings, today)), language)


def settings_in_configuration(project: str, configuration: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the settings that a stack's configuration holds, not checked yet. Raises SettingsError where there is no object."""
    return document_in(project, configuration)


def document_of(judgement: Judgement, language: Language = "en") -> dict[str, Any]:
    """Return the judgement as plain data, findings in its order."""
    findings = [_finding(finding, language) for finding in judgement.findings]
    return {
        "findings": findings,
        "rules": judgement.rules,
        "resources": judgement.resources,
        "summary": {
            "judged": judgement.judged,
            "not_judged": judgement.resources - judgement.judged,
            "passed": judgement.passed,
            "not_applicable": judgement.not_applicable,
            **{
                outcome: sum(1 for finding in findings if finding["outcome"] == outcome)
                for outcome in ("fail", "unknown", "waived", "defect")
            },
            "blocking": sum(1 for finding in judgement.findings if finding.blocks),
            "by_severity": dict(Counter(finding["severity"] for finding in findings if finding["outcome"] == "fail")),
        },
        "waivers": {
            "expired": [_waiver(waiver) for waiver in judgement.expired_waivers],
            "unused": [_waiver(waiver) for waiver in judgement.unused_waivers],
        },
        "blocked": judgement.is_blocked,
    }


def explain(rule: str, language: Language = "en") -> dict[str, Any]:
    """Return everything the catalogue says of a rule. Raises KeyError."""
    found = entries()[rule]
    known = RULES.get(rule) or STACK_RULES[rule]
    return {**_entry(found, language), "types": list(known.on), "scope": "resource" if rule in RULES else "stack", "sources": found.sources}


def reference() -> list[dict[str, Any]]:
    """Return every rule in the order of the catalogue."""
    return [{**_entry(found, "en"), "group": found.group, "title_zh": found.title_zh} for found in entries().values()]


def rule_ids() -> list[str]:
    """Return the ids of all rules, sorted."""
    return sorted({*RULES, *STACK_RULES})


def _entry(found: Entry, language: Language) -> dict[str, Any]:
    return {
        "rule": found.id,
        "control": found.control_id,
        "title": found.title_in(language),
        "severity": found.severity,
        "fix": found.fix_in(language),
        "references": list(found.references),
    }


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        **_entry(finding.rule, language),
        "outcome": "waived" if finding.waiver else str(finding.outcome),
        "enforcement": finding.level,
        "blocks": finding.blocks,
        "resource": finding.resource,
        "type": finding.type,
        "message": finding.text,
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
    }


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {
        "rule": waiver.rule,
        "resource": waiver.resource,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "until": waiver.until.isoformat(),
    }
