"""The network of a cluster: addresses of pods, what may talk to what, and what is seen of it."""

from __future__ import annotations

from policies.bag import Bag
from policies.clusters import CLUSTER, is_autopilot, switched_on
from policies.defaults import effective
from policies.either import either
from policies.purpose import only_for_strict_data
from policies.rule import rule

ENCRYPTED = "IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT"


@rule("cluster-network-policy", CLUSTER)
def network_policy(cluster: Bag) -> str | None:
    if either(
        lambda: is_autopilot(cluster), lambda: effective(cluster, "datapathProvider") == "ADVANCED_DATAPATH", lambda: _calico(cluster)
    ):
        return None
    return "network policies are accepted and not enforced"


def _calico(cluster: Bag) -> bool:
    return switched_on(cluster, "networkPolicy.enabled") and not cluster.on("addonsConfig.networkPolicyConfig.disabled")


@rule("cluster-vpc-native", CLUSTER)
def vpc_native(cluster: Bag) -> str | None:
    if either(lambda: is_autopilot(cluster), lambda: cluster.has("ipAllocationPolicy"), lambda: _is_native(cluster)):
        return None
    return "pods get addresses by routes, outside the network's own ranges"


def _is_native(cluster: Bag) -> bool:
    # A range for pods without an allocation policy asks for routes, whatever the default of the mode is.
    stated = cluster.text("networkingMode")
    return stated == "VPC_NATIVE" or (
        not stated and not cluster.has("clusterIpv4Cidr") and effective(cluster, "networkingMode") == "VPC_NATIVE"
    )


@rule("cluster-intranode-visibility", CLUSTER)
def intranode_visibility(cluster: Bag) -> str | None:
    if either(lambda: switched_on(cluster, "enableIntranodeVisibility"), lambda: is_autopilot(cluster)):
        return None
    return "traffic between pods of one node bypasses firewall rules and flow logs"


@rule("cluster-inter-node-encryption", CLUSTER)
def inter_node_encryption(cluster: Bag) -> str | None:
    mode = effective(cluster, "inTransitEncryptionConfig")
    if mode == ENCRYPTED:
        return None
    only_for_strict_data(cluster)
    return f"traffic between nodes is not encrypted by the cluster ({mode})"


@rule("cluster-no-service-external-ips", CLUSTER)
def no_service_external_ips(cluster: Bag) -> str | None:
    is_allowed = switched_on(cluster, "serviceExternalIpsConfig.enabled")
    return "a Service may claim any address in externalIPs and take over its traffic" if is_allowed else None


@rule("cluster-nodelocal-dns", CLUSTER)
def nodelocal_dns(cluster: Bag) -> str | None:
    if either(lambda: switched_on(cluster, "addonsConfig.dnsCacheConfig.enabled"), lambda: is_autopilot(cluster)):
        return None
    return "every name is looked up at kube-dns, without a cache on the node"


@rule("cluster-l4-ilb-subsetting", CLUSTER)
def l4_ilb_subsetting(cluster: Bag) -> str | None:
    if either(lambda: switched_on(cluster, "enableL4IlbSubsetting"), lambda: is_autopilot(cluster)):
        return None
    return "internal load balancers spread over all nodes, of which they take 250"
