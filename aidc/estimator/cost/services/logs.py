"""Cloud Logging: what is stored in log buckets, once, and what is kept there longer than 30 days, by the month. Costs nothing until used.

50 GiB of a project are free each month. The bucket _Required is free. Sending logs on is free, so a sink pays only for what it brings into a
log bucket that is no resource of the record: that is what its usage states. Source: Google Cloud Observability price page.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

_DAYS_INCLUDED = Decimal(30)


def bucket(reader: Reader) -> Iterator[Charge | Note]:
    """Price a log bucket of a project, a folder, an organization or a billing account."""
    gib = reader.usage.number("monthly_logging_data_gb")
    if not gib:
        return
    if reader.tail("bucketId") == "_Required":
        yield Note("logs in the bucket _Required are free, and kept for 400 days")
        return
    yield from stored_logs(gib)
    days = reader.number("retentionDays") or _DAYS_INCLUDED
    if days > _DAYS_INCLUDED:
        kept = gib * (days - _DAYS_INCLUDED) / 30
        yield Note(f"kept for {days} days: as many logs as a month brings are kept for {days - 30} days beyond the 30 included")
        yield Charge("Retention beyond 30 days", "logging.retention", "global", kept, "GiB-month", by_usage=True)


def sink(reader: Reader) -> Iterator[Charge]:
    """Price a sink of a project, a folder, an organization or a billing account."""
    gib = reader.usage.number("monthly_logging_data_gb")
    if gib:
        yield from stored_logs(gib)


def flow_logs(reader: Reader) -> Iterator[Charge]:
    """Price a configuration of VPC flow logs: what is generated, and as vended logs what of it is stored."""
    gib = reader.usage.number("monthly_flow_logs_gb")
    if gib:
        yield Charge("Flow logs generated", "network.flow-logs", "global", gib, "GiB", by_usage=True)
        yield Charge("Flow logs stored", "logging.vended", "global", gib, "GiB", by_usage=True)


def stored_logs(gib: Decimal) -> Iterator[Charge]:
    """Yield logs that a log bucket takes in; whoever writes them (a cluster) says how many GiB, where the bucket is no resource of the record."""
    yield Charge("Logs stored", "logging.ingest", "global", gib, "GiB", by_usage=True)


_SCOPES = (("project", "Project"), ("folder", "Folder"), ("organization", "Organization"), ("billingAccount", "BillingAccount"))
_BUCKETS = tuple(f"gcp:logging/{module}BucketConfig:{name}BucketConfig" for module, name in _SCOPES)
_SINKS = tuple(f"gcp:logging/{module}Sink:{name}Sink" for module, name in _SCOPES)
_FLOW_LOGS = tuple(
    f"gcp:networkmanagement/{module}:{module[0].upper()}{module[1:]}" for module in ("organizationVpcFlowLogsConfig", "vpcFlowLogsConfig")
)
PRICERS: dict[str, Pricer] = {
    **dict.fromkeys(_BUCKETS, bucket),
    **dict.fromkeys(_SINKS, sink),
    **dict.fromkeys(_FLOW_LOGS, flow_logs),
}
KEYS: dict[str, Keys] = {
    **dict.fromkeys(_FLOW_LOGS, (UsageKey("monthly_flow_logs_gb", "GiB a month", "Flow logs generated and stored"),)),
    **dict.fromkeys(_BUCKETS, (UsageKey("monthly_logging_data_gb", "GiB a month", "Logs stored in the bucket"),)),
    **dict.fromkeys(_SINKS, (UsageKey("monthly_logging_data_gb", "GiB a month", "Logs that the sink brings into a log bucket"),)),
}
