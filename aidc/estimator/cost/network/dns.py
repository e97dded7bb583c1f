"""Cloud DNS: zones, public and private alike, in tiers over the bill, and queries. Source: Cloud DNS price page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used


def managed_zone(reader: Reader) -> Iterator[Charge]:
    """Price gcp:dns/managedZone:ManagedZone."""
    yield Charge("Managed zone", "dns.zone", "global", Decimal(1), "zone-month")
    yield from used(reader, "monthly_queries", "Queries", "dns.queries", "global", "query")


def record_set(reader: Reader) -> Iterator[Charge]:
    """Price gcp:dns/recordSet:RecordSet; a record with a routing policy answers at its own rate."""
    routed = reader.at("routingPolicy") is not None
    item = "dns.queries.routing-policy" if routed else "dns.queries"
    yield from used(reader, "monthly_queries", "Queries", item, "global", "query")


_QUERIES: Keys = (UsageKey("monthly_queries", "queries a month", "Queries that are answered"),)
PRICERS: dict[str, Pricer] = {"gcp:dns/managedZone:ManagedZone": managed_zone, "gcp:dns/recordSet:RecordSet": record_set}
KEYS: dict[str, Keys] = dict.fromkeys(PRICERS, _QUERIES)
