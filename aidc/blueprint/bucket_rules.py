"""What one bucket must say, and what excludes what: the rules of BucketSpec. Rules with zones, keys and the cluster are in bucket_coherence.py.

Traps T072 to T077: a hierarchical namespace needs uniform access and excludes versioning, Autoclass and retention. A zonal bucket has the namespace
always, keeps its one class and knows no soft delete (catalogue entry of the rapid tier).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aidc.blueprint.bucket_fields import OF_EXISTING, AgeTier, BucketFields
from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Rule
from aidc.catalog.bucket_pairs import bucket_pair, partners_of
from aidc.catalog.regions import region_names
from aidc.did_you_mean import did_you_mean

_COLDER: tuple[AgeTier, ...] = ("hot", "warm", "cold", "archive")
GOOGLE_SOFT_DELETE_DAYS = (7, 90)
_BUCKET_NAME = re.compile(r"(?!goog)[a-z0-9]([a-z0-9._-]{1,220})[a-z0-9]")


def broken_rules(spec: BucketFields) -> Iterator[Rule]:
    """Yield every rule that one bucket breaks by itself."""
    yield from _caches_in_one_zone(spec)
    if spec.existing is not None:
        yield from _existing_rules(spec, spec.existing)
        return
    if spec.tier is None:
        yield "tier", "is missing: rapid, hot, warm, cold or archive; or name a bucket that is there already with existing"
    if spec.tier == "rapid":
        yield from _rapid_rules(spec)
        yield from _retention_rules(spec)
        return
    if spec.zone is not None:
        yield "zone", "goes with tier: rapid; a bucket of another tier lies in a region. Remove it"
    yield from _namespace_rules(spec)
    yield from _autoclass_rules(spec)
    yield from _retention_rules(spec)
    yield from _lifecycle_rules(spec)
    yield from _dual_region_rules(spec)
    low, high = GOOGLE_SOFT_DELETE_DAYS
    if spec.soft_delete_days != 0 and not low <= spec.soft_delete_days <= high:
        yield "soft_delete_days", f"{spec.soft_delete_days} is not allowed; 0 switches it off, otherwise {low} to {high} days"


def _caches_in_one_zone(spec: BucketFields) -> Iterator[Rule]:
    zones = [cache.zone for cache in spec.caches]
    for index, zone in enumerate(zones):
        if zone in zones[:index]:
            yield (
                f"caches[{index}].zone",
                f"{shown(zone)} has a cache of this bucket already; a bucket has one to a zone. Remove one of the two",
            )


def _existing_rules(spec: BucketFields, existing: str) -> Iterator[Rule]:
    if not _BUCKET_NAME.fullmatch(existing):
        yield "existing", f"{shown(existing)} is not the name of a bucket: write it as its owner does, without the scheme gs"
    for field in sorted(spec.model_fields_set - OF_EXISTING):
        yield field, f"belongs to a bucket that the stack makes; {existing} is there already and stays as it is. Remove the field"


def _rapid_rules(spec: BucketFields) -> Iterator[Rule]:
    """A zonal bucket has one class and one zone, and what excludes a hierarchical namespace excludes it."""
    for field, on in {
        "versioning": spec.versioning,
        "autoclass": spec.autoclass,
        "retention_days": spec.retention_days is not None,
    }.items():
        if on:
            yield field, "is not available on tier: rapid, which always has a hierarchical namespace. Remove it, or use another tier"
    if "hierarchical_namespace" in spec.model_fields_set and not spec.hierarchical_namespace:
        yield "hierarchical_namespace", "is always on with tier: rapid. Remove it"
    if "soft_delete_days" in spec.model_fields_set and spec.soft_delete_days != 0:
        yield "soft_delete_days", "is not available on tier: rapid; what is deleted there is gone. Remove it, or use another tier"
    for index, step in enumerate(spec.lifecycle):
        if step.move_to:
            yield (
                f"lifecycle[{index}].move_to",
                "objects of tier: rapid cannot change their class. Delete them instead, or use another tier",
            )
    if spec.dual_region:
        yield "dual_region", "tier: rapid lies in one zone. Name it with zone, or use another tier"
    if spec.caches:
        yield "caches", "tier: rapid is as close as a cache already. Remove them, or use another tier"


def _namespace_rules(spec: BucketFields) -> Iterator[Rule]:
    if not spec.hierarchical_namespace:
        return
    for field, on in {
        "versioning": spec.versioning,
        "autoclass": spec.autoclass,
        "retention_days": spec.retention_days is not None,
    }.items():
        if on:
            yield field, "is not available with hierarchical_namespace. Remove one of the two"


def _autoclass_rules(spec: BucketFields) -> Iterator[Rule]:
    if spec.autoclass and spec.tier not in ("hot", None):
        yield "autoclass", f"starts every object in the hot tier, not in {spec.tier}. Set tier: hot or remove autoclass"
    if spec.autoclass and any(step.move_to for step in spec.lifecycle):
        yield "lifecycle", "cannot move objects while autoclass does. Keep only delete steps or remove autoclass"


def _retention_rules(spec: BucketFields) -> Iterator[Rule]:
    if spec.retention_locked and spec.retention_days is None:
        yield "retention_days", "retention_locked needs the days to lock"
    if spec.retention_locked and not spec.yes_lock_retention_for_ever:
        yield (
            "retention_locked",
            "cannot be undone: nobody can ever shorten it or delete younger objects. Set yes_lock_retention_for_ever: true as well",
        )


def _lifecycle_rules(spec: BucketFields) -> Iterator[Rule]:
    for index, step in enumerate(spec.lifecycle):
        if step.move_to and spec.tier in _COLDER and _COLDER.index(step.move_to) <= _COLDER.index(spec.tier):
            yield (
                f"lifecycle[{index}].move_to",
                f"{step.move_to} is not colder than the bucket's tier {spec.tier}; objects only move to a colder one",
            )


def _dual_region_rules(spec: BucketFields) -> Iterator[Rule]:
    unknown = [region for region in spec.dual_region if region not in region_names()]
    for index, region in enumerate(spec.dual_region):
        if region in unknown:
            yield f"dual_region[{index}]", f"{shown(region)} is not a known region.{did_you_mean(region, region_names())}"
    different = len(set(spec.dual_region))
    if spec.dual_region and (different != 2 or len(spec.dual_region) != 2):
        yield "dual_region", f"needs two different regions, not {different}"
    elif spec.dual_region and not unknown and bucket_pair(*spec.dual_region[:2]) is None:
        first, second = spec.dual_region[:2]
        others = " ".join(f"{region} pairs with {', '.join(partners_of(region)) or 'no region'}." for region in (first, second))
        yield "dual_region", f"Cloud Storage does not pair {first} with {second}. {others} Or use one region"
