"""What leaves a network is denied unless a rule allows it: by a VPC rule, or by a policy that is attached to the network."""

from __future__ import annotations

from collections.abc import Iterator

from policies.addresses import is_everyone
from policies.bag import Bag, Unknown
from policies.network_cover import ASSOCIATIONS, NETWORK, bags, is_on, ordinary, text, without
from policies.opening import FIREWALL, NETWORK_POLICY_RULE
from policies.ports import protocol_of
from policies.rule import State, stack_rule
from policies.stack import Stack

POLICY = "gcp:compute/networkFirewallPolicy:NetworkFirewallPolicy"
_USUAL_PRIORITY = 1000


@stack_rule("vpc-default-deny-egress", NETWORK, FIREWALL)
def default_deny_egress(stack: Stack) -> Iterator[tuple[Bag, State]]:
    rules = [(bag, "network") for bag in stack.of(FIREWALL) if _denies_everything(bag)]
    policies = {name for bag in stack.of(NETWORK_POLICY_RULE) if _policy_denies_everything(bag) and (name := _policy_of(stack, bag))}
    associations = [(bag, "attachmentTarget") for bag in stack.of(*ASSOCIATIONS) if _policy_of(stack, bag) in policies]
    yield from without(stack, ordinary(stack), [*rules, *associations], "nothing denies what may leave it")
    if not stack.of(NETWORK) and not policies:  # then networks are made elsewhere, and their rules are all that can be judged
        yield from _open_elsewhere(stack.of(FIREWALL))


def _open_elsewhere(firewalls: tuple[Bag, ...]) -> Iterator[tuple[Bag, State]]:
    """Yield the first rule of each network that no rule closes; a network not known yet may be any."""
    closed = {_network_of(bag) for bag in firewalls if _denies_everything(bag)}
    seen = set(closed)
    for bag in firewalls:
        if (name := _network_of(bag)) not in seen:
            seen.add(name)
            yield bag, Unknown("network") if closed and "" in {name, *closed} else "nothing denies what may leave its network"


def _network_of(firewall: Bag) -> str:
    return text(firewall, "network").rsplit("/", 1)[-1]


def _denies_everything(firewall: Bag) -> bool:
    """Say whether a VPC rule denies everything that leaves, for every machine, and leaves room for rules that allow some of it before.

    What is not known yet is taken to do so.
    """
    if not _leaves_room(firewall):
        return False
    if is_on(firewall, "disabled") or text(firewall, "direction").upper() != "EGRESS":
        return False
    if firewall.has("targetTags") or firewall.has("targetServiceAccounts"):
        return False
    return _holds_all(firewall, "destinationRanges") and any(_protocol(one, "protocol") == "all" for one in bags(firewall, "denies"))


def _leaves_room(firewall: Bag) -> bool:
    """Say whether the priority is no stronger than that of a rule without one, 1000 (Cloud NGFW documentation)."""
    try:
        stated = firewall.number("priority")
    except Unknown:
        return True
    return stated is None or stated >= _USUAL_PRIORITY


def _policy_denies_everything(rule: Bag) -> bool:
    if is_on(rule, "disabled") or text(rule, "direction").upper() != "EGRESS" or text(rule, "action").lower() != "deny":
        return False
    if rule.has("targetServiceAccounts") or rule.has("targetSecureTags") or not _holds_all(rule, "match.destIpRanges"):
        return False
    return any(_protocol(one, "ipProtocol") == "all" for one in bags(rule, "match.layer4Configs"))


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


def _protocol(bag: Bag, path: str) -> str:
    try:
        return protocol_of(bag, path)
    except Unknown:
        return "all"
