"""Reachability: private nodes, and a firewall that is not open to the world."""

from __future__ import annotations

from policies.rule import Props, rule

CLUSTER = "gcp:container/cluster:Cluster"
FIREWALL = "gcp:compute/firewall:Firewall"
EVERYBODY = ("0.0.0.0/0", "::/0")


@rule(
    on=CLUSTER,
    severity="high",
    fix="Clusters of the blueprint are private; set privateClusterConfig.enablePrivateNodes to true",
    references=("CIS GKE 5.6.5", "NIST 800-53 SC-7", "ISO 27001 A.8.22"),
)
def cluster_private_nodes(cluster: Props) -> str | None:
    """Nodes are private."""
    return None if cluster.get("privateClusterConfig.enablePrivateNodes") is True else "nodes get public addresses"


@rule(
    on=FIREWALL,
    severity="high",
    fix="The blueprint opens nothing to the world; narrow sourceRanges",
    references=("NIST 800-53 SC-7", "ISO 27001 A.8.22"),
)
def firewall_no_public_ingress(firewall: Props) -> str | None:
    """No ingress from any address at all."""
    if firewall.get("direction") == "EGRESS" or firewall.get("disabled") is True or not firewall.items("allows"):
        return None
    scoped = firewall.items("sourceTags") or firewall.items("sourceServiceAccounts")
    ranges = list(firewall.items("sourceRanges"))
    if not ranges and not scoped:
        return "names no source, which lets everybody in"
    open_to = [source for source in ranges if source in EVERYBODY]
    return f"lets everybody in ({', '.join(open_to)})" if open_to else None
