"""Cloud Storage buckets: how warm the data is, how it ages, how it is protected.

Rules T072 to T077 of the traps: a hierarchical namespace needs uniform access and excludes versioning, Autoclass and retention.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.errors import did_you_mean, shown
from aidc.blueprint.keys import KMS_LOCATION_OF_BUCKETS, key_id
from aidc.blueprint.names import BUCKET, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, sets
from aidc.catalog.regions import region_names
from aidc.catalog.storage import BUCKET_TIERS

Tier = Literal["hot", "warm", "cold", "archive"]
_COLDER: tuple[Tier, ...] = ("hot", "warm", "cold", "archive")
GOOGLE_SOFT_DELETE_DAYS = (7, 90)


class LifecycleStepSpec(Spec):
    """What happens to an object at an age."""

    after_days: int = Field(ge=1, le=36500, description="Age of the object", **sets("storage.Bucket.lifecycleRules"))
    move_to: Tier | None = Field(default=None, description="Tier the object moves to", **sets("storage.Bucket.lifecycleRules"))
    delete: bool = Field(default=False, description="Delete the object instead", **sets("storage.Bucket.lifecycleRules"))

    def rules(self) -> Iterator[Rule]:
        """Yield a step that does nothing or two things."""
        if (self.move_to is None) == (not self.delete):
            yield "", "a step either moves (move_to: cold) or deletes (delete: true)"


class BucketSpec(Spec):
    """One bucket. Its cloud name is the project, the stack and this name."""

    name: Name = Field(max_length=40, description="Name of the bucket, unique in the stack", **sets("storage.Bucket.name"))
    tier: Tier = Field(description="hot, warm, cold or archive", **sets("storage.Bucket.storageClass"))
    expected_tib: float | None = Field(default=None, gt=0, description="Data expected in it, for estimates; nothing is provisioned")
    dual_region: list[str] = Field(
        default_factory=list,
        description="Two regions of one continent that both hold the data",
        **sets("storage.Bucket.customPlacementConfig"),
    )
    hierarchical_namespace: bool = Field(
        default=False,
        description="Real folders: fast listing and atomic renames, for checkpoints",
        **sets("storage.Bucket.hierarchicalNamespace"),
    )
    autoclass: bool = Field(default=False, description="Let Cloud Storage move objects between classes", **sets("storage.Bucket.autoclass"))
    versioning: bool = Field(default=False, description="Keep overwritten objects", **sets("storage.Bucket.versioning"))
    soft_delete_days: int = Field(
        default=7,
        ge=0,
        le=90,
        description="Days a deleted object can be restored, billed meanwhile; 0 for checkpoints",
        **sets("storage.Bucket.softDeletePolicy"),
    )
    retention_days: int | None = Field(
        default=None, ge=1, le=36500, description="Days before which no object can be deleted", **sets("storage.Bucket.retentionPolicy")
    )
    retention_locked: bool = Field(
        default=False, description="Lock the retention for ever", **sets("storage.Bucket.retentionPolicy.isLocked")
    )
    yes_lock_retention_for_ever: bool = Field(
        default=False, description="The second yes that retention_locked needs: it can never be undone"
    )
    lifecycle: list[LifecycleStepSpec] = Field(default_factory=list, description="What happens to objects as they age")
    force_destroy: bool = Field(default=False, description="Let destroy delete the objects too", **sets("storage.Bucket.forceDestroy"))

    def rules(self) -> Iterator[Rule]:
        """Yield features that exclude each other and locks that were not confirmed."""
        yield from self._namespace_rules()
        yield from self._autoclass_rules()
        yield from self._retention_rules()
        yield from self._lifecycle_rules()
        yield from self._dual_region_rules()
        low, high = GOOGLE_SOFT_DELETE_DAYS
        if self.soft_delete_days != 0 and not low <= self.soft_delete_days <= high:
            yield "soft_delete_days", f"{self.soft_delete_days} is not allowed; 0 switches it off, otherwise {low} to {high} days"

    def _namespace_rules(self) -> Iterator[Rule]:
        if not self.hierarchical_namespace:
            return
        for field, on in {
            "versioning": self.versioning,
            "autoclass": self.autoclass,
            "retention_days": self.retention_days is not None,
        }.items():
            if on:
                yield field, "is not available with hierarchical_namespace. Remove one of the two"

    def _autoclass_rules(self) -> Iterator[Rule]:
        if self.autoclass and self.tier != "hot":
            yield "autoclass", f"starts every object in the hot tier, not in {self.tier}. Set tier: hot or remove autoclass"
        if self.autoclass and any(step.move_to for step in self.lifecycle):
            yield "lifecycle", "cannot move objects while autoclass does. Keep only delete steps or remove autoclass"

    def _retention_rules(self) -> Iterator[Rule]:
        if self.retention_locked and self.retention_days is None:
            yield "retention_days", "retention_locked needs the days to lock"
        if self.retention_locked and not self.yes_lock_retention_for_ever:
            yield (
                "retention_locked",
                "cannot be undone: nobody can ever shorten it or delete younger objects. Set yes_lock_retention_for_ever: true as well",
            )

    def _lifecycle_rules(self) -> Iterator[Rule]:
        for index, step in enumerate(self.lifecycle):
            if step.move_to and _COLDER.index(step.move_to) <= _COLDER.index(self.tier):
                yield (
                    f"lifecycle[{index}].move_to",
                    f"{step.move_to} is not colder than the bucket's tier {self.tier}; objects only move to a colder one",
                )

    def _dual_region_rules(self) -> Iterator[Rule]:
        if self.dual_region and len(set(self.dual_region)) != 2:
            yield "dual_region", f"needs two different regions, not {len(set(self.dual_region))}"
        continents = {region.partition("-")[0] for region in self.dual_region}
        if len(continents) > 1:
            yield "dual_region", f"{' and '.join(self.dual_region)} are on different continents; both regions of a bucket are on one"
        elif continents - set(_DUAL_LOCATION):
            yield "dual_region", f"{', '.join(self.dual_region)}: Cloud Storage pairs regions of {', '.join(_DUAL_LOCATION)} only"
        for index, region in enumerate(self.dual_region):
            if region not in region_names():
                yield f"dual_region[{index}]", f"{shown(region)} is not a known region.{did_you_mean(region, region_names())}"


_DUAL_LOCATION = {"us": "US", "northamerica": "CA", "europe": "EU", "asia": "ASIA", "australia": "AU"}
"""Multi-region location that a configurable dual-region bucket names, by region prefix (Cloud Storage documentation, bucket locations)."""


@dataclass(frozen=True, slots=True)
class LifecycleStepPlan:
    """One lifecycle step; an empty storage class deletes."""

    after_days: int
    storage_class: str


@dataclass(frozen=True, slots=True)
class BucketPlan:
    """One bucket, decided."""

    path: str
    resource_name: str
    name: str
    tier: Tier
    storage_class: str
    location: str
    key_location: str
    """Cloud KMS location that its key must lie in; empty where none is known for the bucket's."""
    key: str
    """Id of its key in KeysPlan."""
    dual_region: tuple[str, ...]
    expected_tib: float | None
    hierarchical_namespace: bool
    autoclass: bool
    versioning: bool
    soft_delete_seconds: int
    retention_seconds: int | None
    retention_locked: bool
    lifecycle: tuple[LifecycleStepPlan, ...]
    force_destroy: bool
    guarded: bool
    labels: dict[str, str]


