"""Artifact Registry: storage, and transfer by destination. Costs nothing until used.

Transfer is free inside a region, and from a multi-region to the regions of its continent; else it is rated by continents. Source: Artifact
Registry price page as the open-source engine of Infracost records it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

_CONTINENTS = {"us": "na", "northamerica": "na", "europe": "eu", "eu": "eu", "asia": "asia", "australia": "oceania"}


def repository(reader: Reader) -> Iterator[Charge]:
    """Price gcp:artifactregistry/repository:Repository."""
    stored = reader.usage.number("storage_gb")
    if stored:
        yield Charge("Storage", "artifact-registry.storage", reader.location, stored, "GiB-month", by_usage=True)
    by_item: dict[str, Decimal] = defaultdict(Decimal)
    for destination, gib in reader.usage.numbers("monthly_egress_data_transfer_gb").items():
        item = _transfer(reader.location, destination.replace("_", "-").lower())
        if item and gib:
            by_item[item] += gib
    for item, gib in by_item.items():
        yield Charge(f"Data transfer ({item})", f"artifact-registry.egress.{item}", reader.location, gib, "GiB", by_usage=True)


def _transfer(location: str, destination: str) -> str | None:
    """Return the last part of the price item for a transfer, or None where it is free."""
    source, target = (_CONTINENTS.get(place.split("-")[0]) for place in (location, destination))
    if location == destination or ("-" not in location and source is not None and source == target):
        return None
    if "oceania" in (source, target):
        return "oceania"
    return f"{source}-{target}" if source is not None and source == target else "intercontinental"


PRICERS: dict[str, Pricer] = {"gcp:artifactregistry/repository:Repository": repository}
KEYS: dict[str, Keys] = {
    "gcp:artifactregistry/repository:Repository": (
        UsageKey("storage_gb", "GiB", "Artifacts stored"),
        UsageKey("monthly_egress_data_transfer_gb.*", "GiB a month", "Artifacts read from a region of Google Cloud"),
    )
}
