"""What the engine is told to ignore must not be what a rule relies on: its verdict would be about properties that no longer hold.

A rule reads only what it needs for its verdict of today, and a firewall closed by its sources is not asked for its ports. So what each requirement
is about stands in relied_on.csv as well (rule, type, path): the properties that its own text names.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from policies.bag import Bag
from policies.rule import ANY, Outcome, rule, rules_by_type

GRAVE = ("critical", "high")
TABLE = Path(__file__).parents[1] / "relied_on.csv"
SCOPE = frozenset(
    {"labels", "resourceLabels", "userLabels", "name", "description", "nodeCount", "initialNodeCount", "autoscaling", "nodeLocations"}
)
"""What says whether a rule is meant for a resource, or how many there are of it. No rule protects it, and autoscalers and billing change it."""
_INDEX = re.compile(r"""\[(?:\d+|\*)\]|\[["']([^"'\]]+)["']\]""")


@dataclass(slots=True)
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
    paths = [_dotted(path) for path in given if isinstance(path, str)] if isinstance(given, list) else []
    ignored = [path for path in paths if path.split(".")[0] not in SCOPE]
    if not ignored:
        return None
    for rule_id, reads in _reads(bag):
        if hidden := next((path for path in ignored for read in reads if _hides(path, read)), None):
            return f"changes of {hidden} are ignored, on which {rule_id} relies"
    return None


def _reads(bag: Bag) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each grave rule with what it relies on here: what it reads, and what its requirement names where it is meant for the resource."""
    named = dict(relied_on().get(bag.type, {}))
    for one in rules_by_type().get(bag.type, ()):
        said = named.pop(one.id, [])
        if one.entry.severity in GRAVE:
            watched = Watched(bag.type, bag.name, bag.urn, bag.values, bag.options)
            meant = one.judge(watched).outcome is not Outcome.NOT_APPLICABLE
            yield one.id, (*watched.reads, *(said if meant else ()))
    yield from named.items()  # rules about the whole stack


def _hides(ignored: str, read: str) -> bool:
    return ignored == "*" or f"{read}.".startswith(f"{ignored}.")


@cache
def relied_on() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the properties that grave requirements are about, by type and rule."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            found[row["type"]][row["rule"]].append(row["path"])
    return found


def _dotted(path: str) -> str:
    """Return a property path with dots alone: nodeConfig["labels"][0].x is nodeConfig.labels.x."""
    return _INDEX.sub(lambda found: f".{found.group(1)}" if found.group(1) else "", path)
