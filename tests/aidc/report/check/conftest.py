"""A judgement small enough to be read: one finding that blocks, one that is advice, one unknown, one let through."""

from __future__ import annotations

from typing import Any

import pytest


def _finding(**changes: Any) -> dict[str, Any]:
    return {
        "rule": "bucket-uniform-access",
        "control": "GCS-004",
        "title": "Access is granted on the bucket as a whole",
        "severity": "high",
        "fix": "Set uniformBucketLevelAccess to true.",
        "references": ["CIS GCP v4.0.0 5.2"],
        "outcome": "fail",
        "enforcement": "mandatory",
        "blocks": True,
        "resource": "urn:pulumi:dev::acme::gcp:storage/bucket:Bucket::data",
        "type": "gcp:storage/bucket:Bucket",
        "message": "single objects can be shared by access lists",
        "waiver": None,
        **changes,
    }


@pytest.fixture
def finding():
    return _finding


@pytest.fixture
def document() -> dict[str, Any]:
    waiver = {"rule": "bucket-cmek", "resource": "logs", "reason": "public data", "owner": "ana", "until": "2027-01-31"}
    findings = [
        _finding(),
        _finding(
            rule="bucket-labels", severity="low", enforcement="advisory", blocks=False, title="Buckets carry labels", message="no labels"
        ),
        _finding(rule="bucket-versioning", severity="medium", outcome="unknown", blocks=False, message="versioning is not known yet"),
        _finding(rule="bucket-cmek", outcome="waived", blocks=False, waiver=waiver),
    ]
    summary = {
        "judged": 2,
        "not_judged": 3,
        "passed": 7,
        "not_applicable": 1,
        "fail": 2,
        "unknown": 1,
        "waived": 1,
        "defect": 0,
        "blocking": 1,
    }
    return {
        "findings": findings,
        "rules": 12,
        "resources": 5,
        "summary": summary,
        "waivers": {"expired": [], "unused": []},
        "blocked": True,
    }
