"""Who reaches a file system: ranges, or one of two words for what the stack's own network has.

`nodes` are the addresses of the nodes, without those that another entry names. `admin-host` is one address among them that the stack keeps free,
so that no node can have it: whoever makes directories starts a host there, while root of every node is squashed.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from aidc.blueprint.errors import shown
from aidc.blueprint.spec import check_cidr

NODES = "nodes"
ADMIN_HOST = "admin-host"
_ADMIN_HOST_FROM_THE_END = 3
"""The last two addresses of a primary range are Google's own (VPC documentation, subnets, reserved addresses)."""


def _range_or_word(*words: str) -> BeforeValidator:
    def check(value: Any, _: ValidationInfo) -> str:
        if value in words:
            return str(value)
        try:
            return check_cidr(value)
        except ValueError as error:
            said = str(error)
        if "bits set" in said:
            raise ValueError(said)
        raise ValueError(f"{shown(value)} is neither an IPv4 range, such as 10.0.0.0/16, nor {' nor '.join(words)}")

    return BeforeValidator(check)


ClientRange = Annotated[str, _range_or_word(NODES, ADMIN_HOST)]
AdminRange = Annotated[str, _range_or_word(ADMIN_HOST)]


@dataclass(frozen=True, slots=True)
class FileClients:
    """What the words stand for. Both are empty where the network is somebody else's: its ranges are not known."""

    nodes: str
    admin_host: str

    def address(self, given: str) -> str:
        """Return the range that a range or admin-host stands for; empty where nobody knows."""
        return self.admin_host if given == ADMIN_HOST else given


def admin_host_in(nodes_cidr: str) -> str:
    """Return the address that the stack keeps free: the last one of the range that is not Google's own."""
    return str(IPv4Network(nodes_cidr)[-_ADMIN_HOST_FROM_THE_END])


def without(block: str, taken: list[str]) -> tuple[str, ...]:
    """Return what is left of a range without others, as few ranges in order."""
    left = [IPv4Network(block)]
    for other in map(IPv4Network, taken):
        left = [part for one in left for part in _without_one(one, other)]
    return tuple(str(one) for one in sorted(left))


def _without_one(block: IPv4Network, other: IPv4Network) -> list[IPv4Network]:
    if not block.overlaps(other):
        return [block]
    return [] if block.subnet_of(other) else list(block.address_exclude(other))
