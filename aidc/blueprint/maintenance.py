"""When GKE may upgrade a cluster: a weekly window, and the times without upgrades.

Owns the arithmetic of windows and what GKE demands of them. Source: GKE documentation, maintenance windows and exclusions, read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator

from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Field, Rule, Spec, listed_twice, sets

Day = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
MAINTENANCE_ANCHOR = "2026-01-01"
"""Any past date does: GKE reads the time of day from a recurring window, and the days from its rule."""
MIN_HOURS_IN_32_DAYS = 48
"""GKE wants at least 48 hours of maintenance windows in any 32 days (GKE documentation, maintenance windows)."""
MAX_NO_UPGRADES = timedelta(days=90)
"""Longest exclusion of all upgrades (GKE documentation, maintenance exclusions)."""


_GO_TIME = re.compile(r"([0-9-]{10}) ([0-9:.]{8,}) ([+-][0-9]{2})([0-9]{2})(?: \S+)?")
"""A time that stands unquoted in the file: the Pulumi CLI hands it to a program as Go prints it, 2026-12-20 00:00:00 +0000 UTC."""


def _check_moment(value: object) -> object:
    # A bare number would be taken for seconds since 1970: 20261220 is a day in August of that year.
    if not isinstance(value, datetime) and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
        raise ValueError(f"{shown(value)} is not a time such as 2026-12-20T00:00:00Z")
    found = _GO_TIME.fullmatch(value) if isinstance(value, str) else None
    return f"{found[1]}T{found[2]}{found[3]}:{found[4]}" if found else value


Moment = Annotated[datetime, BeforeValidator(_check_moment)]


class MaintenanceExclusionSpec(Spec):
    """A time in which GKE must not upgrade: a training run, a launch."""

    name: str = Field(
        min_length=1,
        max_length=63,
        description="Name of the exclusion",
        **sets("container.Cluster.maintenancePolicy.maintenanceExclusions"),
    )
    start: Moment = Field(description="First moment, with time zone", **sets("container.Cluster.maintenancePolicy.maintenanceExclusions"))
    end: Moment = Field(description="Last moment, with time zone", **sets("container.Cluster.maintenancePolicy.maintenanceExclusions"))
    scope: Literal["NO_UPGRADES", "NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES"] = Field(
        default="NO_MINOR_OR_NODE_UPGRADES",
        description="What is held back; NO_UPGRADES for at most 90 days",
        **sets("container.Cluster.maintenancePolicy.maintenanceExclusions"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield exclusions without time zone, upside down, or longer than GKE grants."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            yield "start", "times need a time zone: 2026-12-20T00:00:00Z"
        elif self.end <= self.start:
            yield "end", f"{self.end.isoformat()} is not after start"
        elif self.scope == "NO_UPGRADES" and self.end - self.start > MAX_NO_UPGRADES:
            days = (self.end - self.start) / timedelta(days=1)
            yield "end", f"NO_UPGRADES lasts at most 90 days, this one {days:.4g}. Use NO_MINOR_OR_NODE_UPGRADES or shorten it"


class MaintenanceSpec(Spec):
    """When GKE may upgrade."""

    days: list[Day] = Field(
        default=["SA", "SU"], min_length=1, description="Days of the week", **sets("container.Cluster.maintenancePolicy.recurringWindow")
    )
    start_utc: str = Field(
        default="02:00", description="Start of the window, hh:mm UTC", **sets("container.Cluster.maintenancePolicy.recurringWindow")
    )
    hours: int = Field(
        default=8, ge=4, le=24, description="Length of the window", **sets("container.Cluster.maintenancePolicy.recurringWindow")
    )
    exclusions: list[MaintenanceExclusionSpec] = Field(default_factory=list, description="Times without upgrades")

    def rules(self) -> Iterator[Rule]:
        """Yield a start that is no time of day and windows too short for GKE."""
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", self.start_utc):
            yield "start_utc", f"{shown(self.start_utc)} is not a time of day; write hh:mm"
        yield from listed_twice("days", list(self.days))
        names = [exclusion.name for exclusion in self.exclusions]
        for index, name in enumerate(names):
            # GKE keeps exclusions by name: of two, the second would silently replace the first.
            if name in names[:index]:
                yield (
                    f"exclusions[{index}].name",
                    f"{name} is the name of exclusions[{names.index(name)}] already; each needs a name of its own",
                )
        # A weekday comes at least four times in 32 days.
        offered = 4 * len(set(self.days)) * self.hours
        if offered < MIN_HOURS_IN_32_DAYS:
            yield "hours", f"gives {offered} hours in 32 days; GKE wants at least {MIN_HOURS_IN_32_DAYS}. Add a day or hours"


@dataclass(frozen=True, slots=True)
class MaintenanceExclusionPlan:
    """One exclusion, times in RFC 3339."""

    name: str
    start: str
    end: str
    scope: str


@dataclass(frozen=True, slots=True)
class MaintenancePlan:
    """A recurring window and the exclusions."""

    start: str
    end: str
    recurrence: str
    exclusions: tuple[MaintenanceExclusionPlan, ...]


def plan_maintenance(spec: MaintenanceSpec) -> MaintenancePlan:
    """Decide window and exclusions."""
    start = datetime.fromisoformat(f"{MAINTENANCE_ANCHOR}T{spec.start_utc}:00+00:00")
    return MaintenancePlan(
        start=_rfc_3339(start),
        end=_rfc_3339(start + timedelta(hours=spec.hours)),
        recurrence=f"FREQ=WEEKLY;BYDAY={','.join(spec.days)}",
        exclusions=tuple(
            MaintenanceExclusionPlan(exclusion.name, _rfc_3339(exclusion.start), _rfc_3339(exclusion.end), exclusion.scope)
            for exclusion in spec.exclusions
        ),
    )


def _rfc_3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
