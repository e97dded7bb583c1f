"""The Kubernetes half of the simulated cloud: objects of an API server instead of resources of Google Cloud.

Owns names, strict types, what is immutable, and what an API server adds. Leaves out controllers: nothing is scheduled, nothing runs. Types of the
installed package are checked against its input types; every other type is a custom resource, free-form below its metadata.

Source: pulumi-kubernetes v4 (autonaming, replacement by `facts/kubernetes_immutable.csv`); Kubernetes API conventions (unverified).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aidc.inventory.resource import UNKNOWN
from aidc.rehearsal import facts, identities, values
from aidc.rehearsal.books import Entries, key_of
from aidc.rehearsal.check import MISSING, Judge
from aidc.rehearsal.defaults import generated_name
from aidc.rehearsal.errors import Checked, CloudError, Difference, Failure
from aidc.rehearsal.kubernetes_pods import refuse_pods
from aidc.rehearsal.schema import Property, schema_of

PREFIX = "kubernetes:"
AUTONAMED = "pulumi.com/autonamed"
"""Annotation by which the provider remembers that it chose the name."""
NAMESPACE = "kubernetes:core/v1:Namespace"
RELEASE = "kubernetes:helm.sh/v3:Release"
CLUSTER_SCOPED = frozenset(
    [
        "Namespace",
        "ClusterRole",
        "ClusterRoleBinding",
        "StorageClass",
        "PersistentVolume",
        "CustomResourceDefinition",
        "PriorityClass",
        "RuntimeClass",
        "IngressClass",
        "APIService",
        "CSIDriver",
        "MutatingWebhookConfiguration",
        "ValidatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ResourceFlavor",
        "ClusterQueue",
        "Topology",
        "AdmissionCheck",
        "Cohort",
        "WorkloadPriorityClass",
        "ComputeClass",
        "DeviceClass",
        "Network",
        "GKENetworkParamSet",
        "ClusterPodMonitoring",
        "ClusterRules",
    ]
)
"""Kinds that live outside namespaces; the last ones are custom resources of Kueue, GKE and managed Prometheus."""
GIVEN_NAMESPACES = frozenset({"default", "kube-system", "kube-public", "kube-node-lease", "gmp-system", "gmp-public"})
"""Namespaces that a new GKE cluster has; those that GKE manages (gke-managed-…) count too."""


def is_kubernetes(type_: str) -> bool:
    """Return whether a type belongs to the Kubernetes provider."""
    return type_.startswith(PREFIX)


def check(type_: str, inputs: Mapping[str, Any], *, urn: str, seed: bytes, old: Mapping[str, Any] | None) -> Checked:
    """Return inputs with a name, and every reason to refuse them."""
    full = {name: value for name, value in inputs.items() if name not in values.ENGINE_KEYS}
    plain = values.unbox(full)
    failures = tuple(_failures(type_, plain))
    return Checked(full if failures else _named(type_, full, urn, seed, old), failures)


def _failures(type_: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    schema = schema_of(type_)
    if schema is None:
        for name in ("apiVersion", "kind"):
            if not inputs.get(name):
                yield Failure(name, f"Missing required property {name!r}: a custom resource says what it is.", MISSING)
        metadata = _metadata_schema()
        schema = Property(path="", kind="object", children={"metadata": metadata})
        inputs = {"metadata": inputs["metadata"]} if "metadata" in inputs else {}
    yield from Judge(inputs, promotes=False, strict=True).block(schema, inputs, "")


def _metadata_schema() -> Property:
    namespace = schema_of("kubernetes:core/v1:Namespace")
    if namespace is None:
        raise LookupError("pulumi_kubernetes is not installed")
    return namespace.children["metadata"]


def _named(type_: str, inputs: dict[str, Any], urn: str, seed: bytes, old: Mapping[str, Any] | None) -> dict[str, Any]:
    if type_ == RELEASE:
        kept = (old or {}).get("name") if values.DEFAULTS in (old or {}) else None
        return inputs if inputs.get("name") else {**inputs, "name": kept or generated_name(type_, urn, seed), values.DEFAULTS: ["name"]}
    metadata = inputs.get("metadata") or {}
    if not isinstance(metadata, Mapping) or metadata.get("name") or metadata.get("generateName") or type_.endswith(("List", "Patch")):
        return inputs
    earlier = (old or {}).get("metadata") or {}
    kept = earlier.get("name") if (earlier.get("annotations") or {}).get(AUTONAMED) else None
    annotations = {**(metadata.get("annotations") or {}), AUTONAMED: "true"}
    return {**inputs, "metadata": {**metadata, "name": kept or generated_name(type_, urn, seed), "annotations": annotations}}


def identity(inputs: Mapping[str, Any]) -> str:
    """Return an object's id: namespace/name, or the name alone for what lives outside namespaces."""
    if "chart" in inputs:
        return f"{inputs.get('namespace') or 'default'}/{inputs.get('name')}"
    metadata = inputs.get("metadata") or {}
    name = metadata.get("name") or f"{metadata.get('generateName', '')}{identities.digest(repr(inputs), 5)}"
    return name if inputs.get("kind") in CLUSTER_SCOPED else f"{metadata.get('namespace') or 'default'}/{name}"


