"""The comment for a pull request: one, updated in place; what is new first, grouped by severity, the rest folded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aidc.inventory.urn import short_name
from aidc.report.check.page import headline
from aidc.report.cost.markdown import escaped

SEVERITIES = ("critical", "high", "medium", "low", "info")
_MOST_ROWS = 30
_SIGNS = {"critical": "🟥", "high": "🟥", "medium": "🟨", "low": "🟦", "info": "⬜"}


def marker(name: str) -> str:
    """Return the hidden line by which a later run finds its own comment."""
    return f"<!-- aidc check: {''.join(character for character in name if character.isalnum() or character in '-_.')} -->"


def check_markdown(name: str, document: Mapping[str, Any]) -> str:
    """Return the whole comment."""
    return "\n".join(_parts(name, document)) + "\n"


def _parts(name: str, document: Mapping[str, Any]) -> Iterator[str]:
    yield marker(name)
    yield f"### Policies of {escaped(name)}: {'🔴' if document['blocked'] else '🟢'} {headline(document)}"
    yield ""
    findings = [one for one in document["findings"] if one["outcome"] != "waived"]
    if "base" in document:
        base = document["base"]
        yield f"Against the base: **{base['new']} new**, {base['mended']} mended."
        yield ""
        yield from _table([one for one in findings if one["new"]])
        findings = [one for one in findings if not one["new"]]
    blocking, rest = [one for one in findings if one["blocks"]], [one for one in findings if not one["blocks"]]
    yield from _table(blocking)
    if rest:
        yield f"<details><summary>{len(rest)} that do not block</summary>\n"
        yield from _table(rest)
        yield "</details>\n"
    for kind, waivers in document["waivers"].items():
        for waiver in waivers:
            yield f"- ⚠️ waiver {kind}: {escaped(waiver['rule'])} on {escaped(waiver['resource'])}, {escaped(waiver['owner'])}, until {waiver['until']}"
    summary = document["summary"]
    yield f"<sub>{summary['passed']} passed · {summary['unknown']} unknown · {summary['waived']} waived · {document['rules']} rules</sub>"


def _table(findings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not findings:
        return
    ordered = sorted(findings, key=lambda one: (SEVERITIES.index(one["severity"]), one["rule"], one["resource"]))
    yield "| | rule | resource | what is wrong | how to mend it |"
    yield "| --- | --- | --- | --- | --- |"
    for one in ordered[:_MOST_ROWS]:
        state = f"{one['outcome']}: " if one["outcome"] != "fail" else ""
        cells = (
            f"{_SIGNS[one['severity']]} {one['severity']}",
            f"{escaped(one['title'])} `{one['rule']}`",
            escaped(short_name(one["resource"]) or "the stack"),
            escaped(f"{state}{one['message']}"),
            escaped(one["fix"]),
        )
        yield f"| {' | '.join(cells)} |"
    if len(ordered) > _MOST_ROWS:
        yield f"| | {len(ordered) - _MOST_ROWS} more | | | |"
    yield ""
