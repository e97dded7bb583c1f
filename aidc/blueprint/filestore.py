"""Filestore instances: shared NFS, provisioned capacity, reached through the range peered with Google's services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.errors import shown
from aidc.blueprint.names import FILESTORE, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, sets
from aidc.catalog.storage import FILESTORE_TIERS

TierName = Literal["BASIC_HDD", "BASIC_SSD", "ZONAL", "REGIONAL", "ENTERPRISE"]


class FilestoreSpec(Spec):
    """One Filestore instance with one share."""

    name: Name = Field(max_length=40, description="Name of the instance, unique in the stack", **sets("filestore.Instance.name"))
    tier: TierName = Field(description="Service tier", **sets("filestore.Instance.tier"))
    capacity_gib: int = Field(
        gt=0,
        description="Provisioned capacity; each tier has its own minimum, step and maximum",
        **sets("filestore.Instance.fileShares.capacityGb"),
    )
    share: str = Field(
        default="share",
        description="Name of the share, at most 16 letters, digits and underscores",
        **sets("filestore.Instance.fileShares.name"),
    )
    protocol: Literal["NFS_V3", "NFS_V4_1"] = Field(default="NFS_V3", description="NFS version", **sets("filestore.Instance.protocol"))
    zone: str | None = Field(
        default=None, description="Zone of a zonal tier, default the site's first", **sets("filestore.Instance.location")
    )

    def rules(self) -> Iterator[Rule]:
        """Yield capacities that are no step of the tier and what the tier cannot do."""
        tier = FILESTORE_TIERS[self.tier]
        if not tier.accepts(self.capacity_gib):
            bands = " or ".join(f"{band.min_gib} to {band.max_gib} in steps of {band.step_gib}" for band in tier.bands)
            yield (
                "capacity_gib",
                f"{self.capacity_gib} GiB is not a capacity of {self.tier}: {bands} GiB. Try {tier.nearest(self.capacity_gib)}",
            )
        if self.protocol == "NFS_V4_1" and not tier.nfs_v4:
            yield "protocol", f"NFS_V4_1 is not available on {self.tier}; use NFS_V3 or a ZONAL, REGIONAL or ENTERPRISE tier"
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,15}", self.share):
            yield "share", f"{shown(self.share)} is not a share name: a lower-case letter, then at most 15 letters, digits and underscores"
        if self.zone is not None and tier.location == "region":
            yield "zone", f"{self.tier} lies in the whole region; remove the zone"


@dataclass(frozen=True, slots=True)
class FilestorePlan:
    """One Filestore instance, decided. `encrypted` says whether the tier takes a customer-managed key."""

    path: str
    resource_name: str
    name: str
    tier: str
    location: str
    capacity_gib: int
    share: str
    protocol: str
    encrypted: bool
    guarded: bool
    labels: dict[str, str]


def plan_filestore(spec: FilestoreSpec, index: int, site: SitePlan, labels: dict[str, str], guarded: bool, names: Names) -> FilestorePlan:
    """Decide one instance: zonal tiers stand in the accelerators' zone unless the spec names another."""
    tier = FILESTORE_TIERS[spec.tier]
    path = f"filestores[{index}]"
    return FilestorePlan(
        path=path,
        resource_name=spec.name,
        name=names.name(FILESTORE, spec.name, path=f"{path}.name"),
        tier=spec.tier,
        location=site.region if tier.location == "region" else spec.zone or site.zones[0],
        capacity_gib=spec.capacity_gib,
        share=spec.share,
        protocol=spec.protocol,
        encrypted=tier.cmek,
        guarded=guarded,
        labels=labels,
    )
