"""When a future reservation is held: a start, and either an end or a length. No clock: whether it has begun is for the reader to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aidc.blueprint.maintenance import Moment
from aidc.blueprint.spec import Field, Rule, Spec, sets

SECONDS_PER_DAY = 86400
SECONDS_PER_HOUR = 3600


class WindowSpec(Spec):
    """The time for which capacity is held."""

    start: Moment = Field(description="Delivery, with time zone", **sets("compute.FutureReservation.timeWindow.startTime"))
    end: Moment | None = Field(
        default=None, description="End, with time zone; or say days", **sets("compute.FutureReservation.timeWindow.endTime")
    )
    days: int | None = Field(
        default=None,
        ge=1,
        le=3653,
        description="Days from the start; or say end",
        **sets("compute.FutureReservation.timeWindow.duration.seconds"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield times without a zone, windows that end before they start, and ends said twice or not at all."""
        if self.start.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            yield "start", "times need a time zone: 2027-03-01T00:00:00Z"
        elif self.end is not None and self.end <= self.start:
            yield "end", f"{rfc3339(self.end)} is not after start {rfc3339(self.start)}"
        if (self.end is None) == (self.days is None):
            yield "days", "say either end or days"

    @property
    def length(self) -> timedelta:
        """How long the capacity is held."""
        return self.end - self.start if self.end is not None else timedelta(days=self.days or 0)


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """A window as Compute Engine takes it: `end` or `seconds`, the other is empty. Seconds travel as text (trap T014)."""

    start: str
    end: str
    seconds: str


def plan_window(spec: WindowSpec) -> WindowPlan:
    """Decide how the window is written."""
    seconds = str(spec.days * SECONDS_PER_DAY) if spec.days is not None else ""
    return WindowPlan(rfc3339(spec.start), rfc3339(spec.end) if spec.end is not None else "", seconds)


def rfc3339(moment: datetime) -> str:
    """Return a moment as Google's APIs write it: UTC, whole seconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
