"""Alerts about what an intruder would change: a log metric that counts it and an alert on the metric, or an alert on the log itself.

What each filter must look for follows the filters of CIS Google Cloud Foundations 2.4 to 2.11 (v4.0.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.rule import State, stack_rule
from policies.stack import Stack

METRIC = "gcp:logging/metric:Metric"
ALERT = "gcp:monitoring/alertPolicy:AlertPolicy"
PROJECT = "gcp:organizations/project:Project"
_EVENTS = {
    "alert-project-ownership-changes": ("changes of who owns the project", r"projectownership|projectownerinvitee|roles/owner"),
    "alert-audit-config-changes": ("changes of what is audited", r"auditconfigdeltas"),
    "alert-custom-role-changes": ("changes of custom roles", r"\biam_role\b|admin\.v1\.(?:create|update|delete|undelete)role"),
    "alert-firewall-changes": ("changes of firewall rules", r"gce_firewall_rule|compute\.firewalls\."),
    "alert-route-changes": ("changes of routes", r"gce_route\b|compute\.routes\."),
    "alert-network-changes": ("changes of networks", r"gce_network\b|compute\.networks\."),
    "alert-bucket-iam-changes": ("changes of who may use buckets", r"storage\.setiampermissions"),
    "alert-sql-config-changes": ("changes of Cloud SQL instances", r"cloudsql\.instances(?:\.update|(?![.\w]))"),
}


def texts(value: Any) -> Iterator[Any]:
    """Yield every text under a value, and UNKNOWN for what is not known yet."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) or value is UNKNOWN:
        yield value


def enabled_alerts(stack: Stack) -> tuple[Bag, ...]:
    """Return the alert policies that are not switched off."""
    return tuple(alert for alert in stack.of(ALERT) if str(alert.values.get("enabled")).lower() != "false")


def _alerts_on(what: str, event: re.Pattern[str], stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    alerts = enabled_alerts(stack)
    if not stack.of(METRIC, PROJECT) and not any(_is_about_logs(alert) for alert in stack.of(ALERT)):
        raise NotApplicable("the stack sets nothing about logs")
    if any(_has_text(condition.get("conditionMatchedLog"), event) for alert in alerts for condition in _conditions(alert)):
        return
    metrics = [metric for metric in stack.of(METRIC) if str(metric.values.get("disabled")).lower() != "true"]
    counting = [metric for metric in metrics if _has_text(metric.values.get("filter"), event)]
    if any(_watches(stack, alert, metric) for alert in alerts for metric in counting):
        return
    if any(metric.values.get("filter") is UNKNOWN for metric in metrics):
        yield None, Unknown("filter of a log metric")
    elif not counting:
        yield None, f"nothing counts {what}"
    elif any(UNKNOWN in texts(alert.values.get("conditions")) for alert in alerts):
        yield counting[0], Unknown("conditions of an alert")
    else:
        yield counting[0], f"{what} are counted, but no alert that is on watches the metric"


def _is_about_logs(alert: Bag) -> bool:
    conditions = list(_conditions(alert))
    return any(isinstance(text, str) and "logging.googleapis.com/user" in text for text in texts(conditions)) or any(
        condition.get("conditionMatchedLog") for condition in conditions
    )


def _conditions(alert: Bag) -> Iterator[Mapping[str, Any]]:
    stated = alert.values.get("conditions")
    yield from (one for one in (stated if isinstance(stated, list) else [stated]) if isinstance(one, Mapping))


def _has_text(value: Any, event: re.Pattern[str]) -> bool:
    return any(isinstance(text, str) and event.search(text) for text in texts(value))


def _watches(stack: Stack, alert: Bag, metric: Bag) -> bool:
    """Say whether an alert names a metric, in a filter or in PromQL, or where the name is not known yet depends on it."""
    name = metric.values.get("name")
    if not isinstance(name, str):
        return metric.urn in stack.dependencies.get(alert.urn, ())
    named = re.compile(rf"user/{re.escape(name)}(?![\w-])|user_{re.sub(r'[^A-Za-z0-9]', '_', name)}(?!\w)")
    return _has_text(alert.values.get("conditions"), named) or (
        UNKNOWN in texts(alert.values.get("conditions")) and metric.urn in stack.dependencies.get(alert.urn, ())
    )


def _register(name: str, what: str, pattern: str) -> None:
    event = re.compile(pattern, re.I)

    @stack_rule(name, METRIC, ALERT, PROJECT)
    def check(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
        return _alerts_on(what, event, stack)


for _name, (_what, _pattern) in _EVENTS.items():
    _register(_name, _what, _pattern)
