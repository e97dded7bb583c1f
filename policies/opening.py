"""What a firewall lets in from everyone: one reading for VPC rules and for rules of firewall policies, shared by every rule about ports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from policies.addresses import is_everyone
from policies.bag import UNKNOWN, Bag, Unknown
from policies.defaults import effective
from policies.ports import covers, is_every_port, protocol_of

T = TypeVar("T")
FIREWALL = "gcp:compute/firewall:Firewall"
NETWORK_POLICY_RULE = "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule"
REGION_POLICY_RULE = "gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule"
HIERARCHICAL_RULE = "gcp:compute/firewallPolicyRule:FirewallPolicyRule"
NETWORK_POLICY = "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules"
HIERARCHICAL_POLICY = "gcp:compute/firewallPolicyWithRules:FirewallPolicyWithRules"
POLICY_RULES = (NETWORK_POLICY_RULE, REGION_POLICY_RULE, HIERARCHICAL_RULE)
POLICIES = (NETWORK_POLICY, HIERARCHICAL_POLICY)

_SOURCES = (
    "srcSecureTags",
    "srcAddressGroups",
    "srcFqdns",
    "srcRegionCodes",
    "srcThreatIntelligences",
    "srcNetworks",
)
"""Sources of a policy's rule beside its ranges: with one of them and no range, not everyone gets in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One protocol with its ports, of a rule that lets traffic in; `key` is what the rule calls the protocol."""

    bag: Bag
    key: str

    @property
    def protocol(self) -> str:
        """Return the protocol by name. Raises Unknown."""
        return protocol_of(self.bag, self.key)


def lets_in(bag: Bag) -> bool:
    """Say whether a VPC firewall rule admits incoming traffic: enabled, and of direction INGRESS. Raises Unknown."""
    return not bag.on("disabled") and str(effective(bag, "direction")).upper() == "INGRESS" and bag.has("allows")


def from_everyone(bag: Bag) -> bool:
    """Say whether the sources of a VPC firewall rule hold everyone; without any source Google Cloud takes every address. Raises Unknown."""
    ranges = _stated(bag, "sourceRanges")
    if ranges in (None, []):
        return not (bag.has("sourceTags") or bag.has("sourceServiceAccounts"))
    return is_everyone(ranges, "sourceRanges")


def policy_rule_from_everyone(bag: Bag) -> bool:
    """Say whether a rule of a firewall policy admits everyone: enabled, INGRESS, allow, and sources that hold everyone. Raises Unknown."""
    if bag.on("disabled") or (bag.text("direction") or "INGRESS").upper() != "INGRESS" or bag.text("action").lower() != "allow":
        return False
    match = next(bag.bags("match"), None)
    if match is None:
        return True
    if match.has("srcNetworkContext") or match.has("srcNetworkScope"):
        scope = match.text("srcNetworkContext") or match.text("srcNetworkScope")
        if scope.upper() not in ("INTERNET", "UNSPECIFIED"):
            return False
    ranges = _stated(match, "srcIpRanges")
    if ranges in (None, []):
        return not any(match.has(source) for source in _SOURCES)
    return is_everyone(ranges, f"{match.path}srcIpRanges")


def _stated(bag: Bag, path: str) -> Any:
    """Return a value with what is unknown in it: one range that is everyone decides, whatever the others turn out to be."""
    try:
        return bag.get(path)
    except Unknown:
        return UNKNOWN


def open_entries(bag: Bag, entries: str, protocol: str) -> Iterator[Entry]:
    """Yield the protocols of a rule with their ports. Raises Unknown."""
    for entry in bag.bags(entries):
        yield Entry(entry, protocol)


def surely(found: Iterable[T], test: Callable[[T], bool]) -> T | None:
    """Return the first that passes a test; what is not known of one says nothing of the others. Raises Unknown where one of them may pass."""
    unknown: Unknown | None = None
    for one in found:
        try:
            if test(one):
                return one
        except Unknown as error:
            unknown = error
    if unknown:
        raise unknown
    return None


def open_port(found: Iterable[Entry], protocols: tuple[str, ...], ports: tuple[int, ...]) -> int | None:
    """Return a port that the entries open for one of the protocols, or None. Raises Unknown."""
    unknown: Unknown | None = None
    for entry in found:
        try:
            protocol = entry.protocol
            if protocol in (*protocols, "all") and (port := covers(entry.bag, protocol, ports)) is not None:
                return port
        except Unknown as error:
            unknown = error
    if unknown:
        raise unknown
    return None


def opens_everything(found: Iterable[Entry]) -> Entry | None:
    """Return the entry that opens every port of a protocol, or every protocol; None where there is none. Raises Unknown."""
    return surely(found, lambda entry: entry.protocol == "all" or is_every_port(entry.bag, entry.protocol))
