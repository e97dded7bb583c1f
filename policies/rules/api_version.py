"""Versions of Kubernetes' API that are gone: what names them cannot be applied to a cluster of today."""

from __future__ import annotations

from policies.bag import Bag
from policies.kinds import current
from policies.pod import WORKLOADS
from policies.rule import rule

_GONE: dict[str, tuple[str, str, str]] = {
    "admissionregistration.k8s.io/v1beta1": ("MutatingWebhookConfiguration ValidatingWebhookConfiguration", "1.22", "v1"),
    "apiextensions.k8s.io/v1beta1": ("CustomResourceDefinition", "1.22", "v1"),
    "apiregistration.k8s.io/v1beta1": ("APIService", "1.22", "v1"),
    "apps/v1beta1": ("ControllerRevision Deployment StatefulSet", "1.16", "apps/v1"),
    "apps/v1beta2": ("ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet", "1.16", "apps/v1"),
    "autoscaling/v2beta1": ("HorizontalPodAutoscaler", "1.25", "autoscaling/v2"),
    "autoscaling/v2beta2": ("HorizontalPodAutoscaler", "1.26", "autoscaling/v2"),
    "batch/v1beta1": ("CronJob", "1.25", "batch/v1"),
    "batch/v2alpha1": ("CronJob", "1.21", "batch/v1"),
    "certificates.k8s.io/v1beta1": ("CertificateSigningRequest", "1.22", "v1"),
    "coordination.k8s.io/v1beta1": ("Lease", "1.22", "v1"),
    "discovery.k8s.io/v1beta1": ("EndpointSlice", "1.25", "v1"),
    "events.k8s.io/v1beta1": ("Event", "1.25", "v1"),
    "extensions/v1beta1": (
        "DaemonSet Deployment Ingress NetworkPolicy PodSecurityPolicy ReplicaSet",
        "1.22",
        "apps/v1 or networking.k8s.io/v1",
    ),
    "flowcontrol.apiserver.k8s.io/v1beta1": ("FlowSchema PriorityLevelConfiguration", "1.26", "v1"),
    "flowcontrol.apiserver.k8s.io/v1beta2": ("FlowSchema PriorityLevelConfiguration", "1.29", "v1"),
    "flowcontrol.apiserver.k8s.io/v1beta3": ("FlowSchema PriorityLevelConfiguration", "1.32", "v1"),
    "networking.k8s.io/v1beta1": ("Ingress IngressClass", "1.22", "v1"),
    "node.k8s.io/v1beta1": ("RuntimeClass", "1.25", "v1"),
    "policy/v1beta1": ("PodDisruptionBudget PodSecurityPolicy", "1.25", "policy/v1, and Pod Security labels"),
    "rbac.authorization.k8s.io/v1beta1": ("ClusterRole ClusterRoleBinding Role RoleBinding", "1.22", "v1"),
    "scheduling.k8s.io/v1beta1": ("PriorityClass", "1.22", "v1"),
    "storage.k8s.io/v1beta1": ("CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment", "1.27", "v1"),
}
"""Version: kinds, the release from which on none of them is served, what takes its place (Kubernetes, deprecated API migration guide)."""
_TYPES = tuple(f"kubernetes:{version}:{kind}" for version, (kinds, _, _) in _GONE.items() for kind in kinds.split())


@rule("no-deprecated-api-versions", *dict.fromkeys((*WORKLOADS, *_TYPES, *map(current, _TYPES))))
def no_deprecated_api_versions(thing: Bag) -> str | None:
    version, _, kind = thing.type.removeprefix("kubernetes:").rpartition(":")
    stated, kind = thing.text("apiVersion") or version, thing.text("kind") or kind
    for named in (stated, version):
        kinds, release, instead = _GONE.get(named, ("", "", ""))
        if kind in kinds.split():
            return f"{named} has no {kind} since Kubernetes {release}; {instead} has"
    return None
