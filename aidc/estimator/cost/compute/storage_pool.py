"""Hyperdisk storage pools: capacity, IOPS and throughput are bought for the pool; disks in it are not billed again.

Pools have their own SKUs (advanced capacity costs more than standard); no public rate of them is in the tables, so what is bought is named.
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Gap, Pricer
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import Keys

STORAGE_POOL = "gcp:compute/storagePool:StoragePool"
_PARTS = (
    ("capacity", "poolProvisionedCapacityGb", "capacity", "GiB-month"),
    ("provisioned IOPS", "poolProvisionedIops", "iops", "IOPS-month"),
    ("provisioned throughput", "poolProvisionedThroughput", "throughput", "MiBps-month"),
)


def storage_pool(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:compute/storagePool:StoragePool."""
    kind = reader.tail("storagePoolType")
    if kind is None:
        raise Unreadable("storagePoolType is not stated")
    capacity = (reader.text("capacityProvisioningType") or "ADVANCED").lower()
    performance = (reader.text("performanceProvisioningType") or "ADVANCED").lower()
    for shown, key, part, unit in _PARTS:
        level = capacity if part == "capacity" else performance
        if quantity := reader.number(key):
            yield Charge(f"Storage pool ({kind}): {level} {shown}", f"storage-pool.{kind}.{level}-{part}", reader.region, quantity, unit)


PRICERS: dict[str, Pricer] = {STORAGE_POOL: storage_pool}
KEYS: dict[str, Keys] = {}