def with_kind(type_: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return inputs with the apiVersion and kind that their type says."""
    module, _, kind = type_.removeprefix(PREFIX).rpartition(":")
    version = module.removeprefix("core/") if module.startswith("core/") else module
    return dict(inputs) if type_ == RELEASE else {"apiVersion": version, "kind": kind, **inputs}


def namespace_needed(type_: str, inputs: Mapping[str, Any]) -> str | None:
    """Return the namespace that must exist before this object, or None where Kubernetes has it anyway."""
    if type_ == RELEASE:
        wanted = None if inputs.get("createNamespace") else inputs.get("namespace")
    else:
        wanted = None if inputs.get("kind") in CLUSTER_SCOPED else (inputs.get("metadata") or {}).get("namespace")
    return None if not wanted or wanted in GIVEN_NAMESPACES or str(wanted).startswith("gke-managed-") else str(wanted)


def outputs(type_: str, inputs: Mapping[str, Any], *, preview: bool) -> dict[str, Any]:
    """Return what the API server answers: the object with what it adds to metadata, services with addresses."""
    plain = with_kind(type_, values.without_engine_keys(values.unbox(inputs)))
    if type_ == RELEASE:
        version = str(plain.get("version") or "1.0.0")
        status = (
            UNKNOWN
            if preview
            else {"name": plain.get("name"), "namespace": plain.get("namespace"), "status": "deployed", "version": version}
        )
        return {**plain, "status": status, "resourceNames": UNKNOWN if preview else {}}
    metadata = dict(plain.get("metadata") or {})
    if plain["kind"] not in CLUSTER_SCOPED:
        metadata.setdefault("namespace", "default")
    seed = f"{type_} {metadata.get('namespace', '')} {metadata.get('name', '')}"
    added = {"uid": identities.digest_uuid(seed), "resourceVersion": str(identities.digest_number(seed, 6)), "generation": 1.0}
    metadata |= dict.fromkeys([*added, "creationTimestamp"], UNKNOWN) if preview else {**added, "creationTimestamp": "2026-01-01T00:00:00Z"}
    plain["metadata"] = metadata
    return _service(plain, seed, preview=preview) if plain["kind"] == "Service" else plain


def _service(plain: dict[str, Any], seed: str, *, preview: bool) -> dict[str, Any]:
    spec = dict(plain.get("spec") or {})
    number = identities.digest_number(seed, 5)
    spec.setdefault("clusterIP", UNKNOWN if preview else f"34.118.{number % 256}.{number // 256 % 256}")
    answer = {**plain, "spec": spec}
    if spec.get("type") == "LoadBalancer":
        answer["status"] = UNKNOWN if preview else {"loadBalancer": {"ingress": [{"ip": f"34.72.{number % 256}.{number // 256 % 256}"}]}}
    return answer


def refuse_object(type_: str, identity: str, inputs: Mapping[str, Any], entries: Entries) -> None:
    """Raise the error of a name that is taken, of a namespace that does not exist, or of pods that contradict themselves."""
    kind = str(inputs.get("kind") or "release")
    if key_of(type_, identity) in entries:
        name = identity.rpartition("/")[2]
        raise CloudError(409, "ALREADY_EXISTS", f'{kind.lower()}s "{name}" already exists')
    wanted = namespace_needed(type_, inputs)
    if wanted is not None and not any(entry.id == wanted for entry in entries.values() if entry.type == NAMESPACE):
        raise CloudError(404, "NOT_FOUND", f'namespaces "{wanted}" not found: {kind} {identity} needs it first')
    refuse_pods(kind, identity, inputs)


def difference(type_: str, old: Mapping[str, Any], new: Mapping[str, Any], ignored: tuple[str, ...]) -> Difference:
    """Return what changing an object would do; names, namespaces, kinds and what the API server holds immutable replace it."""
    before, after = (with_kind(type_, values.without_engine_keys(values.unbox(each))) for each in (old, new))
    detailed: dict[str, str] = {}
    for path, kind in _changes("", before, after):
        if not any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in ignored):
            detailed[path] = f"{kind}-replace" if _is_immutable(after.get("kind", ""), path) else kind
    return Difference(bool(detailed), tuple(path for path, kind in detailed.items() if kind.endswith("replace")), detailed)


def _changes(where: str, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if old == new and not values.is_unknown(new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in sorted({*old, *new}):
            step = f'["{name}"]' if "." in name or "/" in name else f".{name}" if where else name
            yield from _changes(f"{where}{step}", old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            yield from _changes(f"{where}[{index}]", old[index] if index < len(old) else None, new[index] if index < len(new) else None)
    else:
        yield where, "add" if old is None else "delete" if new is None else "update"


def _is_immutable(kind: str, path: str) -> bool:
    rows = facts.table("kubernetes_immutable")
    return any(
        row["kind"] in ("*", kind) and (path == row["path"] or path.startswith((f"{row['path']}.", f"{row['path']}["))) for row in rows
    )
