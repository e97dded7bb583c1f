"""Buckets: one way to be granted access, never to the public, and what happens is written down elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, Unknown
from policies.defaults import effective
from policies.purpose import words_of_names
from policies.rule import State, each, rule, stack_rule
from policies.stack import Stack

BUCKET = "gcp:storage/bucket:Bucket"
_AUDIT = (
    "gcp:projects/iAMAuditConfig:IAMAuditConfig",
    "gcp:folder/iamAuditConfig:IamAuditConfig",
    "gcp:organizations/iamAuditConfig:IamAuditConfig",
)
_LOGS = frozenset(("log", "logs", "logging", "audit"))


@rule("bucket-uniform-access", BUCKET)
def uniform_access(bucket: Bag) -> str | None:
    return None if effective(bucket, "uniformBucketLevelAccess") is True else "single objects can be shared by access lists"


@rule("bucket-public-access-prevention", BUCKET)
def public_access_prevention(bucket: Bag) -> str | None:
    return None if effective(bucket, "publicAccessPrevention") == "enforced" else "a single grant can make the bucket public"


@rule("bucket-no-hmac-keys", "gcp:storage/hmacKey:HmacKey")
def hmac_key(_: Bag) -> str | None:
    """Whatever its state: the resource hands out a credential that never ends."""
    return "an HMAC key lets whoever holds it act as the service account, without an end"


@stack_rule("bucket-access-logging", BUCKET)
def access_logging(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """Usage logs of the bucket or data access logs of the project; a bucket that receives logs would log its own logging."""
    if any(_covers_storage(audit) for audit in stack.of(*_AUDIT)):
        return
    receiving = {name_in(bucket, "logging.logBucket") for bucket in stack.of(BUCKET)} - {None}

    def problem(bucket: Bag) -> str | None:
        if bucket.has("logging.logBucket") or _own_name(bucket) in receiving or not _LOGS.isdisjoint(words_of_names(bucket)):
            return None
        return "neither the bucket nor the project's data access logs tell who read what"

    yield from each(stack.of(BUCKET), problem)


def _covers_storage(audit: Bag) -> bool:
    try:
        kinds = {config.text("logType") for config in audit.bags("auditLogConfigs")}
        return audit.text("service") in ("allServices", "storage.googleapis.com") and {"DATA_READ", "DATA_WRITE"} <= kinds
    except Unknown:
        return False


def _own_name(bucket: Bag) -> str:
    return name_in(bucket, "name") or bucket.name


def name_in(bag: Bag, path: str) -> str | None:
    """Return the name of the bucket that a property names, with or without gs:// or a full name before it; None while it is not known."""
    try:
        return bag.text(path).rstrip("/").rsplit("/", 1)[-1] or None
    except Unknown:
        return None


@rule("bucket-no-self-logging", BUCKET)
def self_logging(bucket: Bag) -> str | None:
    if not bucket.has("logging.logBucket"):
        return None
    destination = bucket.text("logging.logBucket").rstrip("/").rsplit("/", 1)[-1]
    own = bucket.text("name") or bucket.name
    return f"the bucket writes its access logs into itself ({own}), and so a log of each log" if destination == own else None
