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
from typing import Literal

from aidc.blueprint.cluster import ClusterPlan
from aidc.blueprint.filestore import FilestorePlan
from aidc.blueprint.lustre import LustrePlan
from aidc.blueprint.names import PERSISTENT_VOLUME, Names

Storage = Literal["lustre", "filestore"]
DRIVERS: dict[Storage, str] = {"lustre": "lustre.csi.storage.gke.io", "filestore": "filestore.csi.storage.gke.io"}


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """One persistent volume, decided; of its address only the instance itself knows."""

    storage: Storage
    """Kind of storage behind it."""
    of: str
    """Name of that storage in the stack file."""
    name: str
    driver: str
    handle: str
    capacity_gib: int
    access_mode: Literal["ReadWriteMany"]
    attributes: dict[str, str]
    """What the driver is told beside the address."""

    @property
    def resource_name(self) -> str:
        """Name in Pulumi: a file system and a disk may share theirs."""
        return f"{self.storage}-{self.of}"


def plan_volumes(
    project: str, cluster: ClusterPlan, lustres: Sequence[LustrePlan], filestores: Sequence[FilestorePlan], names: Names
) -> tuple[VolumePlan, ...]:
    """Decide a volume for everything that pods of the cluster can mount."""
    mountable = {"lustre": cluster.existing or cluster.add_ons.lustre, "filestore": cluster.existing or cluster.add_ons.filestore}
    every = [*(_of_lustre(plan, project, names) for plan in lustres), *(_of_filestore(plan, names) for plan in filestores)]
    return tuple(volume for volume in every if mountable[volume.storage])


def _of_lustre(plan: LustrePlan, project: str, names: Names) -> VolumePlan:
    return VolumePlan(
        storage="lustre",
        of=plan.resource_name,
        name=_name("lustre", plan, names),
        driver=DRIVERS["lustre"],
        handle=f"{project}/{plan.zone}/{plan.name}",
        capacity_gib=plan.capacity_gib,
        access_mode="ReadWriteMany",
        attributes={"filesystem": plan.filesystem},
    )


def _of_filestore(plan: FilestorePlan, names: Names) -> VolumePlan:
    return VolumePlan(
        storage="filestore",
        of=plan.resource_name,
        name=_name("filestore", plan, names),
        driver=DRIVERS["filestore"],
        handle=f"modeInstance/{plan.location}/{plan.name}/{plan.share}",
        capacity_gib=plan.capacity_gib,
        access_mode="ReadWriteMany",
        attributes={"volume": plan.share},
    )


def _name(storage: Storage, plan: LustrePlan | FilestorePlan, names: Names) -> str:
    return names.name(PERSISTENT_VOLUME, storage, plan.resource_name, path=f"{plan.path}.name")
