"""Judging a record: every resource by the rules of its type, the stack by the rules about the whole. One pass, one conversion for each resource.

A record is a list of plain dictionaries (`type`, `name`, `urn`, `inputs`, `options`, `dependencies`): what `aidc resources` prints, whatever
program it comes from.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import policies.rules  # noqa: F401 - importing it registers every rule
from policies.bag import Bag, plain
from policies.catalogue import Entry
from policies.kinds import unfolded
from policies.rule import RULES, STACK_RULES, Outcome, Rule, Verdict, rules_by_type, rules_of
from policies.sets import Level
from policies.settings import Settings, Waiver
from policies.stack import Stack


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is no pass. `level` is how it is enforced; `waiver` is set where it is let through."""

    rule: Entry
    outcome: Outcome
    level: Level
    resource: str
    type: str
    text: str
    waiver: Waiver | None = None

    @property
    def blocks(self) -> bool:
        """Say whether the gate says no because of it: a mandatory rule that fails or cannot run, and no waiver for it."""
        return self.level == "mandatory" and self.outcome in (Outcome.FAIL, Outcome.DEFECT) and self.waiver is None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings, most severe first, and what was counted."""

    findings: tuple[Finding, ...]
    rules: int
    resources: int
    judged: int
    passed: int
    not_applicable: int
    unused_waivers: tuple[Waiver, ...]
    expired_waivers: tuple[Waiver, ...]

    @property
    def is_blocked(self) -> bool:
        """Say whether the gate says no."""
        return any(finding.blocks for finding in self.findings) or bool(self.unused_waivers or self.expired_waivers)


def judge(record: Iterable[Mapping[str, Any]], settings: Settings) -> Judgement:
    """Return the judgement of a record under a stack's settings."""
    bags, dependencies = [], {}
    counted: Counter[Outcome] = Counter()
    with _no_search_for_cycles():
        for resource in record:
            bag = bag_of(resource)
            bags.append(bag)
            dependencies[bag.urn] = tuple(resource.get("dependencies") or ())
        judged = list(unfolded(bags))
        findings = [*_of_resources(judged, settings, counted), *_of_stack(Stack(judged, dependencies), settings, counted)]
    used = {finding.waiver for finding in findings if finding.waiver}
    known = set(rules_by_type())
    return Judgement(
        tuple(sorted(findings, key=_order)),
        sum(1 for name in (*RULES, *STACK_RULES) if settings.level(name) != "disabled"),
        len(bags),
        sum(1 for bag in judged if bag.type in known),
        counted[Outcome.PASS],
        counted[Outcome.NOT_APPLICABLE],
        tuple(waiver for waiver in settings.waivers if waiver not in used and not settings.is_expired(waiver)),
        tuple(waiver for waiver in settings.waivers if settings.is_expired(waiver)),
    )


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Keep Python from searching the many bags, which are all in use, for cycles again and again: a fifth of the time of a large record."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def bag_of(resource: Mapping[str, Any]) -> Bag:
    """Return the bag of one resource of a record."""
    inputs = plain(resource.get("inputs") or {})
    options = plain(resource.get("options") or {})
    return Bag(str(resource["type"]), str(resource["name"]), str(resource.get("urn") or ""), inputs, options)


def _of_resources(bags: list[Bag], settings: Settings, counted: Counter[Outcome]) -> Iterable[Finding]:
    by_type = {kind: _in_force(kind, settings) for kind in {bag.type for bag in bags}}
    for bag in bags:
        for rule, level, configuration in by_type[bag.type]:
            verdict = rule.judge(bag, configuration)
            counted[verdict.outcome] += 1
            if verdict.outcome not in (Outcome.PASS, Outcome.NOT_APPLICABLE):
                yield _finding(rule.entry, level, bag, verdict, settings)


def _in_force(kind: str, settings: Settings) -> list[tuple[Rule, Level, Mapping[str, Any]]]:
    """Return the rules for a type that the settings do not disable, with their levels and configuration."""
    configuration = settings.configuration
    return [(rule, level, configuration.get(rule.id, {})) for rule in rules_of(kind) if (level := settings.level(rule.id)) != "disabled"]


def _of_stack(stack: Stack, settings: Settings, counted: Counter[Outcome]) -> Iterable[Finding]:
    for rule in STACK_RULES.values():
        level = settings.level(rule.id)
        if level == "disabled" or (rule.on and not stack.of(*rule.on)):
            continue
        clean = True
        for bag, verdict in rule.judge(stack, settings.configuration.get(rule.id, {})):
            clean = False
            counted[verdict.outcome] += 1
            if verdict.outcome is not Outcome.NOT_APPLICABLE:
                yield _finding(rule.entry, level, bag, verdict, settings)
        counted[Outcome.PASS] += clean


def _finding(entry: Entry, level: Level, bag: Bag | None, verdict: Verdict, settings: Settings) -> Finding:
    resource, kind = ("", "") if bag is None else (bag.urn or bag.name, bag.type)
    waiver = settings.waiver(entry.id, resource, bag.name if bag else "") if verdict.outcome in (Outcome.FAIL, Outcome.UNKNOWN) else None
    return Finding(entry, verdict.outcome, level, resource, kind, verdict.text, waiver)


_RANK = {"critical": 0, "high": 1, "medium": 2, "low": 3, "info": 4}


def _order(finding: Finding) -> tuple[Any, ...]:
    return (not finding.blocks, _RANK[finding.rule.severity], finding.rule.id, finding.resource)
