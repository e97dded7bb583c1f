"""Storage tiers: Filestore capacities and Cloud Storage classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidc.catalog.source import FILESTORE_PAGE, FILESTORE_PERFORMANCE_PAGE, RAPID_BUCKET_PAGE, STORAGE_CLASS_PAGE, Source

GIB_PER_TIB = 1024
IOPS_STEP = 1_000
"""Filestore sells IOPS in thousands (API reference, FixedIOPS)."""


@dataclass(frozen=True, slots=True)
class CapacityBand:
    """Legal capacities: from `min_gib` to `max_gib` in steps of `step_gib`."""

    min_gib: int
    max_gib: int
    step_gib: int

    def nearest(self, capacity_gib: int) -> int:
        """Return the legal capacity of this band nearest to, and where possible not below, the one asked for."""
        steps = -(-(capacity_gib - self.min_gib) // self.step_gib)
        return min(max(self.min_gib + steps * self.step_gib, self.min_gib), self.max_gib)

    def around(self, capacity_gib: int) -> tuple[int, int]:
        """Return the legal capacities of this band below and above one; both are the same where it is legal or outside the band."""
        above = self.nearest(capacity_gib)
        return (above if above <= capacity_gib else max(above - self.step_gib, self.min_gib)), above


@dataclass(frozen=True, slots=True)
class CustomIops:
    """IOPS that may be bought for each TiB of an instance in one band of capacities."""

    least_per_tib: int
    most_per_tib: int
    source: Source

    def limits(self, capacity_gib: int) -> tuple[int, int]:
        """Return the least and the most IOPS of a whole instance, in thousands as the API takes them."""
        least, most = -(-capacity_gib * self.least_per_tib // GIB_PER_TIB), capacity_gib * self.most_per_tib // GIB_PER_TIB
        return -(-least // IOPS_STEP) * IOPS_STEP, most // IOPS_STEP * IOPS_STEP


@dataclass(frozen=True, slots=True)
class FilestoreTier:
    """One Filestore service tier. `custom_iops` has an entry for each band, or none where performance cannot be bought."""

    name: str
    bands: tuple[CapacityBand, ...]
    location: Literal["zone", "region"]
    cmek: bool
    nfs_v4: bool
    source: Source
    custom_iops: tuple[CustomIops, ...] = ()

    def custom_iops_at(self, capacity_gib: int) -> CustomIops | None:
        """Return what may be bought at a legal capacity, or None where the tier sells no performance."""
        bands = zip(self.bands, self.custom_iops, strict=False)
        return next((custom for band, custom in bands if band.nearest(capacity_gib) == capacity_gib), None)

    def accepts(self, capacity_gib: int) -> bool:
        """Tell whether a capacity lies on a step of one of the bands."""
        return any(band.nearest(capacity_gib) == capacity_gib for band in self.bands)

    def nearest(self, capacity_gib: int) -> int:
        """Return the legal capacity closest to the one asked for, the larger one on a tie."""
        return min((band.nearest(capacity_gib) for band in self.bands), key=lambda legal: (abs(legal - capacity_gib), -legal))


_SMALL_AND_LARGE = (CapacityBand(1024, 9984, 256), CapacityBand(10240, 102400, 2560))
"""REGIONAL has lately been sold from 100 GiB on as well; in which steps was not found, so the sizes of both are those of the older page."""
_CUSTOM = (CustomIops(4_000, 17_000, FILESTORE_PERFORMANCE_PAGE), CustomIops(3_000, 7_500, FILESTORE_PERFORMANCE_PAGE))
FILESTORE_TIERS: dict[str, FilestoreTier] = {
    tier.name: tier
    for tier in (
        FilestoreTier("BASIC_HDD", (CapacityBand(1024, 65433, 1),), "zone", False, False, FILESTORE_PAGE),
        FilestoreTier("BASIC_SSD", (CapacityBand(2560, 65433, 1),), "zone", False, False, FILESTORE_PAGE),
        FilestoreTier("ZONAL", _SMALL_AND_LARGE, "zone", True, True, FILESTORE_PAGE, _CUSTOM),
        FilestoreTier("REGIONAL", _SMALL_AND_LARGE, "region", True, True, FILESTORE_PAGE, _CUSTOM),
        FilestoreTier("ENTERPRISE", (CapacityBand(1024, 10240, 256),), "region", True, True, FILESTORE_PAGE),
    )
}


@dataclass(frozen=True, slots=True)
class BucketTier:
    """How warm the data of a bucket is, and the storage class that is cheapest for it."""

    name: Literal["rapid", "hot", "warm", "cold", "archive"]
    storage_class: str
    min_storage_days: int
    """Deleting or moving an object earlier bills the rest of these days."""
    source: Source


BUCKET_TIERS: dict[str, BucketTier] = {
    tier.name: tier
    for tier in (
        BucketTier("rapid", "RAPID", 0, RAPID_BUCKET_PAGE),
        BucketTier("hot", "STANDARD", 0, STORAGE_CLASS_PAGE),
        BucketTier("warm", "NEARLINE", 30, STORAGE_CLASS_PAGE),
        BucketTier("cold", "COLDLINE", 90, STORAGE_CLASS_PAGE),
        BucketTier("archive", "ARCHIVE", 365, STORAGE_CLASS_PAGE),
    )
}
