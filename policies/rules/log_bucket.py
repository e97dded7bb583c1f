"""Buckets that keep logs keep them for good: nobody, the owner included, can shorten a locked retention."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.rule import State, each, stack_rule
from policies.rules.bucket import BUCKET
from policies.stack import Stack

SINKS = (
    "gcp:logging/projectSink:ProjectSink",
    "gcp:logging/folderSink:FolderSink",
    "gcp:logging/organizationSink:OrganizationSink",
    "gcp:logging/billingAccountSink:BillingAccountSink",
)
_PREFIX = "storage.googleapis.com/"


@stack_rule("log-sink-bucket-locked-retention", *SINKS)
def locked_retention(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """A sink to a bucket outside the stack says nothing of the bucket."""
    found: dict[str, Bag] = {}
    for sink in stack.of(*SINKS):
        try:
            bucket = _destination(stack, sink)
        except (Unknown, NotApplicable) as state:
            yield sink, state
            continue
        if bucket:
            found[bucket.urn or bucket.name] = bucket
    yield from each(found.values(), _problem)


def _destination(stack: Stack, sink: Bag) -> Bag | None:
    """Return the bucket of the stack that a sink writes to. Raises Unknown when it cannot be told."""
    try:
        destination = sink.text("destination")
    except Unknown:
        needed = stack.depends_on(sink, BUCKET)
        if len(needed) == 1:
            return needed[0]
        raise
    return stack.referred(sink, "destination", BUCKET) if destination.startswith(_PREFIX) else None


def _problem(bucket: Bag) -> str | None:
    if not bucket.has("retentionPolicy"):
        return "a log sink writes to the bucket, and its objects can be deleted at any time"
    if effective(bucket, "retentionPolicy.isLocked") is not True:
        return "a log sink writes to the bucket, and its retention is not locked"
    return None
