"""Violations that a person has looked at and that stay: what the source says is odd, and is marked so in the table. Each is one item and region.

Whoever corrects a row takes its line away: one that no longer violates anything is itself an error (a test says so).
"""

from __future__ import annotations

_REGIONAL = "billing data mirror of 2026-07-30; Google prices regional disks at twice the zonal ones; the row is unverified"
_BAND = "billing data mirror of 2026-07-30 shows a dearer second band; suspect, kept as found"

REVIEWED: dict[str, str] = {
    **{
        f"disk.regional.{kind}.capacity {region}": _REGIONAL
        for kind, regions in {
            "pd-balanced": ("europe-west8", "europe-west9"),
            "pd-standard": ("africa-south1", "asia-east2", "europe-west10", "europe-west12", "me-central1", "me-central2", "me-west1"),
        }.items()
        for region in regions
    },
    **{
        f"network.egress.{to} {region}": _BAND
        for to, regions in {
            "australia": ("asia-northeast3",),
            "china": ("asia-northeast3",),
            "worldwide": ("asia-northeast1", "asia-northeast2", "asia-northeast3"),
        }.items()
        for region in regions
    },
}
"""By item and region: why it may stay."""
