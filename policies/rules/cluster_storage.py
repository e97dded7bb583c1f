"""Storage drivers of a cluster: one for each kind of volume that the stack mounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from policies.bag import Bag, NotApplicable, Unknown
from policies.clusters import CLUSTER, is_autopilot
from policies.defaults import defaults
from policies.pod import WORKLOADS, templates
from policies.rule import State, each, stack_rule
from policies.stack import Stack

PERSISTENT_VOLUME = "kubernetes:core/v1:PersistentVolume"
STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass"
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
    clusters, (found, unknown) = stack.of(CLUSTER), _drivers(stack)
    wanted = [driver for driver in ADD_ONS if driver in found]

    def check(_: Bag) -> str | None:
        # Which cluster of several mounts a volume cannot be told: one with the driver is enough.
        missing = [driver for driver in wanted if not any(_is_on(one, driver) for one in clusters)]
        if missing:
            return f"the stack has volumes of {', '.join(missing)} and the cluster does not have the driver"
        if unknown:
            raise unknown
        if not wanted:
            raise NotApplicable("the stack mounts nothing that needs a driver")
        return None

    return each(clusters, check)


def _is_on(cluster: Bag, driver: str) -> bool:
    path = f"addonsConfig.{ADD_ONS[driver]}.enabled"
    by_itself = (driver in ON_IN_AUTOPILOT and is_autopilot(cluster)) or defaults()[CLUSTER, path]
    return cluster.on(path, default=by_itself)


def _drivers(stack: Stack) -> tuple[set[str], Unknown | None]:
    """Return the drivers of volumes, storage classes, pods and file systems of the stack, and what is not known of them."""
    found, unknown = set[str](), None
    for read in _readers(stack):
        try:
            found.update(read())
        except Unknown as error:
            unknown = error
    return found, unknown


def _readers(stack: Stack) -> Iterator[Callable[[], Iterable[str]]]:
    """Yield a way to read the drivers of each resource, so that what one does not say yet hides nothing of another."""
    volumes = stack.of(PERSISTENT_VOLUME)
    yield from (partial(_one, volume, "spec.csi.driver") for volume in volumes)
    yield from (partial(_one, storage_class, "provisioner") for storage_class in stack.of(STORAGE_CLASS))
    yield from (partial(_of_pods, workload) for workload in stack.of(*WORKLOADS))
    for kind, driver in INSTANCES.items():
        # A file system that volumes mount as plain NFS needs no driver.
        if stack.of(kind) and not any(volume.has("spec.nfs") for volume in volumes):
            yield partial(list, [driver])


def _one(bag: Bag, path: str) -> list[str]:
    return [bag.text(path)]


def _of_pods(workload: Bag) -> Iterator[str]:
    return (volume.text("csi.driver") for pod in templates(workload) for volume in pod.bags("spec.volumes"))
