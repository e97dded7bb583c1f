"""Rules between reservations, the site and the pools that draw on them: place, machine, count, and whether the capacity is there yet.

Source: Compute Engine documentation, consume reservations (a machine must match in zone, type and Local SSD); a reservation that is not active
yet goes with pools of no nodes (cluster-toolkit, second reading of 2026-11-24).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aidc.blueprint.errors import Problem
from aidc.blueprint.offers import not_offered
from aidc.blueprint.reservation import ReservationSpec, ReservationUse
from aidc.blueprint.reservation_fields import ORDERED
from aidc.blueprint.reservation_use import reservation_uses, uses_by_reservation
from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.zones import region_of

if TYPE_CHECKING:
    from aidc.blueprint.schema import Blueprint


def reservation_problems(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield every pool that its reservation of the stack cannot serve, and every reservation that is too small for its pools."""
    for index, spec in enumerate(blueprint.reservations):
        yield from _not_sold(f"reservations[{index}]", spec, blueprint)
    own = {spec.name: (index, spec) for index, spec in enumerate(blueprint.reservations)}
    for name, uses in uses_by_reservation(reservation_uses(blueprint)):
        index, spec = own[name]
        zone = spec.zone or (None if spec.kind == "existing" else blueprint.site.zones[0])
        for use in uses:
            yield from _mismatch(use, spec, zone)
        yield from _too_small(index, spec, uses)


def _not_sold(path: str, spec: ReservationSpec, blueprint: Blueprint) -> Iterator[Problem]:
    zone = spec.zone or (None if spec.kind == "existing" else blueprint.site.zones[0])
    if zone is None:
        return
    if spec.generation is not None:
        yield from not_offered(f"{path}.generation", spec.generation, spec.generation, zone)
    elif (machine := spec.gpu_machine) is not None:
        yield from not_offered(f"{path}.machine_type", machine.name, machine.family.zones_key, zone)
    elif spec.machine_type is not None and region_of(zone) not in cpu_machines()[spec.machine_type].sold_regions:
        yield Problem(0, f"{path}.machine_type", f"{spec.machine_type} is not sold in {region_of(zone)}. Name a machine type that is")


def _mismatch(use: ReservationUse, spec: ReservationSpec, zone: str | None) -> Iterator[Problem]:
    if not spec.by_name_only:
        yield _at(use, "capacity.reservation", f"{spec.name} is not held for machines that name it. Set its by_name_only: true")
    for other in use.zones:
        if zone is not None and other != zone:
            field = "zone" if use.generation else "zones"
            yield _at(use, field, f"{spec.name} is held in {zone}; {use.name} would stand in {other}. Use {zone}")
    yield from _other_machine(use, spec)
    if use.mode == "calendar" and spec.kind not in ("calendar", "existing"):
        yield _at(use, "capacity.mode", f"{spec.name} is no booking in calendar mode but of kind: {spec.kind}. Use mode: reservation")
    if spec.kind in ORDERED and not spec.delivered and use.min_nodes:
        yield _at(use, use.size_field, _not_there_yet(use, spec))


def _other_machine(use: ReservationUse, spec: ReservationSpec) -> Iterator[Problem]:
    held = spec.generation or spec.machine_type
    asked = use.generation or use.machine_type
    if held is None or spec.instance_template is not None:
        return
    if held != asked:
        field = "generation" if use.generation else "machine_type"
        yield _at(use, field, f"{spec.name} holds {held}, not {asked}. Use {held}, or another reservation")
        return
    gpu, gpus = spec.gpu or "", (spec.gpus_per_machine or 1) if spec.gpu else 0
    if (use.gpu, use.gpus_per_machine) != (gpu, gpus):
        yield _at(
            use, "gpu", f"{spec.name} holds machines with {gpus} × {gpu or 'no GPU'}, not {use.gpus_per_machine} × {use.gpu or 'no GPU'}"
        )
    machine = spec.gpu_machine
    if machine is not None and not machine.family.local_ssd_bundled and use.local_ssd_disks != (spec.local_ssd_disks or 0):
        text = (
            f"{spec.name} holds machines with {spec.local_ssd_disks or 0} Local SSD disks, not {use.local_ssd_disks}; both must be the same"
        )
        yield _at(use, "local_ssd_disks", text)


def _not_there_yet(use: ReservationUse, spec: ReservationSpec) -> str:
    state = "is not said to be delivered yet" if spec.submit else "is a draft that nobody has sent to Google"
    later = "set its delivered: true once the start has come" if spec.submit else "submit it first"
    if use.path.startswith("tpu_vms"):
        return f"{spec.name} {state}; a request for it would wait in vain. Leave {use.name} out, or {later}"
    if use.generation:
        return f"{spec.name} {state}; a slice cannot wait empty. Use mode: calendar, under which it grows from none, or {later}"
    return f"{spec.name} {state}; until then the pool has no nodes. Use nodes: {{min: 0, max: {use.amount}}}, or {later}"


def _too_small(index: int, spec: ReservationSpec, uses: Sequence[ReservationUse]) -> Iterator[Problem]:
    held, field = (spec.chips, "chips") if spec.generation else (spec.machines, "machines")
    fitting = [use for use in uses if bool(use.generation) == bool(spec.generation)]
    wanted = sum(use.amount for use in fitting)
    if held is None or wanted <= held:
        return
    said = ", ".join(f"{use.name} {use.amount}" for use in fitting)
    text = f"{held} are fewer than the {wanted} that its pools may take ({said}). Raise it to {wanted}, or make the pools smaller"
    yield Problem(0, f"reservations[{index}].{field}", text)


def _at(use: ReservationUse, field: str, text: str) -> Problem:
    return Problem(0, f"{use.path}.{field}", text)
