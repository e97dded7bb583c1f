"""Filestore instances: shared NFS, provisioned capacity, reached through the range peered with Google's services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.errors import shown
from aidc.blueprint.file_clients import FileClients
from aidc.blueprint.filestore_exports import MOST_EXPORTS, ExportPlan, ExportSpec, export_rules, plan_exports
from aidc.blueprint.names import FILESTORE, FILESTORE_BACKUP, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, listed_twice, sets
from aidc.catalog.storage import FILESTORE_TIERS, GIB_PER_TIB, IOPS_STEP, FilestoreTier

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
    exports: list[ExportSpec] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_EXPORTS,
        description="Who may mount the share; default on the stack's own network: nodes without root, and the admin host with it, "
        "which makes the directories",
        **sets("filestore.Instance.fileShares.nfsExportOptions"),
    )
    zone: str | None = Field(
        default=None, description="Zone of a zonal tier, default the site's first", **sets("filestore.Instance.location")
    )
    iops: int | None = Field(
        default=None,
        gt=0,
        description="Performance bought by itself (ZONAL, REGIONAL): IOPS whatever the capacity, in thousands",
        **sets("filestore.Instance.performanceConfig.fixedIops"),
    )
    iops_per_tib: int | None = Field(
        default=None,
        gt=0,
        description="Performance bought by itself (ZONAL, REGIONAL): IOPS for each TiB, growing with the capacity",
        **sets("filestore.Instance.performanceConfig.iopsPerTb"),
    )
    backups: list[Name] = Field(
        default_factory=list,
        max_length=20,
        description="Names of backups. Each is taken once, when it is added, and deleted when its name goes; none is repeated by itself",
        **sets("filestore.Backup.name"),
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
        yield from export_rules(self.exports)
        yield from listed_twice("backups", list(self.backups))
        yield from self._performance(tier)

    def _performance(self, tier: FilestoreTier) -> Iterator[Rule]:
        asked = [field for field in ("iops", "iops_per_tib") if getattr(self, field) is not None]
        if not tier.custom_iops:
            yield from ((field, f"{self.tier} sells no performance by itself; use ZONAL or REGIONAL, or remove it") for field in asked)
            return
        if len(asked) == 2:
            yield "iops_per_tib", "excludes iops: performance is fixed or grows with the capacity. Remove one of the two"
        custom = tier.custom_iops_at(self.capacity_gib)
        if custom is None:
            return
        least, most = custom.limits(self.capacity_gib)
        if self.iops is not None and (not least <= self.iops <= most or self.iops % IOPS_STEP):
            nearest = min(max(-(-self.iops // IOPS_STEP) * IOPS_STEP, least), most)
            text = f"{self.iops:,} IOPS cannot be bought for {self.capacity_gib:,} GiB of {self.tier}: {least:,} to {most:,} in thousands"
            yield "iops", f"{text}. Try {nearest:,}"
        least, most = custom.least_per_tib, custom.most_per_tib
        if self.iops_per_tib is not None and not least <= self.iops_per_tib <= most:
            text = f"{self.iops_per_tib:,} IOPS for each TiB cannot be bought for {self.capacity_gib:,} GiB of {self.tier}"
            yield "iops_per_tib", f"{text}: {least:,} to {most:,}. Try {min(max(self.iops_per_tib, least), most):,}"


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
    exports: tuple[ExportPlan, ...]
    """Empty: every address of the network may mount it, and root stays root."""
    encrypted: bool
    performance: FilestorePerformancePlan | None
    backups: tuple[FilestoreBackupPlan, ...]
    guarded: bool
    guard_reason: str
    """What somebody reads who tries to delete it; empty where it is not guarded."""
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class FilestorePerformancePlan:
    """Performance bought by itself: `iops` for the whole instance; they grow with it where `iops_per_tib` is set."""

    iops: int
    iops_per_tib: int | None


@dataclass(frozen=True, slots=True)
class FilestoreBackupPlan:
    """One backup, taken when it is declared."""

    resource_name: str
    name: str
    location: str


def plan_filestore(
    spec: FilestoreSpec, index: int, site: SitePlan, clients: FileClients, labels: dict[str, str], guarded: bool, names: Names
) -> FilestorePlan:
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
        exports=plan_exports(spec.exports, clients),
        encrypted=tier.cmek,
        performance=_plan_performance(spec),
        backups=tuple(_plan_backup(spec.name, backup, path, site, names) for backup in spec.backups),
        guarded=guarded,
        guard_reason=f"deletion_guard of the stack {names.prefix}" if guarded else "",
        labels=labels,
    )


def _plan_performance(spec: FilestoreSpec) -> FilestorePerformancePlan | None:
    if spec.iops is not None:
        return FilestorePerformancePlan(spec.iops, None)
    if spec.iops_per_tib is None:
        return None
    # Filestore rounds to the nearest thousand.
    thousands = (spec.capacity_gib * spec.iops_per_tib * 2 + GIB_PER_TIB * IOPS_STEP) // (2 * GIB_PER_TIB * IOPS_STEP)
    return FilestorePerformancePlan(thousands * IOPS_STEP, spec.iops_per_tib)


def _plan_backup(filestore: str, backup: str, path: str, site: SitePlan, names: Names) -> FilestoreBackupPlan:
    name = names.name(FILESTORE_BACKUP, filestore, backup, path=f"{path}.backups")
    return FilestoreBackupPlan(resource_name=f"{filestore}-{backup}", name=name, location=site.region)
