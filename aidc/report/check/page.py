"""The page of `aidc check`: what blocks, what is advised, what is not known yet, what was let through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.inventory.urn import short_name
from aidc.report.layout import facts, section
from aidc.report.units import plural
from aidc.report.visible import visible

STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "", "info": "dim"}
_MOST_RESOURCES = 6


def check_page(name: str, document: Mapping[str, Any]) -> RenderableType:
    """Return the whole page."""
    return Group(*_parts(name, document))


def headline(document: Mapping[str, Any]) -> str:
    """Return the verdict in a line."""
    summary = document["summary"]
    said = f"{plural(summary['blocking'], 'finding')} of mandatory rules" if summary["blocking"] else "every mandatory rule holds"
    return f"{said}; {plural(document['rules'], 'rule')} on {plural(document['resources'], 'resource')}"


def _parts(name: str, document: Mapping[str, Any]) -> Iterator[RenderableType]:
    yield Text.assemble((visible(name), "bold"), " · ", (headline(document), "bold red" if document["blocked"] else "bold green"))
    yield facts(_summary(document))
    findings = document["findings"]
    for title, chosen in (
        ("blocks", [one for one in findings if one["blocks"]]),
        ("advised", [one for one in findings if one["outcome"] in ("fail", "defect") and not one["blocks"]]),
        ("not known yet: judged again when the value is", [one for one in findings if one["outcome"] == "unknown"]),
        ("let through", [one for one in findings if one["outcome"] == "waived"]),
    ):
        if chosen:
            yield section(f"{title} ({len(chosen)})", *_by_rule(chosen))
    for kind, waivers in document["waivers"].items():
        if waivers:
            yield section(f"waivers that are {kind}: the gate says no until they are taken out", facts([_waiver(one) for one in waivers]))


def _summary(document: Mapping[str, Any]) -> Iterator[tuple[str, RenderableType]]:
    summary = document["summary"]
    yield (
        "judged",
        f"{summary['judged']} of {document['resources']} resources; {plural(summary['not_judged'], 'other')} of types that no rule is about",
    )
    passes = f"{summary['passed']} passed, {summary['not_applicable']} did not apply"
    yield "outcomes", f"{passes}, {summary['fail']} failed, {summary['unknown']} unknown, {summary['waived']} waived"
    if "base" in document:
        yield "against the base", f"{document['base']['new']} new, {document['base']['mended']} mended"


def _by_rule(findings: Sequence[Mapping[str, Any]]) -> Iterator[RenderableType]:
    """Yield a block for each rule: what it asks, where it fails and with what, how it is mended."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        groups.setdefault(finding["rule"], []).append(finding)
    for rule, group in groups.items():
        first = group[0]
        new = " · new" if any(one.get("new") for one in group) else ""
        yield Text.assemble("   ", (first["severity"], STYLES[first["severity"]]), f" {first['title']} ", (f"[{rule}]{new}", "dim"))
        rows: list[tuple[str, RenderableType]] = [(f"  {visible(_where(one))}", visible(one["message"])) for one in group[:_MOST_RESOURCES]]
        if len(group) > _MOST_RESOURCES:
            rows.append(("", f"{len(group) - _MOST_RESOURCES} more: --json has all"))
        rows.append(("  mend", Text(first["fix"], style="dim")))
        yield facts(rows)


def _where(finding: Mapping[str, Any]) -> str:
    return short_name(finding["resource"]) or "the stack"


def _waiver(waiver: Mapping[str, str]) -> tuple[str, RenderableType]:
    said = f"{waiver['resource']}: {waiver['reason']} ({waiver['owner']}, until {waiver['until']})"
    return waiver["rule"], visible(said)
