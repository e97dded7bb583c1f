"""Rules between the cluster and its pools: nodes for GKE's own pods, how interfaces of accelerators reach pods, versions of an existing cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.capacity import FallbackSpec
from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.schema import Blueprint
from aidc.catalog.fabrics import Fabric
from aidc.catalog.gke_versions import LUSTRE_MIN_GKE_VERSION, MANAGED_NETWORKS_MIN_GKE_VERSION, is_older, min_gke_version
from aidc.catalog.gpu_families import GpuFamily
from aidc.catalog.tpus import TPU_GENERATIONS, TpuGeneration
from aidc.catalog.zones import is_zone_of


@dataclass(frozen=True, slots=True)
class _Accelerated:
    path: str
    machine: str
    fabric: Fabric
    floors: GpuFamily | TpuGeneration
    ways: tuple[FallbackSpec, ...]


def cluster_incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield every problem that the cluster and the pools have with each other."""
    pools = list(_accelerated(blueprint))
    yield from _nodes_for_gke(blueprint)
    yield from _existing_cluster(blueprint, pools)
    yield from _interfaces(blueprint, pools)
    yield from _versions(blueprint, pools)


def _accelerated(blueprint: Blueprint) -> Iterator[_Accelerated]:
    for index, pool in enumerate(blueprint.gpu_pools):
        assert pool.machine is not None, "the schema admits only machines that exist"
        family = pool.machine.family
        yield _Accelerated(f"gpu_pools[{index}].machine_type", pool.machine_type, family.fabric, family, pool.capacity.ways)
    for index, entry in enumerate(blueprint.tpu_slices):
        generation, machine = TPU_GENERATIONS[entry.generation], entry.machine
        yield _Accelerated(f"tpu_slices[{index}].topology", machine.name, machine.fabric, generation, entry.capacity.ways)


def _nodes_for_gke(blueprint: Blueprint) -> Iterator[Problem]:
    if blueprint.cluster.existing is None and not blueprint.cpu_pools:
        yield Problem(
            0,
            "cpu_pools",
            "is empty; GKE's own pods do not run on accelerator nodes. Add one, such as {name: system, machine_type: n2-standard-4, nodes: {min: 1, max: 3}}",
        )


def _existing_cluster(blueprint: Blueprint, pools: list[_Accelerated]) -> Iterator[Problem]:
    existing, region = blueprint.cluster.existing, blueprint.site.region
    if existing is None:
        return
    if existing.location is not None and existing.location != region and not is_zone_of(existing.location, region):
        yield Problem(
            0, "cluster.existing.location", f"{shown(existing.location)} is neither {region}, the region of the site, nor a zone of it"
        )
    if existing.multi_networking or blueprint.cluster.accelerator_networks == "managed":
        return
    for pool in pools:
        if pool.fabric.needs_multi_networking:
            lacks = (
                f"needs {pool.fabric.transport}, which takes a cluster made with multi-networking; {existing.name} is not said to have it"
            )
            yield Problem(0, pool.path, f"{lacks}. If it has, set cluster.existing.multi_networking: true")


def _interfaces(blueprint: Blueprint, pools: list[_Accelerated]) -> Iterator[Problem]:
    managed = blueprint.cluster.accelerator_networks == "managed"
    by_network_object = [pool for pool in pools if pool.fabric.needs_multi_networking]
    if managed:
        for pool in by_network_object:
            if not pool.fabric.managed_profile:
                text = f"{pool.machine} talks over {pool.fabric.transport}, whose networks GKE does not make"
                yield Problem(0, pool.path, f"{text}. Set cluster.accelerator_networks: stack, or put it into another cluster")
        return
    existing = blueprint.cluster.existing
    for pool in pools:
        if not pool.fabric.claims_only:
            continue
        if by_network_object:
            others = ", ".join(sorted({other.machine for other in by_network_object}))
            text = f"{pool.machine} takes a cluster without multi-networking, which {others} needs: the two cannot share one"
            able = all(other.fabric.managed_profile for other in by_network_object)
            way = "Set cluster.accelerator_networks: managed, or put" if able else "Put"
            yield Problem(0, pool.path, f"{text}. {way} one of them into another cluster")
        elif existing is not None and existing.multi_networking:
            yield Problem(0, pool.path, f"{pool.machine} takes a cluster without multi-networking; {existing.name} has it")


def _versions(blueprint: Blueprint, pools: list[_Accelerated]) -> Iterator[Problem]:
    existing = blueprint.cluster.existing
    version = existing.version if existing else None
    if existing is None or version is None:
        return
    for pool in pools:
        for way in pool.ways:
            floor = min_gke_version(pool.floors, way.mode)
            if floor and is_older(version, floor):
                yield Problem(0, pool.path, f"{pool.machine} by {way.mode} needs GKE {floor} or newer; {existing.name} has {version}")
    if blueprint.lustres and is_older(version, LUSTRE_MIN_GKE_VERSION):
        text = f"is missing a driver for Managed Lustre that needs no legacy port: {existing.name} has {version}"
        yield Problem(0, "cluster.existing.version", f"{text}, the driver {LUSTRE_MIN_GKE_VERSION}. Upgrade it, or remove lustres")
    if blueprint.cluster.accelerator_networks == "managed" and is_older(version, MANAGED_NETWORKS_MIN_GKE_VERSION):
        text = f"managed needs GKE {MANAGED_NETWORKS_MIN_GKE_VERSION} or newer; {existing.name} has {version}"
        yield Problem(0, "cluster.accelerator_networks", text)
