"""The pack as the engine runs it: few engine policies that carry many rules, for properties are decoded once for each engine policy.

Every violation names its own rule and severity. What cannot be judged yet is told as advice by a policy of its own, so that it never hides in silence
and never stops a preview; the rule judges again when the value is known, before the resource is made. Settings are those of the stack file,
which the engine hands over as PULUMI_CONFIG.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)

import policies.rules  # noqa: F401 - importing it registers every rule
from policies.bag import SECRETS_ARE_PLAIN, Bag, plain
from policies.catalogue import entry
from policies.rule import STACK_RULES, Outcome, Verdict, rules_of
from policies.settings import Settings, settings_of
from policies.stack import Stack

BLUEPRINT = "blueprint"
_LEVELS = {"mandatory": EnforcementLevel.MANDATORY, "advisory": EnforcementLevel.ADVISORY}


def settings_of_stack() -> Settings:
    """Return the settings that the engine's configuration holds, else those of the baseline. Raises SettingsError."""
    config = json.loads(os.environ.get("PULUMI_CONFIG") or "{}")
    project = os.environ.get("PULUMI_PROJECT", "")
    blueprint = json.loads(config.get(f"{project}:{BLUEPRINT}") or "{}")
    asked = {**(blueprint.get("policies") or {}), "waivers": blueprint.get("waivers") or []}
    return settings_of(asked)


def engine_policies(settings: Settings) -> list[Policy]:
    """Return the engine's policies: resources and stack, at each level, and what is unknown."""
    made: list[Policy] = []
    for level, enforced in _LEVELS.items():
        made.append(
            ResourceValidationPolicy(
                name=f"aidc-{level}",
                description=f"Rules that are {level}",
                enforcement_level=enforced,
                validate=_resources(settings, level),
            )
        )
        made.append(
            StackValidationPolicy(
                name=f"aidc-stack-{level}",
                description=f"Rules about the whole stack that are {level}",
                enforcement_level=enforced,
                validate=_stack(settings, level),
            )
        )
    return made


def _resources(settings: Settings, level: str) -> Callable[[ResourceValidationArgs, ReportViolation], None]:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        bag = _bag(args)
        for rule in rules_of(bag.type):
            if settings.level(rule.id) == "disabled":
                continue
            verdict = rule.judge(bag, settings.configuration.get(rule.id, {}))
            if _is_told(verdict, settings.level(rule.id), level) and not settings.waiver(rule.id, bag.urn, bag.name):
                report(_said(rule.id, verdict), None)

    return validate


def _is_told(verdict: Verdict, own: str, level: str) -> bool:
    """Say whether a verdict is told by the engine policy of a level: unknown always by the advisory one, the rest by the rule's own."""
    if verdict.outcome is Outcome.UNKNOWN:
        return level == "advisory"
    return verdict.outcome in (Outcome.FAIL, Outcome.DEFECT) and own == level


def _stack(settings: Settings, level: str) -> Callable[[StackValidationArgs, ReportViolation], None]:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        stack = Stack([_bag(resource) for resource in args.resources], _dependencies(args))
        for rule in STACK_RULES.values():
            own = settings.level(rule.id)
            if own == "disabled" or (rule.on and not stack.of(*rule.on)):
                continue
            for bag, verdict in rule.judge(stack, settings.configuration.get(rule.id, {})):
                name, urn = (bag.name, bag.urn) if bag else ("", "")
                if _is_told(verdict, own, level) and not settings.waiver(rule.id, urn, name):
                    report(_said(rule.id, verdict), urn or None)

    return validate


def _dependencies(args: StackValidationArgs) -> dict[str, tuple[str, ...]]:
    return {resource.urn: tuple(needed.urn for needed in resource.dependencies or ()) for resource in args.resources}


def _bag(args: Any) -> Bag:
    opts = args.opts
    options = {
        "protect": bool(opts and opts.protect),
        "ignoreChanges": list((opts and opts.ignore_changes) or ()),
        SECRETS_ARE_PLAIN: True,
    }
    return Bag(args.resource_type, args.name, args.urn, plain(args.props), options)


def _said(rule: str, verdict: Verdict) -> str:
    found = entry(rule)
    state = {Outcome.UNKNOWN: "cannot be judged yet: ", Outcome.DEFECT: "defect: "}.get(verdict.outcome, "")
    return f"[{rule}, {found.severity}] {found.title}: {state}{verdict.text}. {found.fix} {found.fix_property}".strip()


def serve() -> None:
    """Hand the pack to the engine."""
    PolicyPack("aidc", policies=engine_policies(settings_of_stack()), enforcement_level=EnforcementLevel.MANDATORY)
