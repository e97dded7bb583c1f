"""What is new against a base: findings that the base does not have, by rule and resource across stacks and projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aidc.inventory.urn import short_name


def with_news(document: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with `new` on every finding, new ones first, and how many of the base are gone."""
    known = {_key(finding) for finding in base["findings"]}
    findings = [{**finding, "new": _key(finding) not in known} for finding in document["findings"]]
    now = {_key(finding) for finding in findings}
    ordered = sorted(findings, key=lambda finding: not finding["new"])
    return {**document, "findings": ordered, "base": {"new": sum(one["new"] for one in findings), "mended": len(known - now)}}


def _key(finding: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return finding["rule"], finding["type"], short_name(finding["resource"]), finding["outcome"]
