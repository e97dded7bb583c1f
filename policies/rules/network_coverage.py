"""What every network of the stack must have: firewall rules, a denied way out, logs of names, a private way to Google. Other resources give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.addresses import is_everyone
from policies.bag import Bag, Unknown
from policies.fabric import fabric_of, is_rdma
from policies.opening import FIREWALL, NETWORK_POLICY_RULE
from policies.ports import protocol_of
from policies.rule import State, stack_rule
from policies.stack import Stack

NETWORK = "gcp:compute/network:Network"
ASSOCIATIONS = (
    "gcp:compute/networkFirewallPolicyAssociation:NetworkFirewallPolicyAssociation",
    "gcp:compute/regionNetworkFirewallPolicyAssociation:RegionNetworkFirewallPolicyAssociation",
)
POLICY = "gcp:compute/networkFirewallPolicy:NetworkFirewallPolicy"
DNS_POLICY = "gcp:dns/policy:Policy"
DNS_ZONE = "gcp:dns/managedZone:ManagedZone"
GLOBAL_RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule"
Reference = tuple[Bag, str]


@stack_rule("vpc-own-firewall-rules", NETWORK)
def own_firewall_rules(stack: Stack) -> Iterator[tuple[Bag, State]]:
    rules = [(bag, "network") for bag in stack.of(FIREWALL)]
    policies = [(bag, "attachmentTarget") for bag in stack.of(*ASSOCIATIONS)]
    yield from _without(stack, _ordinary(stack), [*rules, *policies], "no firewall rule of the stack is about it")


@stack_rule("vpc-default-deny-egress", NETWORK)
def default_deny_egress(stack: Stack) -> Iterator[tuple[Bag, State]]:
    rules = [(bag, "network") for bag in stack.of(FIREWALL) if _denies_everything(bag)]
    policies = {name for bag in stack.of(NETWORK_POLICY_RULE) if _policy_denies_everything(bag) and (name := _policy_of(stack, bag))}
    associations = [(bag, "attachmentTarget") for bag in stack.of(*ASSOCIATIONS) if _policy_of(stack, bag) in policies]
    yield from _without(stack, _ordinary(stack), [*rules, *associations], "nothing denies what may leave it")


@stack_rule("vpc-dns-query-logging", NETWORK, DNS_POLICY)
def dns_query_logging(stack: Stack) -> Iterator[tuple[Bag, State]]:
    logged = [
        (one, "networkUrl") for policy in stack.of(DNS_POLICY) if _is_on(policy, "enableLogging") for one in _bags(policy, "networks")
    ]
    yield from _without(stack, _ordinary(stack), logged, "no DNS policy logs the names asked for in it")
    if not stack.of(NETWORK):  # then its networks are made elsewhere, and the policy is all that can be judged
        yield from ((policy, state) for policy in stack.of(DNS_POLICY) if (state := _unlogged(policy)))


def _unlogged(policy: Bag) -> State | None:
    try:
        return None if policy.on("enableLogging") else "it does not log the names asked for in its networks"
    except Unknown as unknown:
        return unknown


@stack_rule("vpc-private-google-apis", NETWORK)
def private_google_apis(stack: Stack) -> Iterator[tuple[Bag, State]]:
    bundles = [(bag, "network") for bag in stack.of(GLOBAL_RULE) if _text(bag, "target").rsplit("/", 1)[-1] in ("all-apis", "vpc-sc")]
    zones = [
        (one, "networkUrl")
        for zone in stack.of(DNS_ZONE)
        if _text(zone, "dnsName").rstrip(".") == "googleapis.com"
        for one in _bags(zone, "privateVisibilityConfig.networks")
    ]
    hosts = [network for network in stack.of(NETWORK) if fabric_of(network) is None]
    yield from _without(stack, hosts, [*bundles, *zones], "Google's services are reached over public addresses alone")


def _without(stack: Stack, networks: Iterable[Bag], references: Iterable[Reference], problem: str) -> Iterator[tuple[Bag, State]]:
    """Yield the networks that nothing refers to: with the problem, or as unknown where a reference may turn out to be to them."""
    reached: set[int] = set()
    unknown: Unknown | None = None
    for bag, path in references:
        try:
            network = stack.referred(bag, path, NETWORK)
        except Unknown as error:
            unknown = error
        else:
            reached.add(id(network))
    yield from ((network, unknown or problem) for network in networks if id(network) not in reached)


def _ordinary(stack: Stack) -> list[Bag]:
    """Return the networks but those of an RDMA profile, which take no VPC firewall rules and where nobody asks for names."""
    return [network for network in stack.of(NETWORK) if not is_rdma(network)]


def _denies_everything(firewall: Bag) -> bool:
    """Say whether a VPC rule denies everything that leaves, for every machine. What is not known yet is taken to do so."""
    if _is_on(firewall, "disabled") or _text(firewall, "direction").upper() != "EGRESS":
        return False
    if firewall.has("targetTags") or firewall.has("targetServiceAccounts"):
        return False
    return _holds_all(firewall, "destinationRanges") and any(_protocol(one, "protocol") == "all" for one in _bags(firewall, "denies"))


def _policy_denies_everything(rule: Bag) -> bool:
    if _is_on(rule, "disabled") or _text(rule, "direction").upper() != "EGRESS" or _text(rule, "action").lower() != "deny":
        return False
    if rule.has("targetServiceAccounts") or rule.has("targetSecureTags") or not _holds_all(rule, "match.destIpRanges"):
        return False
    return any(_protocol(one, "ipProtocol") == "all" for one in _bags(rule, "match.layer4Configs"))


def _policy_of(stack: Stack, bag: Bag) -> str | None:
    """Return the URN of the policy that a rule or an association belongs to, else its name, or None."""
    try:
        policy = stack.referred(bag, "firewallPolicy", POLICY)
    except Unknown:
        return None
    return policy.urn if policy else bag.text("firewallPolicy").rsplit("/", 1)[-1] or None


def _holds_all(bag: Bag, path: str) -> bool:
    try:
        ranges = bag.get(path)
        return ranges in (None, []) or is_everyone(ranges, path)
    except Unknown:
        return True


def _is_on(bag: Bag, path: str) -> bool:
    try:
        return bag.on(path)
    except Unknown:
        return path != "disabled"


def _text(bag: Bag, path: str) -> str:
    try:
        return bag.text(path)
    except Unknown:
        return ""


def _protocol(bag: Bag, path: str) -> str:
    try:
        return protocol_of(bag, path)
    except Unknown:
        return "all"


def _bags(bag: Bag, path: str) -> list[Bag]:
    try:
        return list(bag.bags(path))
    except Unknown:
        return []
