"""Where the data centre stands: project, region and zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Field, ProjectId, Rule, Spec, listed_twice, sets
from aidc.catalog.regions import Region, region_names, regions
from aidc.catalog.zones import is_ai_zone, is_zone_of
from aidc.did_you_mean import did_you_mean

MAX_PROJECT_NUMBER = 2**63 - 1
"""Google's APIs carry project numbers as 64-bit integers."""


class SiteSpec(Spec):
    """Project, region and zones. Accelerators go to the first zone unless a pool names another."""

    project: ProjectId = Field(description="Project id, 6 to 30 characters", **sets("*.project"))
    project_number: int = Field(
        gt=0,
        le=MAX_PROJECT_NUMBER,
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
        """Yield what is wrong with the region or the zones; no zone can be judged in a region that does not exist."""
        yield from listed_twice("zones", self.zones)
        if self.region not in region_names():
            yield "region", f"{shown(self.region)} is not a known region.{did_you_mean(self.region, region_names())}"
            return
        for index, zone in enumerate(self.zones):
            if not is_zone_of(zone, self.region):
                yield f"zones[{index}]", f"{shown(zone)} is not a zone of {self.region}; write it as {self.region}-a"


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
