"""Performance tiers of Managed Lustre: throughput for each TiB, and the capacities that each tier is sold in.

Figures are those of the tier page. The range that the provider documents (9,000 to 7,632,000 GiB) is older and wrong for every tier (trap T069).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidc.catalog.source import LUSTRE_TIER_PAGE, Source
from aidc.catalog.storage import GIB_PER_TIB, CapacityBand

LustreTierName = Literal[125, 250, 500, 1000, "dynamic"]


@dataclass(frozen=True, slots=True)
class LustreTier:
    """One tier. An instance never leaves the band of capacities that it was made in."""

    name: LustreTierName
    mb_per_s_per_tib: int
    bands: tuple[CapacityBand, ...]
    source: Source

    def band_of(self, capacity_gib: int) -> CapacityBand | None:
        """Return the band that holds a capacity, or None for a capacity that is not sold."""
        return next((band for band in self.bands if band.nearest(capacity_gib) == capacity_gib), None)

    def around(self, capacity_gib: int) -> list[int]:
        """Return the legal capacities next to one that is not: the one below and the one above, where there are such."""
        found = {legal for band in self.bands for legal in band.around(capacity_gib)}
        below = [legal for legal in found if legal < capacity_gib]
        above = [legal for legal in found if legal > capacity_gib]
        return [*([max(below)] if below else []), *([min(above)] if above else [])]

    def mb_per_s(self, capacity_gib: int) -> int:
        """Return the throughput of an instance in MB/s (decimal), rounded down."""
        return capacity_gib * self.mb_per_s_per_tib // GIB_PER_TIB


def _tier(name: LustreTierName, mb_per_s_per_tib: int, *bands: CapacityBand) -> LustreTier:
    return LustreTier(name, mb_per_s_per_tib, bands, LUSTRE_TIER_PAGE)


LUSTRE_TIERS: dict[LustreTierName, LustreTier] = {
    tier.name: tier
    for tier in (
        _tier(125, 125, CapacityBand(72_000, 12_240_000, 72_000)),
        _tier(250, 250, CapacityBand(36_000, 6_120_000, 36_000), CapacityBand(6_336_000, 40_032_000, 288_000)),
        _tier(500, 500, CapacityBand(18_000, 3_060_000, 18_000), CapacityBand(3_168_000, 20_016_000, 144_000)),
        _tier(1000, 1000, CapacityBand(9_000, 1_530_000, 9_000), CapacityBand(1_584_000, 10_008_000, 72_000)),
        _tier("dynamic", 25, CapacityBand(472_000, 84_016_000, 472_000)),
    )
}
"""The second band of a tier starts at the first multiple of its larger step above the threshold; its maximum is a multiple too."""
