"""The control plane's endpoints: from where it can be reached, and who is let in there."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

from policies.bag import Bag, NotApplicable, Unknown
from policies.clusters import CLUSTER, NODE_POOL, switched_on
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
    known, unknown = [], None
    for block in cluster.bags(f"{NETWORKS}.cidrBlocks"):
        try:
            known.append(block.text("cidrBlock"))
        except Unknown as error:
            unknown = error
    if _covers_the_internet(tuple(known)):
        return f"{', '.join(known):.120} together let the whole internet reach the control plane"
    if unknown:
        raise unknown
    return None


@lru_cache(maxsize=1024)
def _covers_the_internet(ranges: tuple[str, ...]) -> bool:
    """Tell whether ranges are, or add up to, every IPv4 or IPv6 address; however they are spelled."""
    networks = [network for text in ranges if (network := _network(text))]
    fours = [network for network in networks if isinstance(network, ipaddress.IPv4Network)]
    sixes = [network for network in networks if isinstance(network, ipaddress.IPv6Network)]
    whole: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network] = (
        *ipaddress.collapse_addresses(fours),
        *ipaddress.collapse_addresses(sixes),
    )
    return any(network.prefixlen == 0 for network in whole)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Return a range, or None for what is none. An unspecified address without a mask stands for everything."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    return network.supernet(new_prefix=0) if "/" not in text and network.network_address.is_unspecified else network


@rule("cluster-no-google-public-cidr-access", CLUSTER)
def no_google_public_cidr_access(cluster: Bag) -> str | None:
    path = f"{NETWORKS}.gcpPublicCidrsAccessEnabled"
    stated = cluster.get(path)
    is_closed = stated is None and either(lambda: cluster.on(PRIVATE), lambda: not _has_ip_endpoints(cluster))
    if is_closed or not switched_on(cluster, path):
        return None
    return "public addresses of Google Cloud, of any customer, may knock at the control plane"


@rule("cluster-private-nodes", CLUSTER, NODE_POOL)
def private_nodes(bag: Bag) -> str | None:
    if bag.type == CLUSTER:
        is_private = switched_on(bag, "privateClusterConfig.enablePrivateNodes")
        return None if is_private else "nodes have public addresses unless their pool says otherwise"
    if bag.get("networkConfig.enablePrivateNodes") is None:
        raise NotApplicable("the pool follows its cluster")
    return None if bag.on("networkConfig.enablePrivateNodes") else "the nodes of the pool have public addresses"


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
