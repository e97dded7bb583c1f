"""Networks and what others give them: which of them nothing refers to, and readings for which what is not known yet is as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.bag import Bag, Unknown
from policies.fabric import is_rdma
from policies.rule import State
from policies.stack import Stack

NETWORK = "gcp:compute/network:Network"
ASSOCIATIONS = (
    "gcp:compute/networkFirewallPolicyAssociation:NetworkFirewallPolicyAssociation",
    "gcp:compute/regionNetworkFirewallPolicyAssociation:RegionNetworkFirewallPolicyAssociation",
)
Reference = tuple[Bag, str]


def without(stack: Stack, networks: Iterable[Bag], references: Iterable[Reference], problem: str) -> Iterator[tuple[Bag, State]]:
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


def ordinary(stack: Stack) -> list[Bag]:
    """Return the networks but those of an RDMA profile, which take no VPC firewall rules and where nobody asks for names."""
    return [network for network in stack.of(NETWORK) if not is_rdma(network)]


def is_on(bag: Bag, path: str) -> bool:
    """Say whether a switch is on; one not known yet is, except for `disabled`."""
    try:
        return bag.on(path)
    except Unknown:
        return path != "disabled"


def text(bag: Bag, path: str) -> str:
    """Return a text, empty when it is not known yet."""
    try:
        return bag.text(path)
    except Unknown:
        return ""


def bags(bag: Bag, path: str) -> list[Bag]:
    """Return the parts of a list, none when it is not known yet."""
    try:
        return list(bag.bags(path))
    except Unknown:
        return []
