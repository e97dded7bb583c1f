"""The firewall of the primary network: nothing comes in but what GKE and health checks need; with restricted egress, nothing else leaves.

Sources: GKE documentation, "Automatically created firewall rules" and "Private clusters"; Cloud Load Balancing documentation, firewall rules;
VPC documentation, Private Google Access; Managed Lustre documentation, firewall rules (read 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.addresses import AddressPlan
from aidc.blueprint.names import COMPUTE, Names

HEALTH_CHECK_RANGES = ("35.191.0.0/16", "130.211.0.0/22")
"""Google's health check and load balancer probers."""
RESTRICTED_VIP = "199.36.153.4/30"
"""Addresses of restricted.googleapis.com."""
CONTROL_PLANE_PORTS = ("443", "8443", "9443", "10250")
"""Kubelets and the usual ports of admission webhooks."""
EVERYWHERE = ("0.0.0.0/0",)
LUSTRE_PORTS = ("988",)
"""LNet. The legacy port 6988 belongs to `enable_legacy_lustre_port`, which is never asked for (trap T066)."""
_LAST, _BEFORE = 65000, 1000

Protocols = tuple[tuple[str, tuple[str, ...]], ...]
_EVERYTHING: Protocols = (("all", ()),)
_TRANSPORTS: Protocols = (("tcp", ()), ("udp", ()), ("icmp", ()))
_TCP: Protocols = (("tcp", ()),)


@dataclass(frozen=True, slots=True)
class FirewallRulePlan:
    """One firewall rule. `protocols` are (protocol, ports) pairs; deny rules cover everything."""

    resource_name: str
    name: str
    direction: Literal["INGRESS", "EGRESS"]
    allow: bool
    priority: int
    ranges: tuple[str, ...]
    protocols: Protocols
    target_tags: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Firewall:
    """Makes rules with the stack's names."""

    names: Names
    node_tag: str

    def admit(self, name: str, sources: tuple[str, ...], protocols: Protocols, reason: str) -> FirewallRulePlan:
        """Return a rule that lets sources reach the nodes."""
        return FirewallRulePlan(name, self._cloud(name), "INGRESS", True, _BEFORE, sources, protocols, (self.node_tag,), reason)

    def release(self, name: str, destinations: tuple[str, ...], reason: str) -> FirewallRulePlan:
        """Return a rule that lets everything in the network reach destinations."""
        return FirewallRulePlan(name, self._cloud(name), "EGRESS", True, _BEFORE, destinations, _EVERYTHING, (), reason)

    def close(self, name: str, direction: Literal["INGRESS", "EGRESS"], reason: str) -> FirewallRulePlan:
        """Return the rule that denies what no other rule allows."""
        return FirewallRulePlan(name, self._cloud(name), direction, False, _LAST, EVERYWHERE, _EVERYTHING, (), reason)

    def _cloud(self, name: str) -> str:
        return self.names.name(COMPUTE, name, path="name")


def plan_firewall(addresses: AddressPlan, restricted: bool, lustres: bool, node_tag: str, names: Names) -> Iterator[FirewallRulePlan]:
    """Yield the rules of a network, ingress first."""
    firewall = _Firewall(names, node_tag)
    nodes, pods, control_plane = addresses.nodes.cidr, addresses.pods.cidr, addresses.control_plane.cidr
    yield firewall.close("deny-ingress", "INGRESS", "Nothing comes in unless another rule says so")
    yield firewall.admit("allow-nodes-and-pods", (nodes, pods), _TRANSPORTS, "Nodes and pods of this stack reach each other")
    yield firewall.admit("allow-health-checks", HEALTH_CHECK_RANGES, _TCP, "Google's probers reach the serving pods")
    reason = "The control plane calls kubelets and admission webhooks"
    yield firewall.admit("allow-control-plane", (control_plane,), (("tcp", CONTROL_PLANE_PORTS),), reason)
    if lustres:
        reason = "Lustre servers call back the nodes that mount them"
        yield firewall.admit("allow-lustre", (addresses.private_services.cidr,), (("tcp", LUSTRE_PORTS),), reason)
    if restricted:
        inside = (nodes, pods, addresses.services.cidr, control_plane, addresses.private_services.cidr, RESTRICTED_VIP)
        yield firewall.release("allow-egress-inside", inside, "Nodes reach the stack, the control plane and Google's restricted APIs")
        yield firewall.close("deny-egress", "EGRESS", "Nothing else leaves")
