"""Load balancers: encrypted to the client, logged, filtered, and closed to all but who administers."""

from __future__ import annotations

import re

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.rule import rule

SSL_POLICIES = ("gcp:compute/sSLPolicy:SSLPolicy", "gcp:compute/regionSslPolicy:RegionSslPolicy")
FORWARDING = ("gcp:compute/forwardingRule:ForwardingRule", "gcp:compute/globalForwardingRule:GlobalForwardingRule")
BACKEND = "gcp:compute/backendService:BackendService"
REGION_BACKEND = "gcp:compute/regionBackendService:RegionBackendService"
ADMIN = ("admin", "administration", "console", "dashboard", "grafana", "jupyter", "notebook", "notebooks")


@rule("ssl-policy-strong-tls", *SSL_POLICIES)
def strong_tls(policy: Bag) -> str | None:
    profile = str(effective(policy, "profile")).upper()
    if profile == "COMPATIBLE":
        return "profile COMPATIBLE takes weak suites"
    weak = [suite for suite in policy.list("customFeatures") if _is_weak(str(suite))] if profile == "CUSTOM" else []
    if weak:
        return f"{weak[0]} is a weak suite"
    lowest = str(effective(policy, "minTlsVersion")).upper()
    return None if lowest in ("TLS_1_2", "TLS_1_3") else f"clients may come with {lowest}"


@rule("lb-no-external-http-proxy", *FORWARDING)
def no_external_http_proxy(forwarding: Bag) -> str | None:
    scheme = _external(forwarding)
    target = forwarding.text("target")
    if "/targetHttpProxies/" in target:
        return f"plain HTTP comes in from outside ({scheme})"
    if target and "/" not in target and forwarding.text("portRange") in ("80", "80-80", "8080", "8080-8080"):
        return f"port {forwarding.text('portRange').split('-')[0]}, plain HTTP, comes in from outside ({scheme})"
    return None


@rule("lb-backend-logging", BACKEND, REGION_BACKEND)
def backend_logging(backend: Bag) -> str | None:
    if backend.type == REGION_BACKEND:
        _external(backend)
    if str(effective(backend, "loadBalancingScheme")).upper() == "INTERNAL_SELF_MANAGED":
        raise NotApplicable("a backend of a service mesh logs in its proxies")
    return None if backend.on("logConfig.enable") else "requests are not logged"


@rule("lb-backend-cloud-armor", BACKEND, REGION_BACKEND)
def backend_cloud_armor(backend: Bag) -> str | None:
    scheme = _external(backend)
    return None if backend.has("securityPolicy") else f"nothing filters what comes from outside ({scheme})"


@rule("lb-admin-backend-iap", BACKEND, words=ADMIN)
def admin_backend_iap(backend: Bag, words: tuple[str, ...]) -> str | None:
    if backend.on("iap.enabled"):
        return None
    if backend.has("iap"):
        return "Identity-Aware Proxy is stated and off"
    said = {backend.name, backend.text("name"), backend.text("description")}
    found = set(re.findall(r"[a-z]+", " ".join(said).lower())) & set(words)
    if not found:
        raise NotApplicable("nothing says that the backend is administrative")
    return f"{min(found)} is open to everyone who finds it, without Identity-Aware Proxy"


def _external(bag: Bag) -> str:
    """Return the scheme of what is open to the outside; NotApplicable for the rest."""
    scheme = str(effective(bag, "loadBalancingScheme")).upper()
    if scheme not in ("EXTERNAL", "EXTERNAL_MANAGED"):
        raise NotApplicable(f"a load balancer of scheme {scheme or 'none'} is not open to the outside")
    return scheme


def _is_weak(suite: str) -> bool:
    return suite.upper().startswith("TLS_RSA_") or "3DES" in suite.upper() or "RC4" in suite.upper()
