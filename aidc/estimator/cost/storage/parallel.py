"""File systems for many machines at once: Managed Lustre, Parallelstore, NetApp Volumes. Provisioned capacity is billed, used or not.

Sources: Managed Lustre price page by performance tier (smallest capacities in aidc.catalog.lustre_tiers); NetApp Volumes documentation (a volume
takes its capacity from a pool, and the pool is billed).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.catalog.lustre_tiers import LUSTRE_TIERS
from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys

_SMALLEST_GIB = {str(name): Decimal(tier.bands[0].min_gib) for name, tier in LUSTRE_TIERS.items()}


def lustre(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:lustre/instance:Instance by its tier: MB/s for each TiB, or dynamic."""
    tier = _tier(reader)
    capacity_gib = reader.number("capacityGib")
    if tier is None or capacity_gib is None:
        yield Gap("Capacity", "its perUnitStorageThroughput is not stated" if tier is None else "its capacityGib is not stated")
        return
    smallest_gib = _SMALLEST_GIB.get(tier, Decimal(0))
    yield Charge(f"Capacity ({tier} tier)", f"lustre.{tier}", reader.region, max(capacity_gib, smallest_gib), "GiB-month")
    if capacity_gib < smallest_gib:
        yield Note(
            f"{capacity_gib.normalize():f} GiB are less than the smallest instance of the {tier} tier, {smallest_gib:f} GiB, which is priced"
        )


def _tier(reader: Reader) -> str | None:
    if reader.text("dynamicTierOptions.mode") not in (None, "DISABLED"):
        return "dynamic"
    throughput = reader.number("perUnitStorageThroughput")
    return f"{throughput.normalize():f}" if throughput else None


def parallelstore(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:parallelstore/instance:Instance; nothing public says how much."""
    yield from _capacity(reader, "parallelstore.capacity")


def netapp_pool(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:netapp/storagePool:StoragePool by its service level."""
    level = (reader.text("serviceLevel") or "").lower()
    yield from _capacity(reader, f"netapp.{level}.capacity")


def _capacity(reader: Reader, item: str) -> Iterator[Charge | Gap]:
    capacity_gib = reader.number("capacityGib")
    if capacity_gib is None:
        yield Gap("Capacity", "its capacityGib is not stated")
    else:
        yield Charge("Capacity", item, reader.region, capacity_gib, "GiB-month")


PRICERS: dict[str, Pricer] = {
    "gcp:lustre/instance:Instance": lustre,
    "gcp:parallelstore/instance:Instance": parallelstore,
    "gcp:netapp/storagePool:StoragePool": netapp_pool,
}
KEYS: dict[str, Keys] = {}
