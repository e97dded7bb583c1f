"""What a rule is. A rule about one resource is a plain function over its bag: it returns the problem in one sentence, or None.

A rule about the whole stack is a function over all bags, yielding (bag, problem). What a rule is called, how severe it is, how it is mended and what
it answers to stands in the catalogue under its id. What a stack may set of a rule (days, allowed locations) are keyword arguments of its function,
registered with their defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from policies.bag import Bag, NotApplicable, Unknown
from policies.catalogue import Entry, entry
from policies.stack import Stack


class Outcome(StrEnum):
    """What a rule says of one resource."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"
    DEFECT = "defect"


Check = Callable[..., str | None]
State = str | Unknown | NotApplicable
StackCheck = Callable[..., Iterator[tuple[Bag | None, State]]]
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one resource; `text` says what is wrong, unknown or why it does not apply."""

    outcome: Outcome
    text: str = ""


PASSED = Verdict(Outcome.PASS)


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement about one resource. `settable` is what a stack may set of it, with the defaults."""

    id: str
    on: tuple[str, ...]
    check: Check
    settable: Mapping[str, Any] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        """Return what the catalogue says of it."""
        return entry(self.id)

    def judge(self, bag: Bag, configuration: Mapping[str, Any] = NOTHING) -> Verdict:
        """Return the verdict on one resource; never raises: a rule that breaks is a defect of its own."""
        try:
            problem = self.check(bag, **({**self.settable, **configuration} if configuration else self.settable))
        except Unknown as unknown:
            return Verdict(Outcome.UNKNOWN, f"{unknown} is not known yet")
        except NotApplicable as reason:
            return Verdict(Outcome.NOT_APPLICABLE, str(reason))
        except Exception as error:
            return Verdict(Outcome.DEFECT, f"the rule could not run ({type(error).__name__}: {error})")
        return Verdict(Outcome.FAIL, problem) if problem else PASSED


@dataclass(frozen=True, slots=True)
class StackRule:
    """One requirement about the resources together. `on` are the types without which it does not apply."""

    id: str
    on: tuple[str, ...]
    check: StackCheck
    settable: Mapping[str, Any] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        """Return what the catalogue says of it."""
        return entry(self.id)

    def judge(self, stack: Stack, configuration: Mapping[str, Any] = NOTHING) -> Iterator[tuple[Bag | None, Verdict]]:
        """Yield verdicts that are no pass: of a resource, or of the stack where the bag is None."""
        try:
            for bag, state in self.check(stack, **{**self.settable, **configuration}):
                yield bag, _verdict(state)
        except (Unknown, NotApplicable) as state:
            yield None, _verdict(state)
        except Exception as error:
            yield None, Verdict(Outcome.DEFECT, f"the rule could not run ({type(error).__name__}: {error})")


def _verdict(state: State) -> Verdict:
    if isinstance(state, Unknown):
        return Verdict(Outcome.UNKNOWN, f"{state} is not known yet")
    return Verdict(Outcome.NOT_APPLICABLE, str(state)) if isinstance(state, NotApplicable) else Verdict(Outcome.FAIL, state)


def each(bags: Iterable[Bag], check: Callable[[Bag], str | None]) -> Iterator[tuple[Bag, State]]:
    """Yield what is wrong with each bag, for a rule about the stack: what is not known of one says nothing of the others."""
    for bag in bags:
        try:
            problem = check(bag)
        except (Unknown, NotApplicable) as state:
            yield bag, state
        else:
            if problem:
                yield bag, problem


ANY = "*"
"""A rule on it is about resources of every type."""
RULES: dict[str, Rule] = {}
STACK_RULES: dict[str, StackRule] = {}


def rule(id: str, *on: str, **settable: Any) -> Callable[[Check], Check]:  # noqa: A002 - the field's own word
    """Register a function as the rule of an id of the catalogue, about resources of the types given; `settable` are its keyword arguments."""

    def register(check: Check) -> Check:
        if id in RULES or id in STACK_RULES:
            raise ValueError(f"the rule {id} stands twice")
        RULES[id] = Rule(id, on, check, settable)
        return check

    return register


def stack_rule(id: str, *on: str, **settable: Any) -> Callable[[StackCheck], StackCheck]:  # noqa: A002 - the field's own word
    """Register a function as a rule about the whole stack; it applies when there is a resource of one of the types (or `on` is empty)."""

    def register(check: StackCheck) -> StackCheck:
        if id in RULES or id in STACK_RULES:
            raise ValueError(f"the rule {id} stands twice")
        STACK_RULES[id] = StackRule(id, on, check, settable)
        return check

    return register


@cache
def rules_of(kind: str) -> tuple[Rule, ...]:
    """Return the rules for a resource type: its own, then those about every type."""
    return (*rules_by_type().get(kind, ()), *rules_by_type().get(ANY, ()))


@cache
def rules_by_type() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules for each resource type."""
    found: dict[str, list[Rule]] = {}
    for one in RULES.values():
        for kind in one.on:
            found.setdefault(kind, []).append(one)
    return {kind: tuple(rules) for kind, rules in found.items()}
