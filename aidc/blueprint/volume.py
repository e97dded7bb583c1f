"""Persistent volumes: how pods reach the file systems and disks of the stack, declared and not provisioned.

A volume names storage that exists; it provisions nothing and keeps its data when a claim goes (reclaim policy Retain). Claims belong to workloads.
In a cluster of the stack a volume exists where the driver of its storage is on; in somebody else's cluster the drivers are the owner's business.

Handles: GoogleCloudPlatform/lustre-csi-driver, examples of existing instances (PROJECT/ZONE/INSTANCE; the longer form with default-pool in
cluster-toolkit is that of Parallelstore); kubernetes-sigs/gcp-filestore-csi-driver, pre-provisioned volumes; GKE documentation, Use a pre-existing
persistent disk (read 2026-11-24).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aidc.blueprint.cluster import ClusterPlan
from aidc.blueprint.disk import DiskPlan
from aidc.blueprint.filestore import FilestorePlan
from aidc.blueprint.lustre import LustrePlan
from aidc.blueprint.names import PERSISTENT_VOLUME, Names
from aidc.catalog.hyperdisks import AccessMode

Storage = Literal["lustre", "filestore", "disk"]
VolumeAccess = Literal["ReadWriteOnce", "ReadWriteMany", "ReadOnlyMany"]
DRIVERS: dict[Storage, str] = {
    "lustre": "lustre.csi.storage.gke.io",
    "filestore": "filestore.csi.storage.gke.io",
    "disk": "pd.csi.storage.gke.io",
}
_ACCESS_OF_DISK: dict[AccessMode, VolumeAccess] = {
    "READ_WRITE_SINGLE": "ReadWriteOnce",
    "READ_WRITE_MANY": "ReadWriteMany",
    "READ_ONLY_MANY": "ReadOnlyMany",
}


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """One persistent volume, decided. The address of a file system is known to the file system alone."""

    storage: Storage
    """Kind of storage behind it."""
    of: str
    """Name of that storage in the stack file."""
    name: str
    driver: str
    handle: str
    capacity_gib: int
    access: VolumeAccess
    mode: Literal["Filesystem", "Block"]
    """Block: a raw device, because machines that write to one disk together need a file system made for that."""
    file_system: str
    """What a disk is formatted with at its first use; empty where there is nothing to format."""
    zone: str
    """Where pods must run to mount it; empty where they may run anywhere."""
    attributes: dict[str, str]
    """What the driver is told beside an address."""

    @property
    def resource_name(self) -> str:
        """Name in Pulumi: a file system and a disk may share theirs."""
        return f"{self.storage}-{self.of}"


def plan_volumes(
    project: str, cluster: ClusterPlan, storage: Sequence[LustrePlan | FilestorePlan | DiskPlan], names: Names
) -> tuple[VolumePlan, ...]:
    """Decide a volume for everything that pods of the cluster can mount."""
    on = {"lustre": cluster.add_ons.lustre, "filestore": cluster.add_ons.filestore, "disk": cluster.add_ons.persistent_disk}
    every = [_volume_of(plan, project, names) for plan in storage]
    return tuple(volume for volume in every if cluster.existing or on[volume.storage])


def _volume_of(plan: LustrePlan | FilestorePlan | DiskPlan, project: str, names: Names) -> VolumePlan:
    match plan:
        case LustrePlan():
            handle = f"{project}/{plan.zone}/{plan.name}"
            return _volume("lustre", plan, names, handle=handle, attributes={"filesystem": plan.filesystem})
        case FilestorePlan():
            handle = f"modeInstance/{plan.location}/{plan.name}/{plan.share}"
            return _volume("filestore", plan, names, handle=handle, attributes={"volume": plan.share})
        case DiskPlan():
            block = plan.access_mode == "READ_WRITE_MANY"
            return _volume(
                "disk",
                plan,
                names,
                handle=f"projects/{project}/zones/{plan.zone}/disks/{plan.name}",
                access=_ACCESS_OF_DISK[plan.access_mode],
                mode="Block" if block else "Filesystem",
                file_system="" if block else "ext4",
                zone=plan.zone,
            )


def _volume(storage: Storage, plan: LustrePlan | FilestorePlan | DiskPlan, names: Names, *, handle: str, **rest: Any) -> VolumePlan:
    shared: dict[str, Any] = {"access": "ReadWriteMany", "mode": "Filesystem", "file_system": "", "zone": "", "attributes": {}}
    return VolumePlan(
        storage=storage,
        of=plan.resource_name,
        name=names.name(PERSISTENT_VOLUME, storage, plan.resource_name, path=f"{plan.path}.name"),
        driver=DRIVERS[storage],
        handle=handle,
        capacity_gib=plan.capacity_gib,
        **{**shared, **rest},
    )
