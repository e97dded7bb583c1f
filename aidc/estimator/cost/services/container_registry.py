"""Container Registry, which keeps its images in a multi-region bucket and pays what that bucket pays. Costs nothing until used."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Gap, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

_PLACES = {"us": "us-multi", "eu": "europe-multi", "asia": "asia-multi"}
_USED = (
    ("storage_gb", "Storage (standard)", "storage.standard.multi-region", "GiB-month"),
    ("monthly_class_a_operations", "Operations, class A", "storage.standard.class-a", "operation"),
    ("monthly_class_b_operations", "Operations, class B", "storage.standard.class-b", "operation"),
    ("monthly_egress_data_transfer_gb.same_continent", "Data transfer in the same continent", "storage.multi-region.read", "GiB"),
    ("monthly_egress_data_transfer_gb.worldwide", "Data transfer worldwide", "storage.egress.worldwide", "GiB"),
)
_NO_RATE = ("asia", "china", "australia")


def registry(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:container/registry:Registry."""
    place = (reader.text("location") or "us").lower()
    for key, component, item, unit in _USED:
        used = reader.usage.number(key)
        if used:
            yield Charge(component, item, _PLACES.get(place, place), used, unit, by_usage=True)
    for destination in _NO_RATE:
        if reader.usage.number(f"monthly_egress_data_transfer_gb.{destination}"):
            yield Gap(f"Data transfer to {destination}", "no rate from a multi-region is known")


PRICERS: dict[str, Pricer] = {"gcp:container/registry:Registry": registry}
KEYS: dict[str, Keys] = {
    "gcp:container/registry:Registry": (
        *(UsageKey(key, unit, component) for key, component, _, unit in _USED),
        *(UsageKey(f"monthly_egress_data_transfer_gb.{name}", "GiB", f"Data transfer to {name}") for name in _NO_RATE),
    )
}
