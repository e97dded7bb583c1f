"""Pub/Sub: messages taken in and delivered by the TiB, and what is retained by the GiB-month. Costs nothing until used.

Deliveries to a BigQuery or Cloud Storage subscription have a rate of their own. The first 10 GiB of a month are free for a billing account.
Source: Pub/Sub price page.
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey


def topic(reader: Reader) -> Iterator[Charge]:
    """Price gcp:pubsub/topic:Topic."""
    taken_in = reader.usage.number("monthly_message_data_tb")
    if taken_in:
        yield Charge("Messages taken in", "pubsub.delivery", "global", taken_in, "TiB", by_usage=True)
    yield from _retained(reader, "storage_gb", "Messages retained by the topic")


def subscription(reader: Reader) -> Iterator[Charge]:
    """Price gcp:pubsub/subscription:Subscription."""
    delivered = reader.usage.number("monthly_message_data_tb")
    exports = reader.at("bigqueryConfig") or reader.at("cloudStorageConfig")
    if delivered:
        item = "pubsub.export" if exports else "pubsub.delivery"
        yield Charge("Messages delivered", item, "global", delivered, "TiB", by_usage=True)
    yield from _retained(reader, "storage_gb", "Acknowledged messages retained")
    yield from _retained(reader, "snapshot_storage_gb", "Messages kept for snapshots")


def _retained(reader: Reader, key: str, component: str) -> Iterator[Charge]:
    gib = reader.usage.number(key)
    if gib:
        yield Charge(component, "pubsub.storage", "global", gib, "GiB-month", by_usage=True)


PRICERS: dict[str, Pricer] = {
    "gcp:pubsub/subscription:Subscription": subscription,
    "gcp:pubsub/topic:Topic": topic,
}
KEYS: dict[str, Keys] = {
    "gcp:pubsub/subscription:Subscription": (
        UsageKey("monthly_message_data_tb", "TiB a month", "Messages delivered"),
        UsageKey("storage_gb", "GiB", "Acknowledged messages retained"),
        UsageKey("snapshot_storage_gb", "GiB", "Messages kept for snapshots"),
    ),
    "gcp:pubsub/topic:Topic": (
        UsageKey("monthly_message_data_tb", "TiB a month", "Messages published"),
        UsageKey("storage_gb", "GiB", "Messages that the topic retains"),
    ),
}
