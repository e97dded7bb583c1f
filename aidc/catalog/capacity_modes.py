"""The ways Google Cloud sells machines to a node pool, and the disks that machines boot from."""

from __future__ import annotations

from typing import Literal

CapacityMode = Literal["on-demand", "spot", "flex-start", "queued", "reservation", "calendar"]
BootDisk = Literal["pd-balanced", "pd-ssd", "pd-standard", "hyperdisk-balanced"]

EVERY_MODE: tuple[CapacityMode, ...] = ("on-demand", "spot", "flex-start", "queued", "reservation", "calendar")
WITHOUT_CALENDAR: tuple[CapacityMode, ...] = ("on-demand", "spot", "flex-start", "queued", "reservation")
CLASSIC_MODES: tuple[CapacityMode, ...] = ("on-demand", "spot", "reservation")
MODE_RULES: dict[CapacityMode, str] = {
    "on-demand": "any number of nodes, as long as the zone has them",
    "spot": "can be taken away at any time; never draws on a reservation",
    "flex-start": "granted for at most 7 days; the pool grows from zero; no repair, no reservation",
    "queued": "granted whole to a request of Kueue; the pool grows from zero; no reservation; on GPUs no compact placement",
    "reservation": "draws on a reservation that is named; it brings its own placement",
    "calendar": "booked for at most 90 days; Google makes the reservation on the first day, and the pool is empty until then",
}
"""What each mode asks of a pool, in short (node pool rules NP01 to NP06 of cluster-toolkit@1047080; Compute Engine TPU page for the days)."""
RESERVED_MODES: tuple[CapacityMode, ...] = ("reservation", "calendar")
"""Modes that name a reservation; a calendar booking is one too, made by Google on the first day."""
GRANTED_MODES: tuple[CapacityMode, ...] = ("flex-start", "queued")
"""Modes of the Dynamic Workload Scheduler: machines for an agreed time, when they are there."""
PERSISTENT_DISKS: tuple[BootDisk, ...] = ("pd-balanced", "pd-ssd")
ANY_PERSISTENT_DISK: tuple[BootDisk, ...] = (*PERSISTENT_DISKS, "pd-standard")
HYPERDISK: tuple[BootDisk, ...] = ("hyperdisk-balanced",)
