"""How a pool gets its machines: on-demand, spot, flex-start, queued, a reservation or a calendar booking. Said, never guessed.

A list says what to try in which order. Rules NP01 to NP10 of the node pool rules as collected from GoogleCloudPlatform/cluster-toolkit@1047080.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import model_validator

from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Field, Name, ProjectId, Rule, Spec, sets
from aidc.catalog.capacity_modes import GRANTED_MODES, RESERVED_MODES, CapacityMode

MAX_FLEX_START_HOURS = 168
"""A flex-start node lives at most seven days (Compute Engine TPU page of 2026-08-26; Dynamic Workload Scheduler)."""
RESERVATION_NAME_KEY = "compute.googleapis.com/reservation-name"
QUEUED_LABEL = "cloud.google.com/gke-queued"
"""Label that a queued pool must be given; GKE adds only the taint of that name (cluster-toolkit@1047080)."""
_OF_A_RESERVATION = ("reservation", "reservation_project", "block", "sub_block")


class FallbackSpec(Spec):
    """One way to get machines. Fields beside `mode` belong to the modes their description names."""

    mode: CapacityMode = Field(
        description="How the machines are obtained",
        **sets(
            "container.NodePool.nodeConfig.spot",
            "container.NodePool.nodeConfig.flexStart",
            "container.NodePool.queuedProvisioning.enabled",
            "container.NodePool.nodeConfig.reservationAffinity",
        ),
    )
    reservation: Name | None = Field(
        default=None,
        description="reservation, calendar: its name",
        **sets("container.NodePool.nodeConfig.reservationAffinity.values"),
    )
    reservation_project: ProjectId | None = Field(
        default=None,
        description="reservation, calendar: the project that owns a shared one, default the site's",
        **sets("container.NodePool.nodeConfig.reservationAffinity.values"),
    )
    block: Name | None = Field(
        default=None,
        description="reservation, calendar: one block of it",
        **sets("container.NodePool.nodeConfig.reservationAffinity.values"),
    )
    sub_block: Name | None = Field(
        default=None,
        description="reservation, calendar: one sub-block of the block",
        **sets("container.NodePool.nodeConfig.reservationAffinity.values"),
    )
    max_run_hours: int | None = Field(
        default=None,
        ge=1,
        le=MAX_FLEX_START_HOURS,
        description="flex-start, queued: how long a node may run, default 168",
        **sets("container.NodePool.nodeConfig.maxRunDuration"),
    )

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:
        return {"mode": value} if isinstance(value, str) else value

    def rules(self) -> Iterator[Rule]:
        """Yield fields that do not belong to the mode, and what a reservation lacks."""
        for field in _OF_A_RESERVATION:
            if getattr(self, field) is not None and self.mode not in RESERVED_MODES:
                yield (
                    field,
                    f"goes with mode: reservation, not with {self.mode}; {self.mode} capacity never draws on a reservation. "
                    "Set mode: reservation or remove the field",
                )
        if self.max_run_hours is not None and self.mode not in GRANTED_MODES:
            yield (
                "max_run_hours",
                f"goes with mode: flex-start, not with {self.mode}; {self.mode} nodes have no agreed end. Set mode: flex-start or remove the field",
            )
        if self.mode in RESERVED_MODES and self.reservation is None:
            made = " that Google makes for the booking" if self.mode == "calendar" else ""
            yield "reservation", f"mode: {self.mode} needs the name of the reservation{made}"
        if self.sub_block is not None and self.block is None:
            yield "block", "a sub_block lies in a block; name the block too"


class CapacitySpec(FallbackSpec):
    """The way to get machines, and what to try when it has none. `[a, b, c]` is short for `{…a, fallbacks: [b, c]}`, `spot` for `{mode: spot}`."""

    fallbacks: list[FallbackSpec] = Field(
        default_factory=list,
        max_length=5,
        description="Other ways, tried in this order when the ones before have no machines; pods ask for the pool's compute class",
        **sets("container.NodePool.nodeConfig.labels", "container.NodePool.nodeConfig.taints"),
    )

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return written_out(value)

    def rules(self) -> Iterator[Rule]:
        """Yield what each way breaks, ways that are listed twice and ways that cannot be one of several."""
        yield from super().rules()
        ways = [FallbackSpec.model_construct(**{name: getattr(self, name) for name in FallbackSpec.model_fields}), *self.fallbacks]
        for index, way in enumerate(ways[1:], start=1):
            if way in ways[:index]:
                yield f"fallbacks[{index - 1}]", f"{way.mode} is tried before already. Remove it"
        queued = [index for index, way in enumerate(ways) if way.mode == "queued"]
        if self.fallbacks and queued:
            where = "mode" if queued[0] == 0 else f"fallbacks[{queued[0] - 1}].mode"
            yield (
                where,
                "queued machines come to a request that Kueue makes, not to a compute class, so they cannot be one way of several. "
                "Use flex-start here, or a pool of its own for queued",
            )

    @property
    def ways(self) -> tuple[FallbackSpec, ...]:
        """Every way, in the order in which they are tried."""
        return (self, *self.fallbacks)


def written_out(value: Any) -> Any:
    """Return a list of ways as the first with the others as its fallbacks; anything else stays as it is. Raises ValueError."""
    if not isinstance(value, list):
        return value
    if not value:
        raise ValueError("is empty; name at least one way to get machines, such as [spot]")
    first, *others = [{"mode": way} if isinstance(way, str) else way for way in value]
    if not isinstance(first, dict):
        raise ValueError(f"{shown(first)} is not a way to get machines; write a mode, or {{mode: reservation, reservation: name}}")
    if "fallbacks" in first:
        raise ValueError("is a list already; put what the first entry has under fallbacks into the list")
    return {**first, "fallbacks": others} if others else first


@dataclass(frozen=True, slots=True)
class CapacityPlan:
    """What GKE is told about capacity. `reservation_value` is empty unless a specific reservation is used."""

    mode: CapacityMode
    reservation_value: str
    max_run_seconds: int | None

    @property
    def is_scarce(self) -> bool:
        """Nodes may come from any zone that has them, rather than evenly."""
        return self.mode in {"spot", *GRANTED_MODES}

    @property
    def is_granted(self) -> bool:
        """The scheduler grants machines for an agreed time: no repair, no fixed count (rules NP02, NP04)."""
        return self.mode in GRANTED_MODES

    @property
    def starts_empty(self) -> bool:
        """The pool has no node until there is work or, for a booking, until its first day."""
        return self.is_granted or self.mode == "calendar"


def plan_capacity(spec: FallbackSpec, project: str) -> CapacityPlan:
    """Decide the reservation value and the run limit. `project` owns the reservation unless the spec names another."""
    hours = spec.max_run_hours or MAX_FLEX_START_HOURS
    return CapacityPlan(
        mode=spec.mode,
        reservation_value=reservation_value(spec, project) if spec.mode in RESERVED_MODES else "",
        max_run_seconds=hours * 3600 if spec.mode in GRANTED_MODES else None,
    )


def reservation_value(spec: FallbackSpec, project: str) -> str:
    """Return the affinity value: the short name for an own reservation, the long form for a shared one or a block (rule NP08)."""
    owner = spec.reservation_project or project
    if owner == project and spec.block is None:
        return str(spec.reservation)
    path = f"projects/{owner}/reservations/{spec.reservation}"
    path += f"/reservationBlocks/{spec.block}" if spec.block else ""
    return path + (f"/reservationSubBlocks/{spec.sub_block}" if spec.sub_block else "")
