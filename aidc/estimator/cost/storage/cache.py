"""Rapid Cache (Anywhere Cache until 2026): reads of a bucket that are answered from the zone.

A cache bills what it holds by the hour, what it takes in, what it answers and what it sends. Source: Cloud Storage price page of 2026-09-20.
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Pricer
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


CACHE_KEYS: Keys = (
    UsageKey("storage_gb", "GiB", "Bytes held in the cache, on average"),
    UsageKey("monthly_ingest_gb", "GiB a month", "Bytes taken into the cache"),
    UsageKey("monthly_operations", "operations a month", "Requests that the cache answers"),
    UsageKey("monthly_data_transfer_gb", "GiB a month", "Bytes that the cache sends"),
    UsageKey("monthly_hrs", "hours a month", "Hours that the cache exists; a whole month by default"),
)
PRICERS: dict[str, Pricer] = {"gcp:storage/anywhereCache:AnywhereCache": rapid_cache}
KEYS: dict[str, Keys] = {"gcp:storage/anywhereCache:AnywhereCache": CACHE_KEYS}
