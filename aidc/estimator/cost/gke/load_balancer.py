"""Which load balancer a Kubernetes object makes, if any: how many forwarding rules, and whether they are global."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aidc.estimator.cost.gke.placement import CLUSTER
from aidc.estimator.cost.reader import Reader, Unreadable

INGRESSES = (
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:networking.k8s.io/v1beta1:Ingress",
    "kubernetes:extensions/v1beta1:Ingress",
    "kubernetes:gateway.networking.k8s.io/v1:Gateway",
    "kubernetes:gateway.networking.k8s.io/v1beta1:Gateway",
)
_CLASS = "kubernetes.io/ingress.class"
_ALLOWS_HTTP = "kubernetes.io/ingress.allow-http"
_CERTIFICATES = ("ingress.gcp.kubernetes.io/pre-shared-cert", "networking.gke.io/managed-certificates")


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """How many forwarding rules, global or of the cluster's region."""

    rules: int
    is_global: bool


def balancer_of(reader: Reader) -> LoadBalancer | None:
    """Return the load balancer that Google Cloud makes for an object, or None. Raises Unreadable."""
    kind = reader.resource.type.rsplit(":", 1)[-1]
    if kind == "Service":
        return LoadBalancer(1, is_global=False) if reader.text("spec.type") == "LoadBalancer" else None
    return _of_gateway(reader) if kind == "Gateway" else _of_ingress(reader)


def _of_ingress(reader: Reader) -> LoadBalancer | None:
    given = reader.value("metadata.annotations")
    annotations = given if isinstance(given, Mapping) else {}
    named = reader.text("spec.ingressClassName") or annotations.get(_CLASS)
    if named not in (None, "gce", "gce-internal"):
        return None
    if not reader.whole.of_type(CLUSTER):
        raise Unreadable("is in no cluster of this record, so that who serves it is not known")
    http = str(annotations.get(_ALLOWS_HTTP)).lower() != "false"
    https = bool(reader.value("spec.tls")) or any(annotations.get(key) for key in _CERTIFICATES)
    return LoadBalancer(max(http + https, 1), is_global=named != "gce-internal")


def _of_gateway(reader: Reader) -> LoadBalancer | None:
    named = reader.text("spec.gatewayClassName") or ""
    if not named.startswith("gke-l7-"):
        return None
    ports = {listener.number("port") for listener in reader.items("spec.listeners")}
    return LoadBalancer(max(len(ports), 1), is_global="global" in named)
