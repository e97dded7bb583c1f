"""Storage: buckets by tier, what each is expected to hold and how it is protected; then file systems, disks, and how pods reach them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.blueprint import Plan
from aidc.blueprint.bucket import BucketPlan
from aidc.report.layout import facts, section, table
from aidc.report.sections.disks import disk_parts
from aidc.report.sections.files import file_parts, volume_parts
from aidc.report.totals import StorageTotals
from aidc.report.units import bar, duration, percent, tib

TIER_STYLES = {"hot": "red", "warm": "yellow", "cold": "blue", "archive": "magenta"}
TIER_GLYPHS = {"hot": "█", "warm": "▓", "cold": "▒", "archive": "░"}
PICTURE_CELLS = 60
BAR_CELLS = 10


def storage_section(plan: Plan, totals: StorageTotals) -> RenderableType:
    """Return buckets, the picture of their tiers, file systems, disks, volumes."""
    parts: list[RenderableType] = []
    if plan.buckets:
        parts += [_buckets(plan.buckets, totals), facts(_tiers(totals))]
    parts += [*file_parts(plan, totals), *disk_parts(plan, totals), *volume_parts(plan)]
    return section("storage", *(parts or [facts([("buckets", "none")])]))


def _buckets(buckets: Sequence[BucketPlan], totals: StorageTotals) -> RenderableType:
    made = table(
        [
            ("bucket", "left"),
            ("tier", "left"),
            ("class", "left"),
            ("location", "left"),
            ("TiB", "right"),
            ("share", "left"),
            ("cloud name", "left"),
        ]
    )
    for bucket in buckets:
        share = (bucket.expected_tib or 0) / totals.expected_tib if totals.expected_tib else None
        made.add_row(
            "",
            bucket.resource_name,
            Text(bucket.tier, style=TIER_STYLES[bucket.tier]),
            bucket.storage_class,
            "+".join(bucket.dual_region) or bucket.location,
            tib(bucket.expected_tib) if bucket.expected_tib else "not said",
            "" if share is None else Text.assemble((bar(share, BAR_CELLS), TIER_STYLES[bucket.tier]), f" {percent(share):>5}"),
            bucket.name,
        )
    return Group(made, facts([(bucket.resource_name, " · ".join(_features(bucket))) for bucket in buckets]))


def _features(bucket: BucketPlan) -> list[str]:
    said = (
        ["hierarchical namespace"] * bucket.hierarchical_namespace + ["versioning"] * bucket.versioning + ["autoclass"] * bucket.autoclass
    )
    if bucket.soft_delete_seconds:
        said.append(f"soft delete {duration(bucket.soft_delete_seconds)}")
    if bucket.retention_seconds:
        said.append(f"retention {duration(bucket.retention_seconds)}{', locked' if bucket.retention_locked else ''}")
    said += [f"{step.storage_class.lower() or 'deleted'} after {duration(step.after_days * 86400)}" for step in bucket.lifecycle]
    said.append("guarded" if bucket.guarded else "emptied by destroy" if bucket.force_destroy else "not guarded")
    return said


def _tiers(totals: StorageTotals) -> list[tuple[str, RenderableType]]:
    if not totals.expected_tib:
        return []
    picture, said = Text(), []
    for tier, held in totals.expected_tib_by_tier.items():
        share = held / totals.expected_tib
        picture.append(TIER_GLYPHS[tier] * round(share * PICTURE_CELLS), style=TIER_STYLES[tier])
        said.append(f"{TIER_GLYPHS[tier]} {tier} {tib(held)} TiB {percent(share)}")
    silent = f"; not said for {', '.join(totals.buckets_without_expectation)}" if totals.buckets_without_expectation else ""
    return [("by tier", picture), ("", f"{' · '.join(said)} · together {tib(totals.expected_tib)} TiB expected{silent}")]
