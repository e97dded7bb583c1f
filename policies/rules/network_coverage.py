"""What every network of the stack must have: firewall rules, logs of names, a private way to Google. Other resources give it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, Unknown
from policies.fabric import fabric_of
from policies.network_cover import ASSOCIATIONS, NETWORK, bags, is_on, ordinary, text, without
from policies.opening import FIREWALL
from policies.rule import State, stack_rule
from policies.stack import Stack

DNS_POLICY = "gcp:dns/policy:Policy"
DNS_ZONE = "gcp:dns/managedZone:ManagedZone"
GLOBAL_RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule"


@stack_rule("vpc-own-firewall-rules", NETWORK)
def own_firewall_rules(stack: Stack) -> Iterator[tuple[Bag, State]]:
    rules = [(bag, "network") for bag in stack.of(FIREWALL)]
    policies = [(bag, "attachmentTarget") for bag in stack.of(*ASSOCIATIONS)]
    yield from without(stack, ordinary(stack), [*rules, *policies], "no firewall rule of the stack is about it")


@stack_rule("vpc-dns-query-logging", NETWORK, DNS_POLICY)
def dns_query_logging(stack: Stack) -> Iterator[tuple[Bag, State]]:
    logged = [(one, "networkUrl") for policy in stack.of(DNS_POLICY) if is_on(policy, "enableLogging") for one in bags(policy, "networks")]
    yield from without(stack, ordinary(stack), logged, "no DNS policy logs the names asked for in it")
    if not stack.of(NETWORK):  # then its networks are made elsewhere, and the policy is all that can be judged
        yield from ((policy, state) for policy in stack.of(DNS_POLICY) if (state := _unlogged(policy)))


def _unlogged(policy: Bag) -> State | None:
    try:
        return None if policy.on("enableLogging") else "it does not log the names asked for in its networks"
    except Unknown as unknown:
        return unknown


@stack_rule("vpc-private-google-apis", NETWORK)
def private_google_apis(stack: Stack) -> Iterator[tuple[Bag, State]]:
    bundles = [(bag, "network") for bag in stack.of(GLOBAL_RULE) if text(bag, "target").rsplit("/", 1)[-1] in ("all-apis", "vpc-sc")]
    zones = [
        (one, "networkUrl")
        for zone in stack.of(DNS_ZONE)
        if text(zone, "dnsName").rstrip(".") == "googleapis.com"
        for one in bags(zone, "privateVisibilityConfig.networks")
    ]
    hosts = [network for network in stack.of(NETWORK) if fabric_of(network) is None]
    yield from without(stack, hosts, [*bundles, *zones], "Google's services are reached over public addresses alone")
