"""Services and Ingresses: nothing is put on the internet by habit, and what is, speaks TLS."""

from __future__ import annotations

from ipaddress import ip_network

from policies.bag import Bag, NotApplicable
from policies.reading import keyed, keys
from policies.rule import rule
from policies.rules.pod_image import SERVICE

INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
_INTERNAL = ("networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type")
_INTERNAL_CLASS = "networking.gke.io/l4-regional-internal"


@rule("service-no-public-load-balancer", SERVICE)
def no_public_load_balancer(service: Bag) -> str | None:
    if service.text("spec.type") != "LoadBalancer":
        return None
    kind = service.text("spec.loadBalancerClass")
    is_internal = any(str(keyed(service, "metadata.annotations", key)).lower() == "internal" for key in _INTERNAL)
    if kind == _INTERNAL_CLASS or (is_internal and not kind):
        return None
    limited = "for some ranges" if _is_limited(service) else "for the whole internet"
    reason = keyed(service, "metadata.annotations", "aidc/public")
    if isinstance(reason, str) and reason.strip() and _is_limited(service):
        raise NotApplicable(f"public {limited}, and says why: {reason}")
    return f"the load balancer has a public address, open {limited}"


def _is_limited(service: Bag) -> bool:
    """Say whether a service answers only to ranges narrower than the whole internet."""
    ranges = [str(one) for one in service.list("spec.loadBalancerSourceRanges")]
    try:
        return bool(ranges) and all(ip_network(one.strip(), strict=False).prefixlen > 0 for one in ranges)
    except ValueError:
        return False


@rule("service-no-node-port", SERVICE)
def no_node_port(service: Bag) -> str | None:
    return "the service opens a port on every node (NodePort)" if service.text("spec.type") == "NodePort" else None


@rule("service-no-external-ips", SERVICE)
def no_external_ips(service: Bag) -> str | None:
    return "the service takes traffic to addresses of its own choice (externalIPs)" if service.has("spec.externalIPs") else None


_CERTIFICATES = ("networking.gke.io/managed-certificates", "ingress.gcp.kubernetes.io/pre-shared-cert", "networking.gke.io/certmap")


@rule("ingress-tls", INGRESS)
def ingress_tls(ingress: Bag) -> str | None:
    has_certificate = ingress.has("spec.tls") or any(keyed(ingress, "metadata.annotations", key) for key in _CERTIFICATES)
    if not has_certificate:
        return "it has no certificate: neither tls nor a managed or pre-shared one"
    if not _is_of_gke(ingress):
        return None
    allows = str(keyed(ingress, "metadata.annotations", "kubernetes.io/ingress.allow-http")).lower() != "false"
    return "it answers without TLS as well: kubernetes.io/ingress.allow-http is not false" if allows else None


def _is_of_gke(ingress: Bag) -> bool:
    """Say whether the load balancer of Google Cloud serves it: its classes, or none, which is the default."""
    kind = keyed(ingress, "metadata.annotations", "kubernetes.io/ingress.class") or ingress.text("spec.ingressClassName")
    return kind in ("", "gce", "gce-internal", None)


@rule("ingress-no-nginx-snippets", INGRESS)
def no_nginx_snippets(ingress: Bag) -> str | None:
    for key, value in keys(ingress, "metadata.annotations").items():
        prefix, _, name = key.rpartition("/")
        is_lua = isinstance(value, str) and ("_by_lua" in value or "lua_" in value)
        if "nginx" in prefix and (name.endswith(("-snippet", "-snippets")) or is_lua):
            return f"the annotation {key} puts configuration of anybody's choice into NGINX"
    return None
