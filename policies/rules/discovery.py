"""Sensitive Data Protection: what is held is known, findings reach somebody, and they do not carry the data on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policies.bag import UNKNOWN, Bag, Unknown
from policies.defaults import effective
from policies.purpose import is_churning, only_in_production, words_of_names
from policies.rule import State, each, rule, stack_rule
from policies.rules.bucket import BUCKET
from policies.rules.encryption import DATASET, TABLE
from policies.stack import Stack

CONFIG = "gcp:dataloss/preventionDiscoveryConfig:PreventionDiscoveryConfig"
TRIGGER = "gcp:dataloss/preventionJobTrigger:PreventionJobTrigger"
TEMPLATE = "gcp:dataloss/preventionInspectTemplate:PreventionInspectTemplate"
_QUOTE = {TRIGGER: "inspectJob.inspectConfig.includeQuote", TEMPLATE: "inspectConfig.includeQuote"}
_NOT_DATA = frozenset({"log", "logs", "audit"})


@stack_rule("bigquery-data-classified", DATASET, TABLE, CONFIG)
def bigquery_classified(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    held = stack.of(DATASET) or stack.of(TABLE)
    yield from _covered(stack, "bigQueryTarget", held, "no running discovery looks at BigQuery, so nobody knows what lies there")


@stack_rule("dlp-discovery-covers-training-data", BUCKET, CONFIG)
def buckets_classified(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    held = tuple(bucket for bucket in stack.of(BUCKET) if _holds_data(bucket))
    yield from _covered(stack, "cloudStorageTarget", held, "no running discovery looks at buckets, so nobody knows what lies there")


def _holds_data(bucket: Bag) -> bool:
    try:
        return _NOT_DATA.isdisjoint(words_of_names(bucket)) and not is_churning(bucket)
    except Unknown:
        return True


def _covered(stack: Stack, target: str, held: tuple[Bag, ...], problem: str) -> Iterator[tuple[Bag | None, State]]:
    """Yield what stops: a discovery of the target that does not run, else each resource that it would look at, else the discoveries of others."""
    stopped: list[tuple[Bag, State]] = []
    for config in stack.of(CONFIG):
        try:
            if not _looks_at(config, target):
                continue
            if config.text("status") == "RUNNING":
                return
            stopped.append((config, f"its status is {config.text('status') or 'not stated'}, so it looks at nothing"))
        except Unknown as unknown:
            stopped.append((config, unknown))
    yield from stopped or each(held or stack.of(CONFIG), lambda bag: _in_production(bag, problem))


def _in_production(bag: Bag, problem: str) -> str:
    only_in_production(bag)
    return problem


def _looks_at(config: Bag, target: str) -> bool:
    """Say whether a target of a kind is there and not switched off: an empty `disabled` switches it off. Raises Unknown."""
    found = [one.values.get(target) for one in config.bags("targets")]
    if any(isinstance(one, Mapping) and one.get("disabled") is None for one in found):
        return True
    if any(one is UNKNOWN for one in found):
        raise Unknown(f"targets.{target}")
    return False


@rule("dlp-discovery-actions", CONFIG)
def discovery_actions(config: Bag) -> str | None:
    """An action without content does nothing; actions to come are actions."""
    try:
        actions = config.get("actions")
    except Unknown:
        return None
    actions = actions if isinstance(actions, list) else [actions]
    told = any(action is UNKNOWN or (isinstance(action, Mapping) and action) for action in actions)
    return None if told else "nobody is told what discovery finds"


@rule("dlp-no-quotes", TRIGGER, TEMPLATE)
def no_quotes(bag: Bag) -> str | None:
    return "each finding quotes the very data that was found" if effective(bag, _QUOTE[bag.type]) is True else None


@rule("dlp-job-trigger-scheduled", TRIGGER)
def trigger_scheduled(trigger: Bag) -> str | None:
    status = effective(trigger, "status")
    if status != "HEALTHY":
        return f"the trigger is {status} and starts nothing"
    unknown: Unknown | None = None
    for one in trigger.bags("triggers"):
        if one.has("schedule.recurrencePeriodDuration"):
            return None
        try:
            one.get("schedule")
        except Unknown as found:
            unknown = found
    if unknown:
        raise unknown
    return "nothing starts the inspection again: it has no schedule"
