"""Rapid Cache (Anywhere Cache until 2026) and Storage Intelligence: what is bought beside a bucket.

A cache bills what it holds by the hour, what it takes in, what it answers and what it sends. Source: Cloud Storage price page of 2026-09-20.
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Free, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used


def rapid_cache(reader: Reader) -> Iterator[Charge]:
    """Price gcp:storage/anywhereCache:AnywhereCache."""
    region, hours = reader.region, reader.usage.hours
    yield from used(reader, "storage_gb", "Cached bytes", "storage.rapid-cache.capacity", region, "GiB-hour", hours)
    yield from used(reader, "monthly_ingest_gb", "Ingest", "storage.rapid-cache.ingest", region, "GiB")
    yield from used(reader, "monthly_operations", "Operations", "storage.rapid-cache.operations", region, "operation")
    yield from used(reader, "monthly_data_transfer_gb", "Data transfer out", "storage.rapid-cache.transfer", region, "GiB")


def intelligence(reader: Reader) -> Iterator[Charge | Free]:
    """Price the Storage Intelligence configuration of a project, folder or organization."""
    edition = reader.text("editionConfig")
    if edition in ("DISABLED", "INHERIT"):
        yield Free(f"Storage Intelligence is {edition.lower()} here")
    else:
        yield from used(reader, "objects", "Storage Intelligence", "storage.intelligence", "global", "object-month")


CACHE_KEYS: Keys = (
    UsageKey("storage_gb", "GiB", "Bytes held in the cache, on average"),
    UsageKey("monthly_ingest_gb", "GiB a month", "Bytes taken into the cache"),
    UsageKey("monthly_operations", "operations a month", "Requests that the cache answers"),
    UsageKey("monthly_data_transfer_gb", "GiB a month", "Bytes that the cache sends"),
    UsageKey("monthly_hrs", "hours a month", "Hours that the cache exists; a whole month by default"),
)
INTELLIGENCE_KEYS: Keys = (UsageKey("objects", "objects", "Objects that Storage Intelligence manages, on average"),)
_INTELLIGENCE = tuple(
    f"gcp:storage/control{at}IntelligenceConfig:Control{at}IntelligenceConfig" for at in ("Project", "Folder", "Organization")
)

PRICERS: dict[str, Pricer] = {
    "gcp:storage/anywhereCache:AnywhereCache": rapid_cache,
    **dict.fromkeys(_INTELLIGENCE, intelligence),
}
KEYS: dict[str, Keys] = {
    "gcp:storage/anywhereCache:AnywhereCache": CACHE_KEYS,
    **dict.fromkeys(_INTELLIGENCE, INTELLIGENCE_KEYS),
}
