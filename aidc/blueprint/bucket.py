"""Cloud Storage buckets: how warm the data is, where it lies, how it ages, how it is protected, what is cached of it.

Owns buckets of the stack and what the stack adds to buckets of others. How pods mount one is in bucket_volume.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.bucket_fields import BucketFields, Profile, Tier
from aidc.blueprint.bucket_rules import broken_rules
from aidc.blueprint.keys import KMS_LOCATION_OF_BUCKETS, key_id
from aidc.blueprint.names import BUCKET, EXISTING_BUCKET, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Rule
from aidc.catalog.bucket_pairs import BucketPair, bucket_pair
from aidc.catalog.storage import BUCKET_TIERS

SECONDS_PER_DAY = 86_400
SECONDS_PER_HOUR = 3_600


class BucketSpec(BucketFields):
    """One bucket. The cloud name of a new one is the project, the stack and this name."""

    def rules(self) -> Iterator[Rule]:
        """Yield features that exclude each other and locks that were not confirmed."""
        yield from broken_rules(self)


@dataclass(frozen=True, slots=True)
class LifecycleStepPlan:
    """One lifecycle step; an empty storage class deletes."""

    after_days: int
    storage_class: str


@dataclass(frozen=True, slots=True)
class CachePlan:
    """One zonal cache of a bucket."""

    resource_name: str
    zone: str
    ttl_seconds: int
    ingest_on_write: bool


@dataclass(frozen=True, slots=True)
class BucketPlan:
    """One bucket, decided. One that exists has a name, caches and a mount, and is otherwise its owner's business."""

    path: str
    resource_name: str
    name: str
    existing: bool
    tier: Tier | None
    storage_class: str
    location: str
    """Location code; empty where the owner knows it."""
    data_locations: tuple[str, ...]
    """Zone or regions that the bucket names beside its location; empty where the location says it all."""
    key_location: str
    """Cloud KMS location that its key must lie in; empty where none is known for the bucket's."""
    key: str
    """Id of its key in KeysPlan."""
    dual_region: tuple[str, ...]
    zone: str
    """Zone of a rapid bucket."""
    expected_tib: float | None
    hierarchical_namespace: bool
    autoclass: bool
    versioning: bool
    soft_delete_seconds: int
    retention_seconds: int | None
    retention_locked: bool
    lifecycle: tuple[LifecycleStepPlan, ...]
    caches: tuple[CachePlan, ...]
    mount: Profile | None
    force_destroy: bool
    guarded: bool
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    location: str
    data_locations: tuple[str, ...]
    key_location: str
    zone: str = ""


def plan_bucket(spec: BucketSpec, index: int, site: SitePlan, labels: dict[str, str], guarded: bool, names: Names) -> BucketPlan:
    """Decide one bucket."""
    path = f"buckets[{index}]"
    rapid, made = spec.tier == "rapid", spec.existing is None
    place = _place(spec, site) if made else _Place("", (), "")
    return BucketPlan(
        path=path,
        resource_name=spec.name,
        name=_name(spec, path, site, names),
        existing=not made,
        tier=spec.tier,
        storage_class=BUCKET_TIERS[spec.tier].storage_class if spec.tier else "",
        location=place.location,
        data_locations=place.data_locations,
        key_location=place.key_location,
        key=key_id("buckets", place.key_location, site) if place.key_location else "",
        dual_region=tuple(region.upper() for region in spec.dual_region),
        zone=place.zone,
        expected_tib=spec.expected_tib,
        hierarchical_namespace=spec.hierarchical_namespace or rapid,
        autoclass=spec.autoclass,
        versioning=spec.versioning,
        soft_delete_seconds=spec.soft_delete_days * SECONDS_PER_DAY if made and not rapid else 0,
        retention_seconds=spec.retention_days * SECONDS_PER_DAY if spec.retention_days else None,
        retention_locked=spec.retention_locked,
        lifecycle=tuple(
            LifecycleStepPlan(step.after_days, BUCKET_TIERS[step.move_to].storage_class if step.move_to else "") for step in spec.lifecycle
        ),
        caches=tuple(
            CachePlan(f"{spec.name}/{cache.zone}", cache.zone, cache.ttl_hours * SECONDS_PER_HOUR, cache.ingest_on_write)
            for cache in spec.caches
        ),
        mount=spec.mount,
        force_destroy=spec.force_destroy,
        guarded=guarded and made and not spec.force_destroy,
        labels=labels if made else {},
    )


def _name(spec: BucketSpec, path: str, site: SitePlan, names: Names) -> str:
    if spec.existing is not None:
        return names.name(EXISTING_BUCKET, spec.existing, path=f"{path}.existing", prefix="")
    # Bucket names are global: the project id keeps two companies apart.
    return names.name(BUCKET, names.prefix, spec.name, path=f"{path}.name", prefix=site.project)


def _place(spec: BucketSpec, site: SitePlan) -> _Place:
    if spec.tier == "rapid":
        zone = spec.zone or site.zones[0]
        return _Place(site.region.upper(), (zone.upper(),), site.region, zone)
    pair = _pair(spec)
    if pair is None:
        return _Place(site.region.upper(), (), site.region)
    named = tuple(region.upper() for region in pair.regions) if pair.configurable else ()
    return _Place(pair.location, named, key_location_of(spec))


def _pair(spec: BucketSpec) -> BucketPair | None:
    return bucket_pair(*spec.dual_region[:2]) if len(spec.dual_region) > 1 else None


def key_location_of(spec: BucketSpec) -> str:
    """Return the Cloud KMS location whose keys encrypt a bucket in two regions; empty where none is known."""
    pair = _pair(spec)
    return KMS_LOCATION_OF_BUCKETS.get(pair.location, "") if pair else ""
