"""Storage classes: which disk, share or file system a claim becomes.

GKE's own classes and the parameters of its drivers: GKE documentation, persistent volumes and StorageClasses, Filestore, Managed Lustre and
Parallelstore CSI drivers. A claim that names no class takes the class that is marked as default, else standard-rwo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.inventory.resource import UNKNOWN, Resource

DISK, FILESTORE, LUSTRE = "pd.csi.storage.gke.io", "filestore.csi.storage.gke.io", "lustre.csi.storage.gke.io"
PARALLELSTORE, BUCKET = "parallelstore.csi.storage.gke.io", "gcsfuse.csi.storage.gke.io"
NO_PROVISIONER = "kubernetes.io/no-provisioner"
_OLD_DISK = "kubernetes.io/gce-pd"
_KINDS = ("kubernetes:storage.k8s.io/v1:StorageClass", "kubernetes:storage.k8s.io/v1beta1:StorageClass")
_IS_DEFAULT = ("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class")


@dataclass(frozen=True, slots=True)
class StorageClass:
    """A driver and its parameters."""

    name: str
    driver: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def parameter(self, key: str) -> str | None:
        """Return a parameter as text, or None. Raises Unreadable for an unknown."""
        value = self.parameters.get(key)
        if value == UNKNOWN:
            raise Unreadable(f"parameters.{key} of the storage class {self.name} is not known before the resources it depends on exist")
        return None if value in (None, "") else str(value)


DEFAULT = "standard-rwo"
BUILT_IN: dict[str, StorageClass] = {
    made.name: made
    for made in (
        StorageClass("standard", DISK, {"type": "pd-standard"}),
        StorageClass("standard-rwo", DISK, {"type": "pd-balanced"}),
        StorageClass("premium-rwo", DISK, {"type": "pd-ssd"}),
        StorageClass("standard-rwx", FILESTORE, {"tier": "standard"}),
        StorageClass("premium-rwx", FILESTORE, {"tier": "premium"}),
        StorageClass("zonal-rwx", FILESTORE, {"tier": "zonal"}),
        StorageClass("regional-rwx", FILESTORE, {"tier": "regional"}),
        StorageClass("enterprise-rwx", FILESTORE, {"tier": "enterprise"}),
        StorageClass("enterprise-multishare-rwx", FILESTORE, {"tier": "enterprise", "multishare": "true"}),
        StorageClass("parallelstore-rwx", PARALLELSTORE),
        *(
            StorageClass(f"lustre-rwx-{tier}mbps-per-tib", LUSTRE, {"perUnitStorageThroughput": f"{tier}"})
            for tier in (125, 250, 500, 1000)
        ),
    )
}


def storage_class(claim: Reader) -> StorageClass | None:
    """Return the class of a claim's spec, or None for one that nobody here knows. Raises Unreadable."""
    named = (claim.inside or {}).get("storageClassName")
    declared = [made for kind in _KINDS for made in claim.whole.of_type(kind)]
    if named == UNKNOWN:
        found = claim.whole.referred(claim.resource, UNKNOWN, _KINDS)
        if found is None:
            raise Unreadable(f"{claim.prefix}storageClassName is not known before the resources it depends on exist")
        return _declared(found, claim)
    name = claim.text("storageClassName")
    if name is None:
        default = [made for made in declared if _is_default(made)]
        return _declared(default[0], claim) if default else BUILT_IN[DEFAULT]
    fits = [made for made in declared if name in (_name(made), made.name)]
    return _declared(fits[0], claim) if fits else BUILT_IN.get(name)


def _declared(resource: Resource, claim: Reader) -> StorageClass:
    read = Reader(resource, ResourceUsage(), claim.whole)
    driver, parameters = read.text("provisioner") or "", read.value("parameters")
    given = parameters if isinstance(parameters, Mapping) else {}
    return StorageClass(_name(resource), DISK if driver == _OLD_DISK else driver, given)


def _metadata(resource: Resource) -> Mapping[str, Any]:
    metadata = resource.inputs.get("metadata")
    return metadata if isinstance(metadata, Mapping) else {}


def _name(resource: Resource) -> str:
    name = _metadata(resource).get("name")
    return name if isinstance(name, str) and name != UNKNOWN else resource.name


def _is_default(resource: Resource) -> bool:
    annotations = _metadata(resource).get("annotations")
    return isinstance(annotations, Mapping) and any(str(annotations.get(key)).lower() == "true" for key in _IS_DEFAULT)
