"""Filestore: what is provisioned is billed, used or not, never less than the smallest instance of the tier.

Sources: Filestore documentation, service tiers (smallest capacities; the old names of the tiers); Filestore price page (custom performance has an
instance fee, a lower GiB rate and IOPS of its own).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used


@dataclass(frozen=True, slots=True)
class Tier:
    """One service tier: its price item and the smallest capacity that is sold, in GiB."""

    item: str
    smallest_gib: Decimal


_HDD, _SSD = Tier("filestore.basic-hdd", Decimal(1024)), Tier("filestore.basic-ssd", Decimal(2560))
_ZONAL, _REGIONAL = Tier("filestore.zonal", Decimal(1024)), Tier("filestore.regional", Decimal(1024))
TIERS: dict[str, Tier] = {
    "BASIC_HDD": _HDD,
    "STANDARD": _HDD,
    "BASIC_SSD": _SSD,
    "PREMIUM": _SSD,
    "ZONAL": _ZONAL,
    "HIGH_SCALE_SSD": _ZONAL,
    "REGIONAL": _REGIONAL,
    "ENTERPRISE": _REGIONAL,
}


def instance(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:filestore/instance:Instance."""
    named = (reader.text("tier") or "").upper()
    tier = TIERS.get(named)
    component = f"Capacity ({named})"
    share = reader.at("fileShares")
    capacity_gib = share.number("capacityGb") if share else None
    if tier is None or capacity_gib is None:
        yield Gap(component, "its size is not stated" if tier else "no price of this tier is known")
        return
    if any(reader.at(f"performanceConfig.{kind}") for kind in ("iopsPerTb", "fixedIops")):
        yield Charge(f"{component}: custom performance", "filestore.custom-performance", reader.region, capacity_gib, "GiB-month")
        return
    yield Charge(component, tier.item, reader.region, max(capacity_gib, tier.smallest_gib), "GiB-month")
    if capacity_gib < tier.smallest_gib:
        yield Note(
            f"{capacity_gib.normalize():f} GiB are less than the smallest {named} instance, {tier.smallest_gib:f} GiB, which is priced"
        )


def backup(reader: Reader) -> Iterator[Charge]:
    """Price gcp:filestore/backup:Backup."""
    yield from used(reader, "storage_gb", "Backup", "filestore.backup", reader.region, "GiB-month")


PRICERS: dict[str, Pricer] = {"gcp:filestore/instance:Instance": instance, "gcp:filestore/backup:Backup": backup}
KEYS: dict[str, Keys] = {"gcp:filestore/backup:Backup": (UsageKey("storage_gb", "GiB", "Bytes that the backup holds after compression"),)}
