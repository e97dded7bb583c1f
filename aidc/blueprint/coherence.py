"""Rules between sections: what one noun says must agree with what another says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aidc.blueprint.errors import Problem, did_you_mean
from aidc.blueprint.node_pool import PoolSpec
from aidc.blueprint.schema import Blueprint
from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.topologies import machine_for, parse_topology
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.catalog.zones import is_ai_zone, offer_in, offers_of, region_of


def incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield every problem that sections have with each other."""
    yield from _duplicate_names(blueprint)
    yield from _zones_of_pools(blueprint)
    yield from _machines_sold(blueprint)
    yield from _fixed_counts(blueprint)
    yield from _bucket_references(blueprint)
    yield from _cluster_needs(blueprint)
    yield from _filestore_needs(blueprint)


def _pools(blueprint: Blueprint) -> Iterator[tuple[str, PoolSpec]]:
    for section in ("cpu_pools", "gpu_pools", "tpu_slices"):
        for index, spec in enumerate(getattr(blueprint, section)):
            yield f"{section}[{index}]", spec


def _duplicate_names(blueprint: Blueprint) -> Iterator[Problem]:
    named: dict[str, list[tuple[str, Any]]] = {"pool": list(_pools(blueprint))}
    named["bucket"] = [(f"buckets[{index}]", spec) for index, spec in enumerate(blueprint.buckets)]
    named["filestore"] = [(f"filestores[{index}]", spec) for index, spec in enumerate(blueprint.filestores)]
    named["workload"] = [(f"access.workloads[{index}]", spec) for index, spec in enumerate(blueprint.access.workloads)]
    for kind, entries in named.items():
        first: dict[str, str] = {}
        for path, spec in entries:
            for name in _resource_names(spec):
                if first.setdefault(name, path) != path:
                    yield Problem(0, f"{path}.name", f"{name} is the name of {first[name]} already; a {kind} needs a name of its own")


def _resource_names(spec: Any) -> list[str]:
    slices = getattr(spec, "slices", 1)
    return [spec.name] if slices == 1 else [spec.name, *(f"{spec.name}-{index}" for index in range(slices))]


def _zones_of_pools(blueprint: Blueprint) -> Iterator[Problem]:
    for path, zones in _named_zones(blueprint):
        for zone_path, zone in zones:
            if region_of(zone) != blueprint.site.region:
                yield Problem(
                    0,
                    f"{path}.{zone_path}",
                    f"{zone} is not in {blueprint.site.region}, the region of the site.{did_you_mean(zone, blueprint.site.zones)}",
                )
    if not any(not is_ai_zone(zone) for zone in blueprint.site.zones) and blueprint.cluster.existing is None:
        yield Problem(
            0,
            "site.zones",
            "has AI zones only; a cluster's own nodes need an ordinary zone as well, such as " + f"{blueprint.site.region}-a",
        )


def _named_zones(blueprint: Blueprint) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for path, spec in _pools(blueprint):
        listed = getattr(spec, "zones", None) or []
        yield path, [(f"zones[{index}]", zone) for index, zone in enumerate(listed)]
        single = getattr(spec, "zone", None)
        yield path, [("zone", single)] if single else []
    for index, spec in enumerate(blueprint.filestores):
        yield f"filestores[{index}]", [("zone", spec.zone)] if spec.zone else []


def _machines_sold(blueprint: Blueprint) -> Iterator[Problem]:
    site = blueprint.site
    for index, pool in enumerate(blueprint.cpu_pools):
        machine = cpu_machines()[pool.machine_type]
        if site.region not in machine.sold_regions:
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
        for zone in pool.zones or site.zones[:1]:
            yield from _not_offered(
                f"gpu_pools[{index}].machine_type", pool.machine_type, GPU_MACHINES[pool.machine_type].family.zones_key, zone
            )
    for index, entry in enumerate(blueprint.tpu_slices):
        yield from _not_offered(f"tpu_slices[{index}].generation", entry.generation, entry.generation, entry.zone or site.zones[0])


def _not_offered(path: str, what: str, family: str, zone: str) -> Iterator[Problem]:
    if offer_in(family, zone):
        return
    places = list(dict.fromkeys(offer.zone or offer.region for offer in offers_of(family)))
    near = [place for place in places if region_of(place) == region_of(zone)]
    here = f" In this region: {', '.join(near)}." if near else ""
    shown = places[:12]
    more = f" and {len(places) - len(shown)} more" if len(places) > len(shown) else ""
    yield Problem(0, path, f"{what} is not offered in {zone}.{here} Offered in: {', '.join(shown)}{more}")


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
                    f"{pool.nodes.min} nodes do not spread evenly over {zones} zones; a fixed pool has the same number in each. Use {nearest}, or {{min, max}}",
                )


def _bucket_references(blueprint: Blueprint) -> Iterator[Problem]:
    known = [bucket.name for bucket in blueprint.buckets]
    for index, workload in enumerate(blueprint.access.workloads):
        for field in ("reads", "writes"):
            for position, bucket in enumerate(getattr(workload, field)):
                if bucket not in known:
                    text = f"{bucket} is not a bucket of this stack; it has {', '.join(known) or 'none'}.{did_you_mean(bucket, known)}"
                    yield Problem(0, f"access.workloads[{index}].{field}[{position}]", text)


def _cluster_needs(blueprint: Blueprint) -> Iterator[Problem]:
    existing = blueprint.cluster.existing
    if existing is None and not blueprint.cpu_pools:
        yield Problem(
            0,
            "cpu_pools",
            "is empty; GKE's own pods do not run on accelerator nodes. Add one, such as {name: system, machine_type: n2-standard-4, nodes: {min: 1, max: 3}}",
        )
    if existing is None or existing.multi_networking:
        return
    for path, transport in _fabrics(blueprint):
        lacks = f"needs {transport}, which takes a cluster made with multi-networking; {existing.name} is not said to have it"
        yield Problem(0, path, f"{lacks}. If it has, set cluster.existing.multi_networking: true")


def _fabrics(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    for index, pool in enumerate(blueprint.gpu_pools):
        fabric = GPU_MACHINES[pool.machine_type].family.fabric
        if fabric.needs_multi_networking:
            yield f"gpu_pools[{index}].machine_type", fabric.transport
    for index, entry in enumerate(blueprint.tpu_slices):
        generation, topology = TPU_GENERATIONS[entry.generation], parse_topology(entry.topology)
        machine = (generation.machine(entry.machine_type) if entry.machine_type else None) or (
            machine_for(topology, generation) if topology else None
        )
        if machine and machine.fabric.needs_multi_networking:
            yield f"tpu_slices[{index}].topology", machine.fabric.transport


def _filestore_needs(blueprint: Blueprint) -> Iterator[Problem]:
    existing = blueprint.network.existing
    if blueprint.filestores and existing and existing.private_services_range is None:
        yield Problem(
            0,
            "network.existing.private_services_range",
            "is missing; Filestore reaches the network through a range peered with Google's services. Name it",
        )
