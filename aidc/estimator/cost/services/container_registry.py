"""Container Registry, which keeps its images in a multi-region bucket of class Standard and pays what that bucket pays, by usage alone."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.storage.egress import bucket_egress
from aidc.estimator.cost.storage.place import Place
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used

REGISTRY = "gcp:container/registry:Registry"
_PLACES = {"us": "us-multi", "eu": "europe-multi", "asia": "asia-multi"}
_USED = (
    ("storage_gb", "Storage (standard)", "storage.standard.multi-region", "GiB-month"),
    ("monthly_class_a_operations", "Operations, class A", "storage.standard.class-a.multi-region", "operation"),
    ("monthly_class_b_operations", "Operations, class B", "storage.standard.class-b.multi-region", "operation"),
)
_DESTINATIONS = ("same_continent", "worldwide", "asia", "china", "australia")


def registry(reader: Reader) -> Iterator[Charge | Note]:
    """Price gcp:container/registry:Registry."""
    if not reader.usage.given:
        return
    location = (reader.text("location") or "us").lower()
    place = Place("multi-region", (_PLACES.get(location, location),), location)
    for key, component, item, unit in _USED:
        yield from used(reader, key, component, item, place.regions[0], unit)
    yield from bucket_egress(reader, place)
    if reader.usage.number("monthly_data_retrieval_gb"):
        yield Note("reading from the class Standard has no retrieval fee")


PRICERS: dict[str, Pricer] = {REGISTRY: registry}
KEYS: dict[str, Keys] = {
    REGISTRY: (
        *(UsageKey(key, unit, component) for key, component, _, unit in _USED),
        UsageKey("monthly_data_retrieval_gb", "GiB", "Data retrieved, which costs nothing in the class Standard"),
        *(UsageKey(f"monthly_egress_data_transfer_gb.{name}", "GiB", f"Data transfer to {name}") for name in _DESTINATIONS),
    )
}
