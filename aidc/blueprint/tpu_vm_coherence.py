"""Rules between TPU VMs and the rest of the stack: zones that have them, disks, buckets, reservations, and the firewall.

Pools on reservations have their rules in reservation_coherence.py; TPU VMs that ask the queue for one come in there as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.offers import not_offered
from aidc.blueprint.tpu_vm import DataDiskSpec, TpuVmSpec, shape_of
from aidc.catalog.tpu_vms import TPU_VM_GENERATIONS
from aidc.did_you_mean import did_you_mean

if TYPE_CHECKING:
    from aidc.blueprint.schema import Blueprint


def tpu_vm_problems(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield what TPU VMs ask for that the zone, the network or another section does not have."""
    for index, spec in enumerate(blueprint.tpu_vms):
        path = f"tpu_vms[{index}]"
        yield from not_offered(f"{path}.generation", spec.generation, spec.generation, spec.zone or blueprint.site.zones[0])
        yield from _buckets(path, spec, blueprint)
        hosts = TPU_VM_GENERATIONS[spec.generation].hosts(shape_of(spec))
        for position, disk in enumerate(spec.data_disks):
            yield from _disk(f"{path}.data_disks[{position}]", disk, hosts * spec.nodes, spec, blueprint)
        yield from _apart(path, spec, hosts, blueprint)
        yield from _calendar(path, spec, blueprint)


def _buckets(path: str, spec: TpuVmSpec, blueprint: Blueprint) -> Iterator[Problem]:
    known = [bucket.name for bucket in blueprint.buckets]
    for field in ("reads", "writes"):
        for position, bucket in enumerate(getattr(spec, field)):
            if bucket not in known:
                text = f"{shown(bucket)} is not a bucket of this stack; it has {', '.join(known) or 'none'}.{did_you_mean(bucket, known)}"
                yield Problem(0, f"{path}.{field}[{position}]", text)


def _disk(path: str, disk: DataDiskSpec, hosts: int, spec: TpuVmSpec, blueprint: Blueprint) -> Iterator[Problem]:
    zone = spec.zone or blueprint.site.zones[0]
    own = {one.name: one for one in blueprint.disks}
    if "/" not in disk.disk and disk.disk not in own:
        text = f"{shown(disk.disk)} is not a disk of this stack; it has {', '.join(own) or 'none'}.{did_you_mean(disk.disk, own)}"
        yield Problem(0, f"{path}.disk", text)
        return
    there = _zone_of(disk.disk, blueprint)
    if there != zone:
        yield Problem(0, f"{path}.disk", f"lies in {there}; {spec.name} stands in {zone}, and so must its disks")
    if hosts > 1 and not disk.read_only:
        yield Problem(0, f"{path}.read_only", f"{hosts} hosts cannot write one disk. Set it to true")


def _zone_of(disk: str, blueprint: Blueprint) -> str:
    if "/" in disk:
        return disk.split("/")[3]
    spec = next(one for one in blueprint.disks if one.name == disk)
    pools = {pool.name: pool.zone for pool in blueprint.storage_pools}
    return spec.zone or pools.get(spec.storage_pool or "") or blueprint.site.zones[0]


def _apart(path: str, spec: TpuVmSpec, hosts: int, blueprint: Blueprint) -> Iterator[Problem]:
    bare = spec.capacity.mode == "queued" and spec.capacity.made_by == "pulumi"
    if bare and hosts > 1 and blueprint.network.existing is None:
        text = f"the provider's queued resource puts no network tag on its nodes, so the firewall keeps the {hosts} hosts of a node apart"
        yield Problem(0, f"{path}.capacity.made_by", f"{text}. Set it to request")


def _calendar(path: str, spec: TpuVmSpec, blueprint: Blueprint) -> Iterator[Problem]:
    held = next((one for one in blueprint.reservations if one.name == spec.capacity.reservation), None)
    if held is not None and held.kind == "calendar":
        text = f"{held.name} is made in calendar mode, which wants a provisioning model that this request cannot say. Use tpu_slices on GKE"
        yield Problem(0, f"{path}.capacity.reservation", text)
