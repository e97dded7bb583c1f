"""Everything of a stack that keeps data: buckets, block storage, file systems."""

from __future__ import annotations

from dataclasses import dataclass

from aidc.blueprint.bucket import BucketPlan, plan_bucket
from aidc.blueprint.disk import DiskPlan, plan_disk
from aidc.blueprint.file_clients import FileClients
from aidc.blueprint.filestore import FilestorePlan, plan_filestore
from aidc.blueprint.lustre import LustrePlan, plan_lustre
from aidc.blueprint.names import Names
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.site import SitePlan
from aidc.blueprint.storage_pool import StoragePoolPlan, plan_storage_pool


@dataclass(frozen=True, slots=True)
class Stores:
    """The entries of every storage section, in the order of the stack file."""

    buckets: tuple[BucketPlan, ...]
    storage_pools: tuple[StoragePoolPlan, ...]
    disks: tuple[DiskPlan, ...]
    filestores: tuple[FilestorePlan, ...]
    lustres: tuple[LustrePlan, ...]


def plan_stores(blueprint: Blueprint, site: SitePlan, clients: FileClients, labels: dict[str, str], names: Names) -> Stores:
    """Decide every store; `clients` are who reaches file systems where their entries say so in words."""
    guarded = blueprint.deletion_guard
    pools = tuple(plan_storage_pool(spec, index, site, labels, guarded, names) for index, spec in enumerate(blueprint.storage_pools))
    zones = {pool.resource_name: pool.zone for pool in pools}
    return Stores(
        buckets=tuple(plan_bucket(spec, index, site, labels, guarded, names) for index, spec in enumerate(blueprint.buckets)),
        storage_pools=pools,
        disks=tuple(plan_disk(spec, index, site, zones, labels, guarded, names) for index, spec in enumerate(blueprint.disks)),
        filestores=tuple(
            plan_filestore(spec, index, site, clients, labels, guarded, names) for index, spec in enumerate(blueprint.filestores)
        ),
        lustres=tuple(plan_lustre(spec, index, site, clients, labels, guarded, names) for index, spec in enumerate(blueprint.lustres)),
    )
