"""What Compute Engine holds in advance: VM families of TPU aggregates, and the limits of calendar mode.

Owns facts about reservations alone; machines are in gpu_machines.py and cpu_machines.py, zones in zones.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aidc.catalog.source import READ_ON, Source

_FUTURE_RESERVATION_ENUM = Source("pulumi_gcp 10.2.0, compute.FutureReservation aggregate_reservation.vm_family", READ_ON)
_CALENDAR_PAGE = Source(
    "Compute Engine documentation, Create a future reservation request in calendar mode (several stored versions)", date(2026, 11, 24)
)
CALENDAR_GPU_SOURCE = Source(
    "google/skills, compute-future-reservations: calendar mode has a3* and a4*", date(2026, 11, 24), "tool-derived"
)


@dataclass(frozen=True, slots=True)
class TpuFamily:
    """How Compute Engine names TPUs that are held in aggregate."""

    generation: str
    vm_family: str
    accelerator_type: str
    """Last word of the accelerator type's name; the pattern is documented with ct3 and ct4l, the words of newer families follow it."""
    source: Source


TPU_FAMILIES: dict[str, TpuFamily] = {
    family.generation: family
    for family in (
        TpuFamily("v3", "VM_FAMILY_CLOUD_TPU_POD_SLICE_CT3P", "ct3p", _FUTURE_RESERVATION_ENUM),
        TpuFamily("v4", "VM_FAMILY_CLOUD_TPU_POD_SLICE_CT4P", "ct4p", _FUTURE_RESERVATION_ENUM),
        TpuFamily("v5e", "VM_FAMILY_CLOUD_TPU_LITE_POD_SLICE_CT5LP", "ct5lp", _FUTURE_RESERVATION_ENUM),
        TpuFamily("v5p", "VM_FAMILY_CLOUD_TPU_POD_SLICE_CT5P", "ct5p", _FUTURE_RESERVATION_ENUM),
        TpuFamily("v6e", "VM_FAMILY_CLOUD_TPU_LITE_POD_SLICE_CT6E", "ct6e", _FUTURE_RESERVATION_ENUM),
    )
}
"""Generations that a future reservation can hold. The provider knows no family for v2 and TPU7x."""


@dataclass(frozen=True, slots=True)
class CalendarTpu:
    """How many chips of a generation one request in calendar mode may ask for."""

    generation: str
    chips: tuple[int, ...]
    source: Source


CALENDAR_TPUS: dict[str, CalendarTpu] = {
    entry.generation: entry
    for entry in (
        CalendarTpu("v5e", (1, 4, 8, 16, 32, 64, 128, 256), _CALENDAR_PAGE),
        CalendarTpu("v5p", (4, 8, 16, 32, 64, 128, 256, 512, 1024), _CALENDAR_PAGE),
        CalendarTpu("v6e", (1, 4, 8, 16, 32, 64, 128, 256), _CALENDAR_PAGE),
    )
}
CALENDAR_GPU_FAMILIES = ("A3 High", "A3 Mega", "A3 Ultra", "A4")
"""GPU families that calendar mode has (CALENDAR_GPU_SOURCE)."""
MAX_CALENDAR_DAYS = 90
MAX_CALENDAR_GPU_MACHINES = 80
"""GPU machines of one request in calendar mode (_CALENDAR_PAGE)."""
SMALL_V5E_CHIPS = (1, 4, 8)
"""Chips of v5e that calendar mode sells for serving only (_CALENDAR_PAGE)."""
MAX_SHARED_PROJECTS = 100
"""Projects that a reservation is shared with at most (Compute Engine documentation, shared reservations, read 2026-11-24)."""
