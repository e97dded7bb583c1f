"""Storage: buckets, file systems, disks, and how pods reach them."""

from __future__ import annotations

from rich.console import RenderableType

from aidc.blueprint import Plan
from aidc.report.layout import facts, section
from aidc.report.sections.buckets import bucket_parts
from aidc.report.sections.disks import disk_parts
from aidc.report.sections.files import file_parts, volume_parts
from aidc.report.totals import StorageTotals


def storage_section(plan: Plan, totals: StorageTotals) -> RenderableType:
    """Return buckets, the picture of their tiers, file systems, disks, volumes."""
    parts = [*bucket_parts(plan, totals), *file_parts(plan, totals), *disk_parts(plan, totals), *volume_parts(plan)]
    return section("storage", *(parts or [facts([("buckets", "none")])]))
