"""Buckets by tier: where each lies, what it is expected to hold, how it is protected, cached and mounted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.blueprint import Plan
from aidc.blueprint.bucket import SECONDS_PER_DAY, BucketPlan
from aidc.report.layout import facts, table
from aidc.report.totals import StorageTotals
from aidc.report.units import bar, duration, percent, tib

TIER_STYLES = {"rapid": "bright_red", "hot": "red", "warm": "yellow", "cold": "blue", "archive": "magenta"}
TIER_GLYPHS = {"rapid": "■", "hot": "█", "warm": "▓", "cold": "▒", "archive": "░"}
PICTURE_CELLS = 60
BAR_CELLS = 10


def bucket_parts(plan: Plan, totals: StorageTotals) -> list[RenderableType]:
    """Return buckets and the picture of their tiers; nothing where there are none."""
    return [_buckets(plan.buckets, totals), facts(_tiers(totals))] if plan.buckets else []


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
        made.add_row("", bucket.resource_name, *_row(bucket, totals), bucket.name)
    return Group(made, facts([(bucket.resource_name, " · ".join(_features(bucket))) for bucket in buckets]))


def _row(bucket: BucketPlan, totals: StorageTotals) -> tuple[str | Text, ...]:
    if bucket.tier is None:
        return "existing", "", "", "", ""
    share = (bucket.expected_tib or 0) / totals.expected_tib if totals.expected_tib else None
    style = TIER_STYLES[bucket.tier]
    return (
        Text(bucket.tier, style=style),
        bucket.storage_class,
        bucket.zone.upper() or "+".join(bucket.dual_region) or bucket.location,
        tib(bucket.expected_tib) if bucket.expected_tib else "not said",
        "" if share is None else Text.assemble((bar(share, BAR_CELLS), style), f" {percent(share):>5}"),
    )


def _features(bucket: BucketPlan) -> Iterator[str]:
    yield from ["hierarchical namespace"] * bucket.hierarchical_namespace + ["versioning"] * bucket.versioning
    yield from ["autoclass"] * bucket.autoclass
    if bucket.soft_delete_seconds:
        yield f"soft delete {duration(bucket.soft_delete_seconds)}"
    if bucket.retention_seconds:
        yield f"retention {duration(bucket.retention_seconds)}{', locked' if bucket.retention_locked else ''}"
    for step in bucket.lifecycle:
        yield f"{step.storage_class.lower() or 'deleted'} after {duration(step.after_days * SECONDS_PER_DAY)}"
    for cache in bucket.caches:
        yield f"cached in {cache.zone} for {duration(cache.ttl_seconds)}{', from the first write' if cache.ingest_on_write else ''}"
    if bucket.mount:
        yield f"mounted for {bucket.mount}"
    yield "somebody else's" if bucket.existing else _protection(bucket)


def _protection(bucket: BucketPlan) -> str:
    return "guarded" if bucket.guarded else "emptied by destroy" if bucket.force_destroy else "not guarded"


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
