"""What the engine is told: the rules as violations, each under its own name and level. The engine's protocol is analyzer.py's.

What cannot be judged yet is told as advice, so that it never hides in silence and never stops a preview; the rule judges again when the value is
known, before the resource is made. Waivers are policies too: one that has ended fails with the first resource, one that let nothing through with
the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import policies.rules  # noqa: F401 - importing it registers every rule
from policies.bag import Bag
from policies.catalogue import Entry, entry
from policies.kinds import unfolded
from policies.rule import STACK_RULES, Outcome, Rule, Verdict, rules_of
from policies.sets import Level
from policies.settings import Settings, Waiver
from policies.stack import Stack

WAIVERS = "waivers"
"""The name under which the engine shows waivers that have ended or let nothing through."""
ROOT = "pulumi:pulumi:Stack"
"""The type of the first resource of every program."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that the engine shows; `urn` is empty where it is about the stack."""

    policy: str
    level: Level
    text: str
    urn: str = ""
    rule: Entry | None = None


class Pack:
    """The rules under the settings of one stack. It remembers which waivers let something through."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; rules that they disable are left out from here on."""
        self._settings = settings
        self._used: set[Waiver] = set()
        self._of_type: dict[str, tuple[Rule, ...]] = {}
        self._of_stack = tuple(rule for rule in STACK_RULES.values() if settings.level(rule.id) != "disabled")

    def of_resource(self, bag: Bag) -> Iterator[Violation]:
        """Yield what is wrong with one resource, before it is made."""
        if bag.type == ROOT:
            yield from self._ended()
        for part in unfolded((bag,)):
            for rule in self._rules(part.type):
                yield from self._violations(rule.id, part, rule.judge(part, self._configuration(rule.id)))

    def of_stack(self, stack: Stack) -> Iterator[Violation]:
        """Yield what is wrong with the resources together, and waivers that let nothing through."""
        for rule in self._of_stack:
            if not rule.on or stack.of(*rule.on):
                for bag, verdict in rule.judge(stack, self._configuration(rule.id)):
                    yield from self._violations(rule.id, bag, verdict)
        yield from self._unused(stack)

    def _rules(self, kind: str) -> tuple[Rule, ...]:
        """Return the rules for a type that are in force."""
        if kind not in self._of_type:
            self._of_type[kind] = tuple(rule for rule in rules_of(kind) if self._settings.level(rule.id) != "disabled")
        return self._of_type[kind]

    def _configuration(self, rule: str) -> Mapping[str, Any]:
        return self._settings.configuration.get(rule, {})

    def _violations(self, rule: str, bag: Bag | None, verdict: Verdict) -> Iterator[Violation]:
        if verdict.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE):
            return
        name, urn = (bag.name, bag.urn) if bag else ("", "")
        own = self._settings.level(rule)
        waiver = None if verdict.outcome is Outcome.DEFECT else self._settings.waiver(rule, urn, name)
        if waiver:
            self._used.add(waiver)
        level: Level = "advisory" if waiver or verdict.outcome is Outcome.UNKNOWN else own
        yield Violation(rule, level, said(entry(rule), own, verdict, waiver), urn, entry(rule))

    def _ended(self) -> Iterator[Violation]:
        for waiver in self._settings.waivers:
            if self._settings.is_expired(waiver):
                yield Violation(
                    WAIVERS, "mandatory", f"the waiver of {_about(waiver)} ended on {waiver.until}. Mend the finding, or renew it"
                )

    def _unused(self, stack: Stack) -> Iterator[Violation]:
        for waiver in self._settings.waivers:
            if not (waiver in self._used or self._settings.is_expired(waiver) or self._lets_through(waiver, stack)):
                yield Violation(WAIVERS, "mandatory", f"the waiver of {_about(waiver)} lets nothing through. Remove it")

    def _lets_through(self, waiver: Waiver, stack: Stack) -> bool:
        """Say whether a waiver is of use. An operation on some targets asks about these alone, so what is waived is judged once more."""
        found = (
            rule.judge(bag, self._configuration(rule.id)).outcome
            for bag in stack.bags
            for rule in self._rules(bag.type)
            if waiver.covers(rule.id, bag.urn, bag.name)
        )
        return any(outcome in (Outcome.FAIL, Outcome.UNKNOWN) for outcome in found)


def _about(waiver: Waiver) -> str:
    return f"{waiver.rule} for {waiver.resource} ({waiver.owner}: {waiver.reason})"


def said(rule: Entry, level: Level, verdict: Verdict, waiver: Waiver | None = None) -> str:
    """Return what is shown of a verdict: the requirement, what is wrong, and how it is mended or who answers for it until when."""
    start = f"{rule.title} [{rule.severity}, {level}]: "
    if verdict.outcome is Outcome.DEFECT:
        return f"{start}{verdict.text}. This is a defect of the rule, not of the stack"
    problem = verdict.text if verdict.outcome is Outcome.FAIL else f"cannot be judged yet, {verdict.text}; it is judged again once it is"
    if waiver:
        return f"{start}{problem}. Waived until {waiver.until} by {waiver.owner}: {waiver.reason}"
    return f"{start}{problem}. {rule.fix} {rule.fix_property}".strip() if verdict.outcome is Outcome.FAIL else start + problem
