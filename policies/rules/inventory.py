"""What a stack may consist of: types, places, names, labels, previews. Each is set by the stack; what holds without is said with each."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.rule import ANY, rule

CLUSTER = "gcp:container/cluster:Cluster"
BUCKET = "gcp:storage/bucket:Bucket"
DATASET = "gcp:bigquery/dataset:Dataset"
TPU_VM = "gcp:tpu/v2Vm:V2Vm"
LUSTRE = "gcp:lustre/instance:Instance"
FILESTORE = "gcp:filestore/instance:Instance"
LABELLED = {CLUSTER: "resourceLabels", BUCKET: "labels", TPU_VM: "labels", LUSTRE: "labels", FILESTORE: "labels", DATASET: "labels"}
PLACED = {
    CLUSTER: "location",
    BUCKET: "location",
    DATASET: "location",
    "gcp:kms/keyRing:KeyRing": "location",
    "gcp:artifactregistry/repository:Repository": "location",
    "gcp:compute/subnetwork:Subnetwork": "region",
    TPU_VM: "zone",
    LUSTRE: "location",
    FILESTORE: "location",
    "gcp:compute/disk:Disk": "zone",
    "gcp:compute/instance:Instance": "zone",
}
CLOSED = ("gcp:container/registry:*", "gcp:sourcerepo/*", "gcp:deploymentmanager/*", "gcp:datacatalog/*")
"""Services that are shut or closing: Container Registry (March 2025) and Data Catalog (January 2026), as the provider documentation of pulumi_gcp 10.2.0
says; Cloud Source Repositories (no new customers since June 2024) and Deployment Manager (end of support 2025), unverified."""


@rule("required-labels", *LABELLED, keys=())
def required_labels(bag: Bag, keys: tuple[str, ...]) -> str | None:
    """Each key is `key` or `key=pattern`, as `environment=prod*`; without any, one label of somebody's own is enough."""
    labels = bag.get(LABELLED[bag.type])
    labels = labels if isinstance(labels, dict) else {}
    if not keys:
        return None if any(not str(key).startswith("goog-") for key in labels) else "it has no label"
    for wanted in keys:
        key, _, pattern = wanted.partition("=")
        if labels.get(key) in (None, ""):
            return f"the label {key} is missing"
        if labels[key] is UNKNOWN:
            raise Unknown(f"{LABELLED[bag.type]}.{key}")
        if not fnmatchcase(str(labels[key]), pattern or "*"):
            return f"the label {key} is {labels[key]!s:.63}, not like {pattern}"
    return None


@rule("naming-convention", CLUSTER, BUCKET, pattern="[a-z0-9]([a-z0-9-]*[a-z0-9])?")
def naming_convention(bag: Bag, pattern: str) -> str | None:
    name = bag.text("name") or bag.name
    return None if re.fullmatch(pattern, name) else f"{name:.80} is not like {pattern}"


@rule("allowed-locations", *PLACED, locations=())
def allowed_locations(bag: Bag, locations: tuple[str, ...]) -> str | None:
    """A region stands for its zones too; patterns such as europe-* are taken."""
    if not locations:
        raise NotApplicable("the stack does not say which locations it allows")
    path = "zone" if bag.type == FILESTORE and bag.has("zone") and not bag.has("location") else PLACED[bag.type]
    location = str(effective(bag, path) or "") if bag.type == DATASET else bag.text(path)
    if not location:
        raise Unknown(path)
    return None if _is_within(location.lower(), tuple(locations)) else f"it lies in {location}, not in {', '.join(locations)}"


@rule("allowed-resource-types", ANY, deny=CLOSED, allow=("*",))
def allowed_resource_types(bag: Bag, deny: tuple[str, ...], allow: tuple[str, ...]) -> str | None:
    if bag.type.startswith("pulumi:"):
        return None
    if _is_like(bag.type, tuple(deny)):
        return f"{bag.type} is not to be used"
    return None if _is_like(bag.type, tuple(allow)) else f"{bag.type} is not among the types allowed"


@rule("preview-resources-consented", CLUSTER, apis=())
def preview_resources_consented(cluster: Bag, apis: tuple[str, ...]) -> str | None:
    asked = [str(api) for api in cluster.list("enableK8sBetaApis.enabledApis")]
    unheard = [api for api in asked if api not in apis]
    if unheard:
        return f"{unheard[0]} is a preview that the stack does not consent to"
    return "every alpha feature of Kubernetes is on" if cluster.on("enableKubernetesAlpha") else None


@lru_cache(maxsize=4096)
def _is_like(text: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns)


@lru_cache(maxsize=4096)
def _is_within(location: str, allowed: tuple[str, ...]) -> bool:
    region = location.rpartition("-")[0] if re.fullmatch(r"[a-z]+-[a-z]+\d+-[a-z]", location) else location
    return any(fnmatchcase(place, pattern.lower()) for pattern in allowed for place in (location, region))
