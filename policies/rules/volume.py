"""Volumes of pods: data sets are read, disks have keys of our own, devices are claimed by profiles that we allow."""

from __future__ import annotations

import re
from collections.abc import Collection

from policies.bag import Bag, NotApplicable
from policies.pod import WORKLOADS, templates
from policies.reading import first_problem, objects
from policies.rule import rule

STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass"
CLAIM_TEMPLATES = tuple(
    f"kubernetes:resource.k8s.io/{version}:ResourceClaimTemplate" for version in ("v1", "v1beta2", "v1beta1", "v1alpha3")
)
_DISKS = "pd.csi.storage.gke.io"
_KEY = re.compile(r"projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+(/cryptoKeyVersions/[^/]+)?\Z")
_DATA_SET = re.compile(r"(?i)(^|[^a-z])(data-?sets?|training-?data|train-?data|corpus|corpora)([^a-z]|$)")


@rule("storageclass-cmek", STORAGE_CLASS)
def storageclass_cmek(kind: Bag) -> str | None:
    if kind.text("provisioner") != _DISKS:
        raise NotApplicable("it makes no persistent disks")
    if not kind.has("parameters.disk-encryption-kms-key"):
        return "its disks are encrypted with Google's key: no disk-encryption-kms-key"
    key = kind.values["parameters"].get("disk-encryption-kms-key") if isinstance(kind.values["parameters"], dict) else None
    return "disk-encryption-kms-key is not the full name of a key of Cloud KMS" if isinstance(key, str) and not _KEY.match(key) else None


def _is_data_set(volume: Bag, mounts: list[Bag]) -> bool:
    """Say whether a volume holds a data set, by its name, its claim, its bucket or where it is mounted; a bucket called data holds one too."""
    name = volume.text("name")
    words = [name, volume.text("persistentVolumeClaim.claimName"), volume.text("csi.volumeAttributes.bucketName")]
    words += [mount.text("mountPath") for mount in mounts]
    return any(_DATA_SET.search(word) for word in words) or (name == "data" and volume.has("csi"))


def _mounts(pod: Bag) -> list[Bag]:
    parts = [*objects(pod, "spec.containers"), *objects(pod, "spec.initContainers")]
    return [mount for part in parts for mount in objects(part, "volumeMounts")]


@rule("dataset-mount-read-only", *WORKLOADS)
def dataset_mount_read_only(workload: Bag) -> str | None:
    def check(pod: Bag) -> str | None:
        every: list[Bag] | None = None
        for volume in objects(pod, "spec.volumes"):
            every = _mounts(pod) if every is None else every
            mounts = [mount for mount in every if mount.text("name") == volume.text("name")]
            if _is_data_set(volume, mounts) and not _is_read_only(volume, mounts):
                return f"the data set in volume {volume.text('name')} can be written to"
        return None

    return first_problem(templates(workload), check)


def _is_read_only(volume: Bag, mounts: list[Bag]) -> bool:
    kinds = ("csi", "persistentVolumeClaim", "nfs")
    if any(volume.on(f"{kind}.readOnly") for kind in kinds) or volume.has("configMap") or volume.has("secret") or volume.has("image"):
        return True
    if "ro" in volume.text("csi.volumeAttributes.mountOptions").split(","):
        return True
    return bool(mounts) and all(mount.on("readOnly") for mount in mounts)


_CLASSES = frozenset({"gpu.nvidia.com", "mig.nvidia.com", "tpu.google.com", "mrdma.google.com", "netdev.google.com", "rdma.google.com"})
_CLASSES |= {"compute-domain-daemon.nvidia.com", "compute-domain-default-channel.nvidia.com"}
"""Device classes of GKE's and NVIDIA's drivers."""
_PROFILE = re.compile(r"\b([1-7]g\.\d+gb(?:\+[\w.]+)?)")


@rule("device-claim-allowed-profile", *CLAIM_TEMPLATES, classes=(), profiles=("1g.", "2g.", "3g.20gb"))
def device_claim_allowed_profile(claim: Bag, classes: Collection[str], profiles: Collection[str]) -> str | None:
    """Judge MIG profiles by how they begin; those below half a GPU are allowed (so does the MIG policy pack of pulumi/examples of an A100)."""

    def check(request: Bag) -> str | None:
        return first_problem(_exact(request), lambda device: _device_problem(device, {*_CLASSES, *classes}, tuple(profiles)))

    return first_problem(objects(claim, "spec.spec.devices.requests"), check)


def _exact(request: Bag) -> list[Bag]:
    """Return the devices that a request names: exactly, one of several, or as the first versions of the API have it."""
    return [*objects(request, "exactly"), *objects(request, "firstAvailable")] or [request]


def _device_problem(request: Bag, classes: Collection[str], profiles: tuple[str, ...]) -> str | None:
    kind = request.text("deviceClassName")
    if kind not in classes:
        return f"the device class {kind or 'of no name'} is none that is allowed"
    for selector in objects(request, "selectors"):
        for profile in _PROFILE.findall(selector.text("cel.expression")):
            if not profile.startswith(profiles):
                return f"the MIG profile {profile} is larger than those that are allowed"
    return None
