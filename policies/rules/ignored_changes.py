"""What the engine is told to ignore must not be what a rule relies on: its verdict would be about properties that no longer hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.bag import Bag
from policies.rule import ANY, Rule, rule, rules_by_type

GRAVE = ("critical", "high")
_INDEX = re.compile(r"""\[(?:\d+|\*)\]|\[["']([^"'\]]+)["']\]""")


@dataclass(frozen=True, slots=True)
class Watched(Bag):
    """A bag that notes which properties are read."""

    reads: list[str] = field(default_factory=list, compare=False)

    def get(self, path: str) -> Any:
        """Return the value, noting its path."""
        self.reads.append(_dotted(f"{self.path}{path}"))
        return Bag.get(self, path)

    def at(self, values: Mapping[str, Any], path: str, name: str = "") -> Watched:
        """Return the bag of a part, which notes what is read with the others."""
        part = Bag.at(self, values, path, name)
        return Watched(part.type, part.name, part.urn, part.values, part.options, part.path, self.reads)


@rule("ignore-changes-safe", ANY)
def ignore_changes_safe(bag: Bag) -> str | None:
    given = bag.option("ignoreChanges")
    ignored = [_dotted(path) for path in given if isinstance(path, str)] if isinstance(given, list) else []
    if not ignored:
        return None
    for one in rules_by_type().get(bag.type, ()):
        if one.entry.severity in GRAVE and (hidden := _hidden(bag, one, ignored)):
            return f"changes of {hidden} are ignored, on which {one.id} relies"
    return None


def _hidden(bag: Bag, one: Rule, ignored: list[str]) -> str | None:
    """Return the ignored path that hides a property the rule reads here, or None."""
    watched = Watched(bag.type, bag.name, bag.urn, bag.values, bag.options)
    one.judge(watched)
    return next((path for path in ignored for read in watched.reads if path == "*" or f"{read}.".startswith(f"{path}.")), None)


def _dotted(path: str) -> str:
    """Return a property path with dots alone: nodeConfig["labels"][0].x is nodeConfig.labels.x."""
    return _INDEX.sub(lambda found: f".{found.group(1)}" if found.group(1) else "", path)
