"""Managed Lustre instances: parallel file systems in one zone, reached through the range peered with Google's services.

Only the capacity changes in place; tier, file system, network and key replace the instance (trap T070), which the deletion guard refuses.
Instances are made without GKE's legacy port mode: from GKE 1.33.2-gke.4780000 on neither `gke_support_enabled` of the instance nor
`enable_legacy_lustre_port` of the add-on is set, and clients use TCP 988 (trap T066).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.errors import shown
from aidc.blueprint.file_clients import AdminRange, FileClients
from aidc.blueprint.names import LUSTRE, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, listed_twice, sets
from aidc.catalog.lustre_tiers import LUSTRE_TIERS, LustreTier, LustreTierName

MAX_FILESYSTEM_LENGTH = 8
"""Characters of a file system's name (trap T068; Managed Lustre documentation, CSI driver reference: letters and digits, a letter first)."""
LEAST_PRIVATE_SERVICES_PREFIX = 22
"""Size of the peered range that an instance needs (trap T067)."""
Weekday = Literal["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]


class LustreMaintenanceSpec(Spec):
    """When Google may maintain an instance: one hour of the week."""

    day: Weekday = Field(description="Day of the week, UTC", **sets("lustre.Instance.maintenancePolicy.weeklyMaintenanceWindows.dayOfWeek"))
    hour: int = Field(
        ge=0,
        le=23,
        description="Hour in which maintenance may begin, UTC",
        **sets("lustre.Instance.maintenancePolicy.weeklyMaintenanceWindows.startTime"),
    )


class RootSquashSpec(Spec):
    """Clients that come as root act as somebody else, except from named ranges."""

    uid: int = Field(
        default=65534,
        ge=1,
        le=4294967294,
        description="User that root becomes",
        **sets("lustre.Instance.accessRulesOptions.defaultSquashUid"),
    )
    gid: int = Field(
        default=65534,
        ge=1,
        le=4294967294,
        description="Group that root becomes",
        **sets("lustre.Instance.accessRulesOptions.defaultSquashGid"),
    )
    exempt: list[AdminRange] = Field(
        min_length=1,
        max_length=100,
        description="Ranges whose root stays root; without one nobody could hand out directories. "
        "admin-host: an address among the nodes' that the stack keeps free for it",
        **sets("lustre.Instance.accessRulesOptions.accessRules"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield ranges that stand twice or let everybody be root."""
        yield from listed_twice("exempt", self.exempt)
        for index, cidr in enumerate(self.exempt):
            if cidr == "0.0.0.0/0":
                yield f"exempt[{index}]", "0.0.0.0/0 leaves root to everybody; name the ranges of the administrators, or remove root_squash"


class LustreSpec(Spec):
    """One Managed Lustre instance with one file system."""

    name: Name = Field(max_length=40, description="Name of the instance, unique in the stack", **sets("lustre.Instance.instanceId"))
    tier: LustreTierName = Field(
        description="Throughput in MB/s for each TiB, or dynamic: a cold tier of 25 MB/s for each TiB behind a cache",
        **sets("lustre.Instance.perUnitStorageThroughput", "lustre.Instance.dynamicTierOptions"),
    )
    capacity_gib: int = Field(
        gt=0,
        description="Provisioned capacity; each tier has its own minimum, steps and maximum",
        **sets("lustre.Instance.capacityGib"),
    )
    filesystem: str | None = Field(
        default=None,
        description="Name of the file system, which clients mount: at most 8 letters and digits. Default: the beginning of the name",
        **sets("lustre.Instance.filesystem"),
    )
    zone: str | None = Field(default=None, description="Zone, default the site's first", **sets("lustre.Instance.location"))
    root_squash: RootSquashSpec | None = Field(
        default=None, description="Take root's rights from clients; default: root stays root", **sets("lustre.Instance.accessRulesOptions")
    )
    maintenance: LustreMaintenanceSpec | None = Field(
        default=None, description="When Google may maintain it; default: any time", **sets("lustre.Instance.maintenancePolicy")
    )

    def rules(self) -> Iterator[Rule]:
        """Yield capacities that are no step of the tier, and file systems whose name no client can mount."""
        tier = LUSTRE_TIERS[self.tier]
        if tier.band_of(self.capacity_gib) is None:
            nearest = " or ".join(f"{legal:,}" for legal in tier.around(self.capacity_gib))
            yield (
                "capacity_gib",
                f"{self.capacity_gib:,} GiB is not a capacity of the {_tier_words(tier)}: {bands_of(tier)} GiB. Try {nearest}",
            )
        if self.filesystem is not None and not re.fullmatch(rf"[A-Za-z][A-Za-z0-9]{{0,{MAX_FILESYSTEM_LENGTH - 1}}}", self.filesystem):
            yield "filesystem", f"{shown(self.filesystem)} is not the name of a file system: a letter, then at most 7 letters and digits"


def _tier_words(tier: LustreTier) -> str:
    return "dynamic tier" if tier.name == "dynamic" else f"tier of {tier.name} MB/s for each TiB"


def bands_of(tier: LustreTier) -> str:
    """Return the capacities of a tier as a sentence has them."""
    return " or ".join(f"{band.min_gib:,} to {band.max_gib:,} in steps of {band.step_gib:,}" for band in tier.bands)


def filesystem_of(spec: LustreSpec) -> str:
    """Return the name that clients mount: the one given, or the letters and digits that the instance's name begins with."""
    return spec.filesystem or spec.name.replace("-", "")[:MAX_FILESYSTEM_LENGTH]


@dataclass(frozen=True, slots=True)
class LustrePlan:
    """One instance, decided. `mb_per_s` is decimal and for the whole instance; it grows in place up to `grows_to_gib`."""

    path: str
    resource_name: str
    name: str
    tier: LustreTierName
    zone: str
    capacity_gib: int
    mb_per_s: int
    grows_to_gib: int
    filesystem: str
    squash: RootSquashPlan | None
    maintenance: LustreMaintenancePlan | None
    guarded: bool
    labels: dict[str, str]

    @property
    def mb_per_s_per_tib(self) -> int | None:
        """Throughput for each TiB as the API takes it; None for the dynamic tier, which must not name one."""
        return None if self.tier == "dynamic" else self.tier


@dataclass(frozen=True, slots=True)
class RootSquashPlan:
    """Who root becomes, and whose root stays root."""

    uid: int
    gid: int
    exempt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LustreMaintenancePlan:
    """The hour of the week, UTC."""

    day: Weekday
    hour: int


def plan_lustre(
    spec: LustreSpec, index: int, site: SitePlan, clients: FileClients, labels: dict[str, str], guarded: bool, names: Names
) -> LustrePlan:
    """Decide one instance: it stands in the accelerators' zone unless the spec names another."""
    path = f"lustres[{index}]"
    tier = LUSTRE_TIERS[spec.tier]
    band = tier.band_of(spec.capacity_gib)
    assert band is not None, "the schema admits only capacities of the tier"
    squash, maintenance = spec.root_squash, spec.maintenance
    return LustrePlan(
        path=path,
        resource_name=spec.name,
        name=names.name(LUSTRE, spec.name, path=f"{path}.name"),
        tier=spec.tier,
        zone=spec.zone or site.zones[0],
        capacity_gib=spec.capacity_gib,
        mb_per_s=tier.mb_per_s(spec.capacity_gib),
        grows_to_gib=band.max_gib,
        filesystem=filesystem_of(spec),
        squash=RootSquashPlan(squash.uid, squash.gid, tuple(filter(None, map(clients.address, squash.exempt)))) if squash else None,
        maintenance=LustreMaintenancePlan(maintenance.day, maintenance.hour) if maintenance else None,
        guarded=guarded,
        labels=labels,
    )
