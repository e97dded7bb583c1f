"""The control plane's endpoints: from where it can be reached, and who is let in there."""

from __future__ import annotations

from policies.addresses import is_everyone
from policies.bag import Bag, Unknown
from policies.clusters import CLUSTER, switched_on
from policies.either import either
from policies.rule import rule

NETWORKS = "masterAuthorizedNetworksConfig"
DNS = "controlPlaneEndpointsConfig.dnsEndpointConfig"
PRIVATE = "privateClusterConfig.enablePrivateEndpoint"


def _has_ip_endpoints(cluster: Bag) -> bool:
    return switched_on(cluster, "controlPlaneEndpointsConfig.ipEndpointsConfig.enabled")


def _is_present(cluster: Bag, path: str) -> bool:
    """Tell whether a block is there; an empty one is, and means something else than none."""
    try:
        return cluster.get(path) not in (None, [])
    except Unknown:
        return True


@rule("cluster-authorized-networks", CLUSTER)
def authorized_networks(cluster: Bag) -> str | None:
    if either(lambda: _is_present(cluster, NETWORKS), lambda: not _has_ip_endpoints(cluster)):
        return None
    return f"without {NETWORKS} every address may knock at the control plane"


@rule("cluster-authorized-networks-not-public", CLUSTER)
def authorized_networks_not_public(cluster: Bag) -> str | None:
    path = f"{NETWORKS}.cidrBlocks"
    ranges = [block.values.get("cidrBlock") for block in cluster.bags(path)]
    if not is_everyone(ranges, path):
        return None
    return f"{', '.join(str(one) for one in ranges):.120} let the whole internet reach the control plane"


@rule("cluster-no-google-public-cidr-access", CLUSTER)
def no_google_public_cidr_access(cluster: Bag) -> str | None:
    path = f"{NETWORKS}.gcpPublicCidrsAccessEnabled"
    stated = cluster.get(path)
    is_closed = stated is None and either(lambda: cluster.on(PRIVATE), lambda: not _has_ip_endpoints(cluster))
    if is_closed or not switched_on(cluster, path):
        return None
    return "public addresses of Google Cloud, of any customer, may knock at the control plane"


@rule("cluster-private-endpoint", CLUSTER)
def private_endpoint(cluster: Bag) -> str | None:
    if either(lambda: switched_on(cluster, PRIVATE), lambda: not _has_ip_endpoints(cluster) and not _without_iam(cluster)):
        return None
    others = _without_iam(cluster) if not _has_ip_endpoints(cluster) else ""
    return f"the DNS endpoint takes {others}, which IAM does not decide on" if others else "the control plane has a public address"


@rule("cluster-dns-endpoint-iam-only", CLUSTER)
def dns_endpoint_iam_only(cluster: Bag) -> str | None:
    others = _without_iam(cluster)
    return f"the DNS endpoint takes {others}, so IAM is not the only way in" if others else None


def _without_iam(cluster: Bag) -> str:
    """Return what the DNS endpoint takes beside identities of IAM."""
    ways = {"enableK8sTokensViaDns": "Kubernetes tokens", "enableK8sCertsViaDns": "client certificates"}
    return " and ".join(name for switch, name in ways.items() if switched_on(cluster, f"{DNS}.{switch}"))
