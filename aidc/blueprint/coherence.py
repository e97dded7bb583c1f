"""Rules between sections: what one noun says must agree with what another says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aidc.blueprint.bucket_coherence import bucket_incoherences
from aidc.blueprint.cluster_coherence import cluster_incoherences
from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.gpu_pool import GpuPoolSpec
from aidc.blueprint.node_pool import PoolSpec
from aidc.blueprint.offers import not_offered
from aidc.blueprint.registry_coherence import registry_incoherences
from aidc.blueprint.reservation_coherence import reservation_problems
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.storage_coherence import storage_incoherences
from aidc.blueprint.tpu_vm_coherence import tpu_vm_problems
from aidc.catalog.cpu_machines import cpu_machines, listed_regions
from aidc.catalog.zones import is_ai_zone, is_zone_of
from aidc.did_you_mean import did_you_mean


def incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield every problem that sections have with each other."""
    yield from _duplicate_names(blueprint)
    yield from _zones_of_pools(blueprint)
    yield from _machines_sold(blueprint)
    yield from _fixed_counts(blueprint)
    yield from bucket_incoherences(blueprint)
    yield from registry_incoherences(blueprint)
    yield from cluster_incoherences(blueprint)
    yield from storage_incoherences(blueprint)
    yield from reservation_problems(blueprint)
    yield from tpu_vm_problems(blueprint)


def _pools(blueprint: Blueprint) -> Iterator[tuple[str, PoolSpec]]:
    for section in ("cpu_pools", "gpu_pools", "tpu_slices"):
        for index, spec in enumerate(getattr(blueprint, section)):
            yield f"{section}[{index}]", spec


def _duplicate_names(blueprint: Blueprint) -> Iterator[Problem]:
    named: dict[str, list[tuple[str, Any]]] = {"pool": list(_pools(blueprint))}
    named["bucket"] = [(f"buckets[{index}]", spec) for index, spec in enumerate(blueprint.buckets)]
    named["filestore"] = [(f"filestores[{index}]", spec) for index, spec in enumerate(blueprint.filestores)]
    named["lustre"] = [(f"lustres[{index}]", spec) for index, spec in enumerate(blueprint.lustres)]
    named["disk"] = [(f"disks[{index}]", spec) for index, spec in enumerate(blueprint.disks)]
    named["storage pool"] = [(f"storage_pools[{index}]", spec) for index, spec in enumerate(blueprint.storage_pools)]
    named["reservation"] = [(f"reservations[{index}]", spec) for index, spec in enumerate(blueprint.reservations)]
    named["TPU VM"] = [(f"tpu_vms[{index}]", spec) for index, spec in enumerate(blueprint.tpu_vms)]
    named["workload"] = [(f"access.workloads[{index}]", spec) for index, spec in enumerate(blueprint.access.workloads)]
    for kind, entries in named.items():
        first: dict[str, str] = {}
        for path, spec in entries:
            for name in _resource_names(spec):
                if first.setdefault(name, path) != path:
                    yield Problem(0, f"{path}.name", f"{name} is the name of {first[name]} already; a {kind} needs a name of its own")


def _resource_names(spec: Any) -> list[str]:
    return [spec.name, *(name for name in spec.pool_names if name != spec.name)] if hasattr(spec, "pool_names") else [spec.name]


def _zones_of_pools(blueprint: Blueprint) -> Iterator[Problem]:
    region = blueprint.site.region
    for path, zones in _named_zones(blueprint):
        for index, (zone_path, zone) in enumerate(zones):
            if not is_zone_of(zone, region):
                close = did_you_mean(zone, blueprint.site.zones) or f" Write it as {region}-a"
                yield Problem(0, f"{path}.{zone_path}", f"{shown(zone)} is not a zone of {region}, the region of the site.{close}")
            if zone in [other for _, other in zones[:index]]:
                yield Problem(0, f"{path}.{zone_path}", f"{shown(zone)} is listed twice")
    yield from _ordinary_zones(blueprint)


def _ordinary_zones(blueprint: Blueprint) -> Iterator[Problem]:
    if any(not is_ai_zone(zone) for zone in blueprint.site.zones):
        return
    example = f"{blueprint.site.region}-a"
    if blueprint.cluster.existing is None:
        yield Problem(0, "site.zones", f"has AI zones only; a cluster's own nodes need an ordinary zone as well, such as {example}")
        return
    for index, pool in enumerate(blueprint.cpu_pools):
        if not pool.zones:
            yield Problem(0, f"cpu_pools[{index}].zones", f"is missing; the site has AI zones only. Name ordinary zones, such as {example}")


def _named_zones(blueprint: Blueprint) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for path, spec in _pools(blueprint):
        listed = getattr(spec, "zones", None) or []
        single = getattr(spec, "zone", None)
        yield path, [("zone", single)] if single is not None else [(f"zones[{index}]", zone) for index, zone in enumerate(listed)]
    for section in ("filestores", "lustres", "disks", "storage_pools", "reservations", "tpu_vms"):
        for index, spec in enumerate(getattr(blueprint, section)):
            yield f"{section}[{index}]", [("zone", spec.zone)] if spec.zone is not None else []


def _machines_sold(blueprint: Blueprint) -> Iterator[Problem]:
    site = blueprint.site
    for index, pool in enumerate(blueprint.cpu_pools):
        machine = cpu_machines()[pool.machine_type]
        if site.region in listed_regions() and site.region not in machine.sold_regions:
            series = sorted(
                other.name
                for other in cpu_machines().values()
                if site.region in other.sold_regions and (other.vcpu, other.architecture) == (machine.vcpu, machine.architecture)
            )
            yield Problem(
                0,
                f"cpu_pools[{index}].machine_type",
                f"{machine.name} is not sold in {site.region}. Of the same size there: {', '.join(series[:6]) or 'nothing'}",
            )
    for index, pool in enumerate(blueprint.gpu_pools):
        assert pool.machine is not None, "the schema admits only machines that exist"
        for zone in pool.zones or site.zones[:1]:
            yield from not_offered(f"gpu_pools[{index}].machine_type", _named(pool), pool.machine.family.zones_key, zone)
    for index, entry in enumerate(blueprint.tpu_slices):
        yield from not_offered(f"tpu_slices[{index}].generation", entry.generation, entry.generation, entry.zone or site.zones[0])


def _named(pool: GpuPoolSpec) -> str:
    return f"{pool.machine_type} with {pool.gpu}" if pool.gpu else pool.machine_type


def _fixed_counts(blueprint: Blueprint) -> Iterator[Problem]:
    ordinary = [zone for zone in blueprint.site.zones if not is_ai_zone(zone)]
    sections = (("cpu_pools", blueprint.cpu_pools, ordinary), ("gpu_pools", blueprint.gpu_pools, blueprint.site.zones[:1]))
    for section, pools, default_zones in sections:
        for index, pool in enumerate(pools):
            zones = len(pool.zones or default_zones) or 1
            if pool.nodes.is_fixed and pool.nodes.min % zones:
                below, above = pool.nodes.min // zones * zones, -(-pool.nodes.min // zones) * zones
                nearest = f"{below} or {above}" if below else str(above)
                yield Problem(
                    0,
                    f"{section}[{index}].nodes",
                    f"{pool.nodes.min} do not spread evenly over {zones} zones; a fixed pool has the same number in each. Use {nearest}, or {{min, max}}",
                )
