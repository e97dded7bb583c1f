"""Settings of a project or an organisation: audit logs, API keys, services, contacts, approvals, organisation policies."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from policies.addresses import is_everyone
from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.either import either
from policies.rule import State, rule, stack_rule
from policies.stack import Stack

PROJECT = "gcp:organizations/project:Project"
SERVICE = "gcp:projects/service:Service"
CONTACT = "gcp:essentialcontacts/contact:Contact"
_AUDIT = (
    "gcp:projects/iAMAuditConfig:IAMAuditConfig",
    "gcp:folder/iamAuditConfig:IamAuditConfig",
    "gcp:organizations/iamAuditConfig:IamAuditConfig",
)
_APPROVAL = tuple(f"gcp:{of}/accessApprovalSettings:AccessApprovalSettings" for of in ("projects", "folder", "organizations"))
_LOG_TYPES = ("ADMIN_READ", "DATA_READ", "DATA_WRITE")
_REGULATED = frozenset({"regulated", "restricted", "confidential", "phi", "pii", "hipaa", "pci", "pci-dss", "fedramp", "mlps", "gdpr"})


@rule("iam-audit-logging-complete", *_AUDIT)
def complete_audit(config: Bag) -> str | None:
    service = config.text("service")
    if service != "allServices":
        return f"it is about {service or 'no service'} and not about allServices"
    logged = set()
    for entry in config.bags("auditLogConfigs"):
        kind = entry.text("logType")
        if entry.get("exemptedMembers"):
            return f"somebody is exempted from {kind}"
        logged.add(kind)
    missing = [kind for kind in _LOG_TYPES if kind not in logged]
    return f"{', '.join(missing)} not logged" if missing else None


@rule("api-key-restricted", "gcp:projects/apiKey:ApiKey")
def restricted_key(key: Bag) -> str | None:
    if not key.has("restrictions.apiTargets"):
        return "the key calls every API of the project"
    return None if _has_bounded_callers(key) else "the key is accepted from anywhere"


def _has_bounded_callers(key: Bag) -> bool:
    return either(
        lambda: key.has("restrictions.androidKeyRestrictions.allowedApplications"),
        lambda: key.has("restrictions.iosKeyRestrictions.allowedBundleIds"),
        lambda: _is_bounded(key.get("restrictions.serverKeyRestrictions.allowedIps"), lambda ips: is_everyone(ips, "allowedIps")),
        lambda: _is_bounded(key.get("restrictions.browserKeyRestrictions.allowedReferrers"), _has_any_page),
    )


def _is_bounded(allowed: Any, is_open: Callable[[Any], bool]) -> bool:
    return bool(allowed) and not is_open(allowed)


def _has_any_page(referrers: Any) -> bool:
    stated = referrers if isinstance(referrers, list) else [referrers]
    return any(isinstance(one, str) and one.partition("://")[2 if "://" in one else 0] in ("*", "*/*", "*.*") for one in stated)


def _usual() -> tuple[str, ...]:
    """Return the services that an AI data centre is made of, an analyst's list."""
    with (Path(__file__).parents[1] / "allowed_services.csv").open(encoding="utf-8", newline="") as table:
        return tuple(row["service"] for row in csv.DictReader(table))


@rule("project-allowed-services", SERVICE, services=_usual())
def allowed_service(service: Bag, services: Sequence[str]) -> str | None:
    name = service.text("service")
    return f"{name} is none of the allowed services" if name and name not in services else None


@stack_rule("project-scanning-services-enabled", SERVICE, PROJECT)
def scanning_services(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """Each project is judged by itself; one made here without any service is judged too."""
    enabled: dict[str, list[Bag]] = {_project_of(bag): [] for bag in stack.of(PROJECT)}
    for bag in stack.of(SERVICE):
        enabled.setdefault(_project_of(bag), []).append(bag)
    for project, services in enabled.items():
        names = [bag.values.get("service") for bag in services]
        missing = [f"{name}.googleapis.com" for name in ("containerscanning", "cloudasset") if f"{name}.googleapis.com" not in names]
        if missing:
            of = f" in {project}" if project else ""
            yield None, Unknown("service") if UNKNOWN in names else f"{' and '.join(missing)} not enabled{of}"


def _project_of(bag: Bag) -> str:
    """Return the id of a project, or where it is not stated yet an empty text."""
    value = bag.values.get("projectId" if bag.type == PROJECT else "project")
    return value if isinstance(value, str) else ""


@stack_rule("essential-contacts-set", CONTACT, PROJECT)
def contacts(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    stated = [contact.values.get("notificationCategorySubscriptions") for contact in stack.of(CONTACT)]
    subscriptions = [one for value in stated for one in (value if isinstance(value, list) else [value])]
    if not {"SECURITY", "ALL"} & {one for one in subscriptions if isinstance(one, str)}:
        yield None, Unknown("notificationCategorySubscriptions") if UNKNOWN in subscriptions else "nobody is told of security incidents"


@stack_rule("access-approval-enabled", *_APPROVAL, PROJECT)
def access_approval(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """A project needs it when its labels say that it is regulated; settings that enrol nothing approve nothing."""
    settings = stack.of(*_APPROVAL)
    for one in settings:
        if not one.has("enrolledServices"):
            yield one, "no service is enrolled, so nothing needs an approval"
    if settings:
        return
    regulated = [project for project in stack.of(PROJECT) if _is_regulated(project)]
    if not regulated:
        raise NotApplicable("no label of a project says that it is regulated")
    for project in regulated:
        yield project, "people at Google need no approval to reach its data"


def _is_regulated(project: Bag) -> bool:
    labels = project.values.get("labels")
    words = {str(word).casefold() for pair in labels.items() for word in pair} if isinstance(labels, Mapping) else set()
    return bool(words & _REGULATED)