def plan_bucket(spec: BucketSpec, index: int, site: SitePlan, labels: dict[str, str], guarded: bool, names: Names) -> BucketPlan:
    """Decide one bucket."""
    path = f"buckets[{index}]"
    location = _dual_location(spec) if spec.dual_region else ""
    key_location = key_location_of(spec) if location else site.region
    return BucketPlan(
        path=path,
        resource_name=spec.name,
        # Bucket names are global: the project id keeps two companies apart.
        name=names.name(BUCKET, names.prefix, spec.name, path=f"{path}.name", prefix=site.project),
        tier=spec.tier,
        storage_class=BUCKET_TIERS[spec.tier].storage_class,
        location=location or site.region.upper(),
        key_location=key_location,
        key=key_id("buckets", key_location, site) if key_location else "",
        dual_region=tuple(region.upper() for region in spec.dual_region),
        expected_tib=spec.expected_tib,
        hierarchical_namespace=spec.hierarchical_namespace,
        autoclass=spec.autoclass,
        versioning=spec.versioning,
        soft_delete_seconds=spec.soft_delete_days * 86400,
        retention_seconds=spec.retention_days * 86400 if spec.retention_days else None,
        retention_locked=spec.retention_locked,
        lifecycle=tuple(
            LifecycleStepPlan(step.after_days, BUCKET_TIERS[step.move_to].storage_class if step.move_to else "") for step in spec.lifecycle
        ),
        force_destroy=spec.force_destroy,
        guarded=guarded and not spec.force_destroy,
        labels=labels,
    )


def _dual_location(spec: BucketSpec) -> str:
    return _DUAL_LOCATION[spec.dual_region[0].partition("-")[0]]


def key_location_of(spec: BucketSpec) -> str:
    """Return the Cloud KMS location whose keys encrypt a bucket in two regions; empty where none is known."""
    return KMS_LOCATION_OF_BUCKETS.get(_dual_location(spec), "")
