"""Alerts and budgets: that they reach somebody, and that accelerators have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policies.accelerator_machines import accelerator
from policies.bag import SECRETS_ARE_PLAIN, UNKNOWN, Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.node_pools import CLUSTER, NODE_POOL, pools
from policies.rule import State, rule, stack_rule
from policies.rules.audit_alerts import ALERT, enabled_alerts, texts
from policies.stack import Stack

CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"
BUDGET = "gcp:billing/budget:Budget"
_TPU = ("gcp:tpu/v2Vm:V2Vm", "gcp:tpu/v2QueuedResource:V2QueuedResource")
INSTANCE = "gcp:compute/instance:Instance"
_GPU_MACHINE = re.compile(r"(?:.*/)?(?:a2|a3|a4|a4x|g2|g4)-", re.I)
_SICK = {
    "gpu": re.compile(r"xid|(?<![a-z])ecc(?![a-z])|row_remap|retired|gpu.*(?:health|error|fail)|(?:health|error|fail).*gpu", re.I),
    "tpu": re.compile(r"tpu|multi_host|interruption_count", re.I),
    "node": re.compile(r"status_condition|node.*ready|ready.*node|node_pool/status", re.I),
}
_SUBJECT = {"gpu": "GPUs that break", "tpu": "TPUs that break", "node": "nodes that are not ready"}
_SECRETS = {"authToken": "auth_token", "password": "password", "serviceKey": "service_key"}


@rule("alert-policy-has-channel", ALERT)
def reaches_somebody(alert: Bag) -> str | None:
    if effective(alert, "enabled") is False:
        return "the alert is switched off"
    told = alert.has("notificationChannels") and any(channel != "" for channel in _channels(alert))
    return None if told else "the alert opens an incident and tells nobody"


def _channels(alert: Bag) -> list[object]:
    """Return the channels; one that is not known yet is a channel to come."""
    stated = alert.values.get("notificationChannels")
    return stated if isinstance(stated, list) else [stated]


@rule("notification-channel-no-plain-secrets", CHANNEL)
def hidden_secrets(channel: Bag) -> str | None:
    if channel.option(SECRETS_ARE_PLAIN):
        raise NotApplicable("the engine shows secrets as plain text, so they cannot be told apart here")
    for name, label in _SECRETS.items():
        if isinstance(channel.get(f"labels.{label}"), str):
            return f"labels.{label} is plain text"
        if isinstance(value := channel.get(f"sensitiveLabels.{name}"), str) and value:
            return f"sensitiveLabels.{name} is plain text"
    return None


@stack_rule("alert-accelerator-health", NODE_POOL, CLUSTER)
def health(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    kinds = {kind for kind, _ in _of_clusters(stack)}
    if not kinds:
        raise NotApplicable("no pool has accelerators")
    said = [text for alert in enabled_alerts(stack) for text in texts(alert.values.get("conditions"))]
    untold = [
        _SUBJECT[sick] for sick in (*sorted(kinds), "node") if not any(isinstance(text, str) and _SICK[sick].search(text) for text in said)
    ]
    if untold:
        yield None, Unknown("conditions of an alert") if UNKNOWN in said else f"no alert tells of {', or of '.join(untold)}"


@stack_rule("budget-with-thresholds", BUDGET, NODE_POOL, CLUSTER, *_TPU, INSTANCE)
def budget(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    budgets = stack.of(BUDGET)
    projects = dict.fromkeys(_project(bag) for _, bag in (*_of_clusters(stack), *_of_machines(stack)))
    if not budgets and not projects:
        raise NotApplicable("no accelerators")
    for one in budgets:
        if not one.has("thresholdRules"):
            yield one, "it has no thresholds, so nobody is told before it is spent"
    for project in projects:
        if not any(_covers(one, project) for one in budgets):
            yield None, f"no budget bounds what the accelerators{f' of {project}' if project else ''} cost"


def _of_clusters(stack: Stack) -> Iterator[tuple[str, Bag]]:
    """Yield the kind of accelerator of each pool that has one; a pool that does not say yet is left out."""
    for bag in stack.of(NODE_POOL, CLUSTER):
        try:
            found = {accelerator(pool) for pool in pools(bag)}
        except (Unknown, NotApplicable):
            continue
        yield from ((kind, bag) for kind in sorted(found) if kind)


def _of_machines(stack: Stack) -> Iterator[tuple[str, Bag]]:
    yield from (("tpu", bag) for bag in stack.of(*_TPU))
    for bag in stack.of(INSTANCE):
        machine = bag.values.get("machineType")
        if bag.has("guestAccelerators") or (isinstance(machine, str) and _GPU_MACHINE.match(machine)):
            yield "gpu", bag


def _project(bag: Bag) -> str:
    value = bag.values.get("project")
    return value if isinstance(value, str) else ""


def _covers(one: Bag, project: str) -> bool:
    """Say whether a budget is about a project. Budgets name projects by number, which says nothing of the id: those count."""
    chosen = one.values.get("budgetFilter")
    named = chosen.get("projects") if isinstance(chosen, Mapping) else None
    if not isinstance(named, list) or not named or not project:
        return True
    ids = [text.rpartition("/")[2] for text in named if isinstance(text, str)]
    return len(ids) < len(named) or any(text.isdecimal() or text == project for text in ids)
