"""Where the data centre stands: project, region and zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.errors import did_you_mean
from aidc.blueprint.spec import Field, Rule, Spec, sets
from aidc.catalog.regions import Region, region_names, regions
from aidc.catalog.zones import is_ai_zone, region_of

_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")


class SiteSpec(Spec):
    """Project, region and zones. Accelerators go to the first zone unless a pool names another."""

    project: str = Field(description="Project id, 6 to 30 characters", **sets("*.project"))
    project_number: int = Field(
        gt=0,
        description="Project number; service agents are named after it, and asking for it keeps previews offline",
        **sets("kms.CryptoKeyIAMMember.member"),
    )
    region: str = Field(description="Region of the cluster, the subnets, the keys and the buckets", **sets("container.Cluster.location"))
    zones: list[str] = Field(
        min_length=1,
        max_length=8,
        description="Zones of the region, the accelerators' zone first",
        **sets("container.Cluster.nodeLocations"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield what is wrong with the project id, the region or the zones."""
        if not _PROJECT.fullmatch(self.project):
            yield "project", f"{self.project!r} is not a project id: 6 to 30 lower-case letters, digits and dashes, starting with a letter"
        if self.region not in region_names():
            yield "region", f"{self.region!r} is not a known region.{did_you_mean(self.region, region_names())}"
        for index, zone in enumerate(self.zones):
            if region_of(zone) != self.region or not re.fullmatch(r"(ai\d+)?[a-z]", zone.rpartition("-")[2]):
                yield f"zones[{index}]", f"{zone!r} is not a zone of {self.region}; write it as {self.region}-a"
            if zone in self.zones[:index]:
                yield f"zones[{index}]", f"{zone!r} is listed twice"


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The site, with the facts of its region (None where none are published)."""

    project: str
    project_number: int
    region: str
    zones: tuple[str, ...]
    energy: Region | None

    @property
    def cluster_zones(self) -> tuple[str, ...]:
        """Zones of the cluster itself: AI zones carry accelerator pools only."""
        return tuple(zone for zone in self.zones if not is_ai_zone(zone))


def plan_site(spec: SiteSpec) -> SitePlan:
    """Decide the site."""
    return SitePlan(spec.project, spec.project_number, spec.region, tuple(spec.zones), regions().get(spec.region))
