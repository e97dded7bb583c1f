"""The page of one rule: what it asks, of what, how it is mended, and what it answers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.report.layout import facts


def rule_page(rule: Mapping[str, Any]) -> RenderableType:
    """Return the page."""
    rows: list[tuple[str, RenderableType]] = [
        ("severity", rule["severity"]),
        ("judges", f"one {rule['scope']}" if rule["scope"] == "resource" else "the stack as a whole"),
        ("types", "\n".join(rule["types"]) or "any"),
        ("mend", rule["fix"]),
        ("answers to", ", ".join(rule["references"]) or "nothing beyond itself"),
        ("known elsewhere", rule["sources"] or "nowhere: no scanner has it"),
    ]
    return Group(Text.assemble((rule["title"], "bold"), (f" [{rule['rule']}, {rule['control']}]", "dim")), facts(rows))
