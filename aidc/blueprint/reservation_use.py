"""Which pools draw on which reservation of the stack, and by which name of the cloud they say so.

A pool names a reservation as the stack file does. Where the stack has one of that name the pool means it; any other name is somebody else's
reservation and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from aidc.blueprint.capacity import CapacitySpec, FallbackSpec
from aidc.blueprint.cpu_pool import CpuPoolSpec
from aidc.blueprint.gpu_pool import GpuPoolSpec
from aidc.blueprint.names import Names
from aidc.blueprint.reservation import ReservationPlan, ReservationSpec, ReservationUse, plan_reservation
from aidc.blueprint.site import SitePlan, SiteSpec
from aidc.blueprint.tpu_slice import TpuSliceSpec
from aidc.blueprint.tpu_vm import shape_of
from aidc.blueprint.tpu_vm_capacity import TpuVmCapacitySpec
from aidc.catalog.topologies import parse_topology
from aidc.catalog.zones import is_ai_zone

if TYPE_CHECKING:
    from aidc.blueprint.schema import Blueprint

_SECTIONS = ("cpu_pools", "gpu_pools", "tpu_slices")


def plan_reservations(blueprint: Blueprint, site: SitePlan, names: Names) -> tuple[ReservationPlan, ...]:
    """Decide every reservation of the stack, each with the uses that draw on it."""
    every = reservation_uses(blueprint)

    def uses_of(name: str) -> list[ReservationUse]:
        return [use for use in every if use.reservation == name]

    return tuple(
        plan_reservation(spec, index, site, blueprint.deletion_guard, uses_of(spec.name), names)
        for index, spec in enumerate(blueprint.reservations)
    )


def reservation_uses(blueprint: Blueprint) -> list[ReservationUse]:
    """Return every use of a reservation of the stack, in file order."""
    own = {spec.name: spec for spec in blueprint.reservations}
    found = []
    for section in _SECTIONS:
        for index, pool in enumerate(getattr(blueprint, section)):
            named = [(way, spec) for way in pool.capacity.ways if (spec := _own(way, own, blueprint.site)) is not None]
            found += [_use(f"{section}[{index}]", pool, way, spec.name, blueprint.site) for way, spec in named]
    for index, spec in enumerate(blueprint.tpu_vms):
        if (held := _own(spec.capacity, own, blueprint.site)) is not None:
            zone, chips = spec.zone or blueprint.site.zones[0], shape_of(spec).chips * spec.nodes
            found.append(
                ReservationUse(
                    f"tpu_vms[{index}]",
                    spec.name,
                    held.name,
                    (zone,),
                    machine_type="",
                    generation=spec.generation,
                    gpu="",
                    gpus_per_machine=0,
                    local_ssd_disks=0,
                    mode=spec.capacity.mode,
                    min_nodes=spec.nodes,
                    amount=chips,
                    size_field="nodes",
                )
            )
    return found


def _own(capacity: FallbackSpec | TpuVmCapacitySpec, own: dict[str, ReservationSpec], site: SiteSpec) -> ReservationSpec | None:
    """Return the reservation of the stack that a capacity names; one that names another project means another reservation."""
    spec = own.get(capacity.reservation or "")
    if spec is None or capacity.reservation_project not in (None, spec.project or site.project):
        return None
    return spec


def _use(path: str, pool: Any, way: FallbackSpec, reservation: str, site: SiteSpec) -> ReservationUse:
    if isinstance(pool, TpuSliceSpec):
        topology = parse_topology(pool.topology)
        assert topology is not None, "the schema admits only topologies"
        zones, chips = (pool.zone or site.zones[0],), topology.chips * pool.slices
        staying = pool.slices if pool.min_slices is None else pool.min_slices
        if way.mode == "calendar" or pool.capacity.fallbacks:
            staying = 0
        return ReservationUse(
            path,
            pool.name,
            reservation,
            zones,
            machine_type="",
            generation=pool.generation,
            gpu="",
            gpus_per_machine=0,
            local_ssd_disks=0,
            mode=way.mode,
            min_nodes=staying,
            amount=chips,
            size_field="slices",
        )
    zones, disks = _zones_and_disks(pool, site)
    gpu = (pool.gpu or "") if isinstance(pool, GpuPoolSpec) else ""
    return ReservationUse(
        path,
        pool.name,
        reservation,
        zones,
        machine_type=pool.machine_type,
        generation="",
        gpu=gpu,
        gpus_per_machine=(pool.gpus_per_node or 1) if gpu else 0,
        local_ssd_disks=disks,
        mode=way.mode,
        min_nodes=pool.nodes.min,
        amount=pool.nodes.max,
        size_field="nodes",
    )


def _zones_and_disks(pool: CpuPoolSpec | GpuPoolSpec, site: SiteSpec) -> tuple[tuple[str, ...], int]:
    if isinstance(pool, CpuPoolSpec):
        return tuple(pool.zones or [zone for zone in site.zones if not is_ai_zone(zone)]), 0
    machine = pool.machine
    assert machine is not None, "the schema admits only machines that exist"
    bundled = machine.family.local_ssd_bundled
    return tuple(pool.zones or site.zones[:1]), machine.local_ssd_disks if bundled else pool.local_ssd_disks or 0


def with_cloud_names(blueprint: Blueprint, reservations: Sequence[ReservationPlan]) -> Blueprint:
    """Return the blueprint with every pool naming its reservation of the stack as the cloud does."""
    plans = {plan.resource_name: plan for plan in reservations}
    own = {spec.name: spec for spec in blueprint.reservations}

    def named(way: Any) -> Any:
        if (spec := _own(way, own, blueprint.site)) is None:
            return way
        plan = plans[spec.name]
        return way.model_copy(update={"reservation": plan.name, "reservation_project": plan.project})

    def renamed(pool: Any) -> Any:
        capacity: CapacitySpec = named(pool.capacity)
        capacity = capacity.model_copy(update={"fallbacks": [named(way) for way in capacity.fallbacks]})
        return pool.model_copy(update={"capacity": capacity})

    return blueprint.model_copy(update={section: [renamed(pool) for pool in getattr(blueprint, section)] for section in _SECTIONS})


def uses_by_reservation(uses: Sequence[ReservationUse]) -> Iterator[tuple[str, list[ReservationUse]]]:
    """Yield each reservation that is used, and its uses."""
    for name in dict.fromkeys(use.reservation for use in uses):
        yield name, [use for use in uses if use.reservation == name]
