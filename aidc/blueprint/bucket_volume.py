"""How pods mount buckets: a volume of a profile's storage class, and what GKE's own account may do on the bucket for it.

GKE ships one storage class for each profile. Its driver looks at the bucket before the first pod mounts it, as the project's GKE service agent,
which is granted that on the buckets with a mount and on no other. Pods read and write as themselves: see access.workloads. The volume provisions
nothing and keeps its data when a claim goes.

Source: GKE documentation, Cloud Storage FUSE profiles, as restated in Google's published storage skills (read 2026-11-24): classes, permissions,
version; `anywhereCacheZones` and its value none: GoogleCloudPlatform/gcs-fuse-csi-driver and cluster-toolkit (read 2026-11-24).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.bucket import BucketPlan
from aidc.blueprint.bucket_fields import Profile
from aidc.blueprint.names import CUSTOM_ROLE, PERSISTENT_VOLUME, Names
from aidc.blueprint.site import SitePlan
from aidc.catalog.storage import GIB_PER_TIB

DRIVER = "gcsfuse.csi.storage.gke.io"
LEAST_GKE_VERSION = "1.35.1-gke.1616000"
"""First GKE version with the storage classes of the profiles."""
PROFILE_PERMISSIONS = (
    "storage.anywhereCaches.create",
    "storage.anywhereCaches.get",
    "storage.anywhereCaches.list",
    "storage.anywhereCaches.update",
    "storage.buckets.get",
    "storage.objects.list",
)
"""What Google documents for the role of the profiles (gke.gcsfuse.profileUser)."""
_WRITES: frozenset[Profile] = frozenset({"checkpointing"})


@dataclass(frozen=True, slots=True)
class BucketVolumePlan:
    """The volume of one bucket, decided."""

    bucket: str
    """Name of the bucket in the stack file."""
    name: str
    profile: Profile
    driver: str
    storage_class: str
    handle: str
    """Cloud name of the bucket."""
    capacity_gib: int
    """Kubernetes wants a number, and a claim must not ask for more; nothing enforces it. The data expected, or 1 TiB where nothing was said."""
    access: Literal["ReadWriteMany", "ReadOnlyMany"]
    attributes: dict[str, str]

    @property
    def resource_name(self) -> str:
        """Name in Pulumi."""
        return f"bucket-{self.bucket}"


@dataclass(frozen=True, slots=True)
class ProfileRolePlan:
    """The role of GKE's service agent on buckets that are mounted by a profile."""

    role_id: str
    uri: str
    permissions: tuple[str, ...]
    agent: str
    """Member that is granted the role, on each bucket by itself."""
    buckets: tuple[str, ...]
    """Names in the stack file."""


def plan_bucket_volumes(buckets: Sequence[BucketPlan], names: Names) -> tuple[BucketVolumePlan, ...]:
    """Decide a volume for every bucket with a mount."""
    return tuple(_plan_volume(bucket, bucket.mount, names) for bucket in buckets if bucket.mount)


def plan_profile_role(buckets: Sequence[BucketPlan], site: SitePlan, names: Names) -> ProfileRolePlan | None:
    """Decide the role, or None where no bucket is mounted by a profile."""
    mounted = tuple(bucket.resource_name for bucket in buckets if bucket.mount)
    if not mounted:
        return None
    # A stack has a role of its own: two stacks of a project could not both make one of the same id. Ids of roles have no dashes.
    role_id = names.name(CUSTOM_ROLE, f"{names.prefix.replace('-', '_')}.gcsfuse.profileUser", path="name", prefix="")
    return ProfileRolePlan(
        role_id=role_id,
        uri=f"projects/{site.project}/roles/{role_id}",
        permissions=PROFILE_PERMISSIONS,
        agent=f"serviceAccount:service-{site.project_number}@container-engine-robot.iam.gserviceaccount.com",
        buckets=mounted,
    )


def _plan_volume(bucket: BucketPlan, profile: Profile, names: Names) -> BucketVolumePlan:
    expected_tib = bucket.expected_tib or 1
    return BucketVolumePlan(
        bucket=bucket.resource_name,
        name=names.name(PERSISTENT_VOLUME, "bucket", bucket.resource_name, path=f"{bucket.path}.name"),
        profile=profile,
        driver=DRIVER,
        storage_class=f"gcsfusecsi-{profile}",
        handle=bucket.name,
        capacity_gib=max(round(expected_tib * GIB_PER_TIB), 1),
        access="ReadWriteMany" if profile in _WRITES else "ReadOnlyMany",
        # The serving class would make zonal caches by itself, which nothing here would know of, bill or delete: caches are asked for by name.
        attributes={"anywhereCacheZones": "none"} if profile == "serving" else {},
    )
