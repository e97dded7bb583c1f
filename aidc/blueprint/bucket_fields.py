"""What a stack file may say of a bucket: fields, and the smaller sections inside it. Rules are in bucket_rules.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from aidc.blueprint.spec import Field, Name, Rule, Spec, sets

Tier = Literal["rapid", "hot", "warm", "cold", "archive"]
AgeTier = Literal["hot", "warm", "cold", "archive"]
"""Tiers that objects can age into."""
Profile = Literal["training", "checkpointing", "serving"]
OF_EXISTING = frozenset({"name", "existing", "caches", "mount"})
"""Fields that go with a bucket of somebody else."""


class LifecycleStepSpec(Spec):
    """What happens to an object at an age."""

    after_days: int = Field(ge=1, le=36500, description="Age of the object", **sets("storage.Bucket.lifecycleRules"))
    move_to: AgeTier | None = Field(default=None, description="Tier the object moves to", **sets("storage.Bucket.lifecycleRules"))
    delete: bool = Field(default=False, description="Delete the object instead", **sets("storage.Bucket.lifecycleRules"))

    def rules(self) -> Iterator[Rule]:
        """Yield a step that does nothing or two things."""
        if (self.move_to is None) == (not self.delete):
            yield "", "a step either moves (move_to: cold) or deletes (delete: true)"


class CacheSpec(Spec):
    """A cache in one zone. It fills from reads there, and belongs to its bucket: who may read the bucket reads through it."""

    zone: str = Field(description="Zone whose readers it serves, in a region of the bucket", **sets("storage.AnywhereCache.zone"))
    ttl_hours: int = Field(
        default=24,
        ge=1,
        le=168,
        description="Hours an object stays without being read, 1 to 168",
        **sets("storage.AnywhereCache.ttl"),
    )
    ingest_on_write: bool = Field(
        default=False, description="Take in what is written at once, before its first read", **sets("storage.AnywhereCache.ingestOnWrite")
    )


class BucketFields(Spec):
    """What a stack file may say of a bucket."""

    name: Name = Field(max_length=40, description="Name of the bucket, unique in the stack", **sets("storage.Bucket.name"))
    tier: Tier | None = Field(
        default=None,
        description="How warm the data is; rapid lies in one zone. Needed, except with existing",
        **sets("storage.Bucket.storageClass"),
    )
    existing: str | None = Field(
        default=None,
        description="Bring your own: cloud name of a bucket that is there already; nothing about it is changed",
        **sets("storage.BucketIAMMember.bucket", "storage.AnywhereCache.bucket"),
    )
    zone: str | None = Field(
        default=None,
        description="tier: rapid: the zone that holds it, default the site's first; whether the zone offers the class is not checked",
        **sets("storage.Bucket.customPlacementConfig"),
    )
    expected_tib: float | None = Field(default=None, gt=0, description="Data expected in it, for estimates; nothing is provisioned")
    dual_region: list[str] = Field(
        default_factory=list,
        description="Two regions that both hold the data, a pair that Cloud Storage offers",
        **sets("storage.Bucket.customPlacementConfig"),
    )
    hierarchical_namespace: bool = Field(
        default=False,
        description="Real folders: fast listing and atomic renames, for checkpoints; rapid always has one",
        **sets("storage.Bucket.hierarchicalNamespace"),
    )
    autoclass: bool = Field(default=False, description="Let Cloud Storage move objects between classes", **sets("storage.Bucket.autoclass"))
    versioning: bool = Field(default=False, description="Keep overwritten objects", **sets("storage.Bucket.versioning"))
    soft_delete_days: int = Field(
        default=7,
        ge=0,
        le=90,
        description="Days a deleted object can be restored, billed meanwhile; 0 for checkpoints, and always 0 on rapid",
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
    caches: list[CacheSpec] = Field(
        default_factory=list,
        max_length=20,
        description="Caches in front of it, one to a zone; a bucket that had one can be deleted about 90 minutes after it",
    )
    mount: Profile | None = Field(
        default=None,
        description="Cloud Storage FUSE profile of a volume for pods; training and serving only read. Needs GKE 1.35.1-gke.1616000",
        **sets("projects.IAMCustomRole.permissions", "storage.BucketIAMMember.role"),
    )
    force_destroy: bool = Field(default=False, description="Let destroy delete the objects too", **sets("storage.Bucket.forceDestroy"))
