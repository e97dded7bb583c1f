"""Storage drivers of a cluster: one for each kind of volume that the stack mounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.clusters import CLUSTER, is_autopilot
from policies.defaults import defaults
from policies.rule import State, each, stack_rule
from policies.stack import Stack

PERSISTENT_VOLUME = "kubernetes:core/v1:PersistentVolume"
STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass"
POD_PATHS = {
    "kubernetes:core/v1:Pod": "spec",
    "kubernetes:apps/v1:Deployment": "spec.template.spec",
    "kubernetes:apps/v1:StatefulSet": "spec.template.spec",
    "kubernetes:apps/v1:DaemonSet": "spec.template.spec",
    "kubernetes:apps/v1:ReplicaSet": "spec.template.spec",
    "kubernetes:batch/v1:Job": "spec.template.spec",
    "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template.spec",
}
INSTANCES = {"gcp:filestore/instance:Instance": "filestore.csi.storage.gke.io", "gcp:lustre/instance:Instance": "lustre.csi.storage.gke.io"}
ADD_ONS = {
    "filestore.csi.storage.gke.io": "gcpFilestoreCsiDriverConfig",
    "lustre.csi.storage.gke.io": "lustreCsiDriverConfig",
    "gcsfuse.csi.storage.gke.io": "gcsFuseCsiDriverConfig",
    "pd.csi.storage.gke.io": "gcePersistentDiskCsiDriverConfig",
}
ON_IN_AUTOPILOT = frozenset(ADD_ONS) - {"lustre.csi.storage.gke.io"}
"""Drivers that Autopilot clusters have unless refused (GKE documentation, comparison of Autopilot and Standard)."""


@stack_rule("cluster-storage-csi-drivers", CLUSTER)
def storage_csi_drivers(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    clusters, found = stack.of(CLUSTER), set(_drivers(stack))
    wanted = [driver for driver in ADD_ONS if driver in found]

    def check(_: Bag) -> str | None:
        if not wanted:
            raise NotApplicable("the stack mounts nothing that needs a driver")
        # Which cluster of several mounts a volume cannot be told: one with the driver is enough.
        missing = [driver for driver in wanted if not any(_is_on(one, driver) for one in clusters)]
        return f"the stack has volumes of {', '.join(missing)} and the cluster does not have the driver" if missing else None

    return each(clusters, check)


def _is_on(cluster: Bag, driver: str) -> bool:
    path = f"addonsConfig.{ADD_ONS[driver]}.enabled"
    by_itself = (driver in ON_IN_AUTOPILOT and is_autopilot(cluster)) or defaults()[CLUSTER, path]
    return cluster.on(path, default=by_itself)


def _drivers(stack: Stack) -> Iterator[str]:
    """Yield the drivers of volumes, storage classes, pods and file systems of the stack."""
    volumes = stack.of(PERSISTENT_VOLUME)
    yield from _known(volumes, "spec.csi.driver")
    yield from _known(stack.of(STORAGE_CLASS), "provisioner")
    for kind, path in POD_PATHS.items():
        for holder in stack.of(kind):
            yield from _known(_volumes(holder, f"{path}.volumes"), "csi.driver")
    for kind, driver in INSTANCES.items():
        # A file system that volumes mount as plain NFS needs no driver.
        if stack.of(kind) and not any(volume.has("spec.nfs") for volume in volumes):
            yield driver


def _volumes(holder: Bag, path: str) -> list[Bag]:
    try:
        return list(holder.bags(path))
    except Unknown:
        return []


def _known(bags: Iterable[Bag], path: str) -> Iterator[str]:
    for bag in bags:
        try:
            yield bag.text(path)
        except Unknown:
            continue
