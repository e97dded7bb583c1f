"""SARIF 2.1.0 for code scanning: one result for each finding, with a fingerprint that stays when lines move."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from aidc import __version__

SCHEMA = "https" + "://json.schemastore.org/sarif-2.1.0.json"
"""In two parts, for no text of ours is an address."""
LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
_SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0", "info": "1.0"}


def sarif(document: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return the log of a judgement. `place` is the file that findings are shown at: the stack file or the record."""
    findings = [finding for finding in document["findings"] if finding["outcome"] != "waived"]
    rules = {finding["rule"]: _rule(finding) for finding in findings}
    order = {rule: index for index, rule in enumerate(rules)}
    driver = {"name": "aidc", "version": __version__, "rules": list(rules.values())}
    run = {"tool": {"driver": driver}, "results": [_result(finding, order, place) for finding in findings], "columnKind": "utf16CodeUnits"}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def fingerprint(finding: Mapping[str, Any]) -> str:
    """Return what makes a finding the same in a later run: rule, resource and outcome, not its words."""
    text = "\0".join((finding["rule"], finding["resource"], finding["outcome"]))
    return hashlib.sha256(text.encode()).hexdigest()


def _rule(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": finding["rule"],
        "shortDescription": {"text": finding["title"]},
        "help": {"text": finding["fix"]},
        "defaultConfiguration": {"level": LEVELS[finding["severity"]]},
        "properties": {"tags": ["security", *finding["references"]], "security-severity": _SCORES[finding["severity"]]},
    }


def _result(finding: Mapping[str, Any], order: Mapping[str, int], place: str) -> dict[str, Any]:
    where = finding["resource"] or "the stack"
    return {
        "ruleId": finding["rule"],
        "ruleIndex": order[finding["rule"]],
        "level": LEVELS[finding["severity"]] if finding["outcome"] == "fail" else "note",
        "message": {"text": f"{where}: {finding['message']}. {finding['fix']}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": place}, "region": {"startLine": 1}},
                "logicalLocations": [{"fullyQualifiedName": where, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"aidc/v1": fingerprint(finding)},
    }
