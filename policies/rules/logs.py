"""Logs: where they go, how long they stay, and what is left out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.boolean_text import AND_OF_FILTER, MOST_DEPTH, OR_OF_FILTER, parts, unwrapped
from policies.defaults import defaults, effective
from policies.labels import words_of
from policies.rule import State, rule, stack_rule
from policies.stack import Stack

PROJECT_SINK = "gcp:logging/projectSink:ProjectSink"
SINKS = (
    PROJECT_SINK,
    "gcp:logging/folderSink:FolderSink",
    "gcp:logging/organizationSink:OrganizationSink",
    "gcp:logging/billingAccountSink:BillingAccountSink",
)
_EXCLUSIONS = tuple(
    f"gcp:logging/{of}Exclusion:{of[0].upper()}{of[1:]}Exclusion" for of in ("project", "folder", "organization", "billingAccount")
)
BUCKET = "gcp:logging/projectBucketConfig:ProjectBucketConfig"
_AUDIT = re.compile(
    r"cloudaudit|data_access|google\.cloud\.audit\.AuditLog|protoPayload\.(?:methodName|serviceName|authenticationInfo|resourceName)", re.I
)
_UNLIKE_AUDIT = re.compile(rf"(?:!=|!~)\s*\(?\s*\"?[^\"\s]*(?:{_AUDIT.pattern})", re.I)
_OF_APPLICATIONS = frozenset({"app", "apps", "application", "applications", "workload", "workloads", "debug"})
_OF_AUDITS = frozenset({"audit", "audits", "auditing", "cloudaudit", "security", "compliance", "all"})
_SEVERITY = re.compile(r"severity\s*(<=|>=|<|>|=|:)\s*\"?(\w+)\"?", re.I)
_SEVERITIES = ("DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY")


@stack_rule("log-sink-exports-all", *SINKS, "gcp:organizations/project:Project")
def exports_all(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    unsure: Unknown | None = None
    for sink in stack.of(*SINKS):
        try:
            if not sink.on("disabled") and not sink.text("filter").strip():
                return
        except Unknown as unknown:
            unsure = unknown
    has_any = bool(stack.of(*SINKS))
    yield (
        None,
        unsure
        or (
            "every sink is off or has a filter, so some entries are kept nowhere else" if has_any else "no sink keeps log entries elsewhere"
        ),
    )


@rule("log-sink-unique-writer", PROJECT_SINK)
def own_writer(sink: Bag) -> str | None:
    return None if effective(sink, "uniqueWriterIdentity") is True else "it writes as an account that sinks of every project share"


@rule("log-bucket-retention-locked", BUCKET, days=365)
def retention(bucket: Bag, days: float) -> str | None:
    """A year, or 180 days where Article 21 of the Cybersecurity Law of the PRC asks for six months."""
    if bucket.text("bucketId") == "_Required":
        raise NotApplicable("Google keeps _Required for 400 days and lets nobody change it")
    kept = bucket.number("retentionDays") or defaults()[BUCKET, "retentionDays"]
    if kept < days:
        return f"entries are kept for {kept:g} days and not for {days:g}"
    if effective(bucket, "locked") is True or not _may_hold_audit(bucket):
        return None
    return "the retention is not locked, so anybody who may edit the bucket can shorten it"


def _may_hold_audit(bucket: Bag) -> bool:
    """Say whether a bucket may hold audit entries: any may, but one that says it is of applications and nothing of audits."""
    words = words_of(f"{bucket.text('bucketId')} {bucket.text('description')}")
    return words.isdisjoint(_OF_APPLICATIONS) or not words.isdisjoint(_OF_AUDITS)


@rule("log-bucket-cmek", BUCKET)
def bucket_key(bucket: Bag) -> str | None:
    if bucket.has("cmekSettings.kmsKeyName"):
        return None
    if bucket.text("location") == "global":
        raise NotApplicable("log buckets in the location global cannot have a key of one's own")
    return "entries are encrypted with Google's key alone"


@rule("log-audit-not-excluded", *SINKS, *_EXCLUSIONS)
def audit_stays(source: Bag) -> str | None:
    exclusions = [source] if source.type in _EXCLUSIONS else list(source.bags("exclusions"))
    unsure: Unknown | None = None
    for exclusion in exclusions:
        try:
            text = exclusion.text("filter")
            if not exclusion.on("disabled") and drops_audit(text):
                return (
                    f"the filter {text!r:.120} leaves audit entries out"
                    if text.strip()
                    else "a filter without a condition leaves every entry out"
                )
        except Unknown as unknown:
            unsure = unknown
    if unsure:
        raise unsure
    return None


def drops_audit(text: str) -> bool:
    """Say whether a filter matches audit entries: it names them, has no condition, or asks for nothing but a severity that they have."""
    stated = unwrapped("\n".join(line for line in text.splitlines() if not line.strip().startswith("--")))
    severity = _SEVERITY.fullmatch(stated)
    if severity:
        return _holds_information(severity[1], severity[2].upper())
    return not stated or _names_audit(stated)


def _names_audit(text: str, negated: bool = False, depth: int = 0) -> bool:
    if depth > MOST_DEPTH:
        return False
    for operator in (OR_OF_FILTER, AND_OF_FILTER):
        sides = parts(text, operator)
        if len(sides) > 1:
            return any(_names_audit(side, negated, depth + 1) for side in sides)
    text = unwrapped(text)
    if match := re.match(r"NOT\b|-(?=[\w(\"])", text):
        return _names_audit(text[match.end() :], not negated, depth + 1)
    return _AUDIT.search(text) is not None and (_UNLIKE_AUDIT.search(text) is not None) == negated


def _holds_information(operator: str, level: str) -> bool:
    """Say whether a comparison holds for INFO or NOTICE, the severities of audit entries."""
    if level not in _SEVERITIES:
        return False
    than = _SEVERITIES.index(level)
    compare = {"<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__, "=": int.__eq__, ":": int.__eq__}[operator]
    return any(compare(_SEVERITIES.index(one), than) for one in ("INFO", "NOTICE"))
