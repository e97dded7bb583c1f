"""The ways Google Cloud sells machines to a node pool, and the disks that machines boot from."""

from __future__ import annotations

from typing import Literal

CapacityMode = Literal["on-demand", "spot", "flex-start", "queued", "reservation", "calendar"]
BootDisk = Literal["pd-balanced", "pd-ssd", "pd-standard", "hyperdisk-balanced"]

EVERY_MODE: tuple[CapacityMode, ...] = ("on-demand", "spot", "flex-start", "queued", "reservation", "calendar")
WITHOUT_CALENDAR: tuple[CapacityMode, ...] = ("on-demand", "spot", "flex-start", "queued", "reservation")
CLASSIC_MODES: tuple[CapacityMode, ...] = ("on-demand", "spot", "reservation")
RESERVED_MODES: tuple[CapacityMode, ...] = ("reservation", "calendar")
"""Modes that name a reservation; a calendar booking is one too, made by Google on the first day."""
GRANTED_MODES: tuple[CapacityMode, ...] = ("flex-start", "queued")
"""Modes of the Dynamic Workload Scheduler: machines for an agreed time, when they are there."""
PERSISTENT_DISKS: tuple[BootDisk, ...] = ("pd-balanced", "pd-ssd")
ANY_PERSISTENT_DISK: tuple[BootDisk, ...] = (*PERSISTENT_DISKS, "pd-standard")
HYPERDISK: tuple[BootDisk, ...] = ("hyperdisk-balanced",)
