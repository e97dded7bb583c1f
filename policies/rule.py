"""What a rule is. A rule about one resource is a plain function over its bag: it returns the problem in one sentence, or None.

A rule about the whole stack is a function over all bags, yielding (bag, problem). What a rule is called, how severe it is, how it is mended and what
it answers to stands in the catalogue under its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

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


Check = Callable[[Bag], str | None]
StackCheck = Callable[[Stack], Iterator[tuple[Bag | None, str]]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one resource; `text` says what is wrong, unknown or why it does not apply."""

    outcome: Outcome
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement about one resource."""

    id: str
    on: tuple[str, ...]
    check: Check

    @property
    def entry(self) -> Entry:
        """Return what the catalogue says of it."""
        return entry(self.id)

    def judge(self, bag: Bag) -> Verdict:
        """Return the verdict on one resource; never raises: a rule that breaks is a defect of its own."""
        try:
            problem = self.check(bag)
        except Unknown as unknown:
            return Verdict(Outcome.UNKNOWN, f"{unknown} is not known yet")
        except NotApplicable as reason:
            return Verdict(Outcome.NOT_APPLICABLE, str(reason))
        except Exception as error:
            return Verdict(Outcome.DEFECT, f"the rule could not run ({type(error).__name__}: {error})")
        return Verdict(Outcome.FAIL, problem) if problem else Verdict(Outcome.PASS)


@dataclass(frozen=True, slots=True)
class StackRule:
    """One requirement about the resources together. `on` are the types without which it does not apply."""

    id: str
    on: tuple[str, ...]
    check: StackCheck

    @property
    def entry(self) -> Entry:
        """Return what the catalogue says of it."""
        return entry(self.id)

    def judge(self, stack: Stack) -> Iterator[tuple[Bag | None, Verdict]]:
        """Yield verdicts that are no pass: of a resource, or of the stack where the bag is None."""
        found = self.check(stack)
        while True:
            try:
                bag, problem = next(found)
            except StopIteration:
                return
            except Unknown as unknown:
                yield None, Verdict(Outcome.UNKNOWN, f"{unknown} is not known yet")
                return
            except NotApplicable as reason:
                yield None, Verdict(Outcome.NOT_APPLICABLE, str(reason))
                return
            except Exception as error:
                yield None, Verdict(Outcome.DEFECT, f"the rule could not run ({type(error).__name__}: {error})")
                return
            yield bag, Verdict(Outcome.FAIL, problem)


RULES: dict[str, Rule] = {}
STACK_RULES: dict[str, StackRule] = {}


def rule(id: str, *on: str) -> Callable[[Check], Check]:  # noqa: A002 - the field's own word
    """Register a function as the rule of an id of the catalogue, about resources of the types given."""

    def register(check: Check) -> Check:
        if id in RULES or id in STACK_RULES:
            raise ValueError(f"the rule {id} stands twice")
        RULES[id] = Rule(id, on, check)
        return check

    return register


def stack_rule(id: str, *on: str) -> Callable[[StackCheck], StackCheck]:  # noqa: A002 - the field's own word
    """Register a function as a rule about the whole stack; it applies when there is a resource of one of the types (or `on` is empty)."""

    def register(check: StackCheck) -> StackCheck:
        if id in RULES or id in STACK_RULES:
            raise ValueError(f"the rule {id} stands twice")
        STACK_RULES[id] = StackRule(id, on, check)
        return check

    return register


@cache
def rules_by_type() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules for each resource type."""
    found: dict[str, list[Rule]] = {}
    for one in RULES.values():
        for kind in one.on:
            found.setdefault(kind, []).append(one)
    return {kind: tuple(rules) for kind, rules in found.items()}
