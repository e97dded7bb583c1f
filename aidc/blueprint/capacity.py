"""How a pool gets its machines: on-demand, spot, flex-start or a reservation. Said, never guessed.

Rules NP01 to NP10 of the node pool rules as collected from GoogleCloudPlatform/cluster-toolkit@1047080.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.spec import Field, Name, ProjectId, Rule, Spec, sets

CapacityMode = Literal["on-demand", "spot", "flex-start", "reservation"]
MAX_FLEX_START_HOURS = 168
"""A flex-start node lives at most seven days (Compute Engine TPU page of 2026-08-26; Dynamic Workload Scheduler)."""
RESERVATION_NAME_KEY = "compute.googleapis.com/reservation-name"


class CapacitySpec(Spec):
    """One way to get machines. Fields beside `mode` belong to the mode their description names."""

    mode: CapacityMode = Field(
        description="How the machines are obtained", **sets("container.NodePool.nodeConfig.spot", "container.NodePool.nodeConfig.flexStart")
    )
    reservation: Name | None = Field(
        default=None, description="reservation: its name", **sets("container.NodePool.nodeConfig.reservationAffinity.values")
    )
    reservation_project: ProjectId | None = Field(
        default=None,
        description="reservation: the project that owns a shared one, default the site's",
        **sets("container.NodePool.nodeConfig.reservationAffinity.values"),
    )
    block: Name | None = Field(
        default=None, description="reservation: one block of it", **sets("container.NodePool.nodeConfig.reservationAffinity.values")
    )
    sub_block: Name | None = Field(
        default=None,
        description="reservation: one sub-block of the block",
        **sets("container.NodePool.nodeConfig.reservationAffinity.values"),
    )
    max_run_hours: int | None = Field(
        default=None,
        ge=1,
        le=MAX_FLEX_START_HOURS,
        description="flex-start: how long a node may run, default 168",
        **sets("container.NodePool.nodeConfig.maxRunDuration"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield fields that do not belong to the mode, and what a reservation lacks."""
        belongs_to = {
            "reservation": "reservation",
            "reservation_project": "reservation",
            "block": "reservation",
            "sub_block": "reservation",
        }
        belongs_to["max_run_hours"] = "flex-start"
        for field, mode in belongs_to.items():
            if getattr(self, field) is not None and self.mode != mode:
                yield field, f"goes with mode: {mode}, not with {self.mode}; {self._why(mode)}"
        if self.mode == "reservation" and self.reservation is None:
            yield "reservation", "mode: reservation needs the name of the reservation"
        if self.sub_block is not None and self.block is None:
            yield "block", "a sub_block lies in a block; name the block too"

    def _why(self, mode: str) -> str:
        if mode == "reservation":
            return f"{self.mode} capacity never draws on a reservation. Set mode: reservation or remove the field"
        return f"{self.mode} nodes have no agreed end. Set mode: flex-start or remove the field"


@dataclass(frozen=True, slots=True)
class CapacityPlan:
    """What GKE is told about capacity. `reservation_value` is empty unless a specific reservation is used."""

    mode: CapacityMode
    reservation_value: str
    max_run_seconds: int | None

    @property
    def is_scarce(self) -> bool:
        """Nodes may come from any zone that has them, rather than evenly."""
        return self.mode in {"spot", "flex-start"}


def plan_capacity(spec: CapacitySpec, project: str) -> CapacityPlan:
    """Decide the reservation value and the run limit. `project` owns the reservation unless the spec names another."""
    hours = spec.max_run_hours or MAX_FLEX_START_HOURS
    return CapacityPlan(
        mode=spec.mode,
        reservation_value=reservation_value(spec, project) if spec.mode == "reservation" else "",
        max_run_seconds=hours * 3600 if spec.mode == "flex-start" else None,
    )


def reservation_value(spec: CapacitySpec, project: str) -> str:
    """Return the affinity value: the short name for an own reservation, the long form for a shared one or a block (rule NP08)."""
    owner = spec.reservation_project or project
    if owner == project and spec.block is None:
        return str(spec.reservation)
    path = f"projects/{owner}/reservations/{spec.reservation}"
    path += f"/reservationBlocks/{spec.block}" if spec.block else ""
    return path + (f"/reservationSubBlocks/{spec.sub_block}" if spec.sub_block else "")
