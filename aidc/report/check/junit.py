"""JUnit XML: one test case for each finding, so that any build server lists them; what passes is counted, not listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from aidc.report.visible import visible


def junit(document: Mapping[str, Any], name: str) -> str:
    """Return the report as XML. Mandatory failures are failures; advice, unknowns and waivers are skipped cases with their words."""
    findings = document["findings"]
    failures = [finding for finding in findings if finding["blocks"]]
    passed = int(document["summary"]["passed"])
    counts = {"tests": str(len(findings) + passed), "failures": str(len(failures)), "skipped": str(len(findings) - len(failures))}
    suite = ElementTree.Element("testsuite", {"name": visible(name), **counts})
    for finding in findings:
        case = ElementTree.SubElement(
            suite, "testcase", {"classname": finding["rule"], "name": visible(finding["resource"]) or "the stack"}
        )
        words = visible(f"{finding['severity']}, {finding['outcome']}: {finding['message']}. {finding['fix']}")
        ElementTree.SubElement(case, "failure" if finding["blocks"] else "skipped", {"message": words})
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"
