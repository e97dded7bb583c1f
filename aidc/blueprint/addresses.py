"""The address plan: nodes, pods, services, control plane, private services and accelerator networks, none overlapping.

The layout of `network.cidr` is fixed in sixteenths, so adding a pool never moves a range that exists (moving one replaces a subnet):
0-7 pods, 8-9 nodes, 10 services, 11 first half private services, 11 third quarter control plane, 12-15 accelerator networks, four sets of
sixteen subnets. Any of the ranges may be set by hand instead. Source of the per-node pod ranges: GKE documentation, "Flexible Pod CIDR".
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from ipaddress import IPv4Network

from aidc.blueprint.errors import Problem

SIXTEENTHS_BITS = 4
SETS = 4
SUBNETS_PER_SET = 16
CONTROL_PLANE_PREFIX = 28
WIDEST_PREFIX = 4
"""240.0.0.0/4 is the widest block that a VPC may use beside public addresses (VPC documentation, valid IPv4 ranges)."""
RESERVED_IN_SUBNET = 4
"""Google Cloud keeps four addresses of every primary range (VPC documentation, subnets)."""


@dataclass(frozen=True, slots=True)
class AddressRange:
    """One range of the plan. `path` is what to change when it is in the way."""

    name: str
    cidr: str
    path: str

    @property
    def network(self) -> IPv4Network:
        """The range as a network."""
        return IPv4Network(self.cidr)

    @property
    def size(self) -> int:
        """Addresses in the range."""
        return self.network.num_addresses

    def __str__(self) -> str:
        return f"{self.name} {self.cidr} ({self.path})"


@dataclass(frozen=True, slots=True)
class Need:
    """How many addresses something needs of a range, growth included."""

    range: AddressRange
    addresses: int
    reason: str


@dataclass(frozen=True, slots=True)
class AddressPlan:
    """Every range of the stack and what is needed of each."""

    nodes: AddressRange
    pods: AddressRange
    services: AddressRange
    control_plane: AddressRange
    private_services: AddressRange
    accelerators: tuple[AddressRange, ...]
    """One range for each subnet of each accelerator network, in the order of the interfaces."""
    accelerator_block: str
    """The block that accelerator subnets are carved from."""
    needs: tuple[Need, ...]

    @property
    def ranges(self) -> tuple[AddressRange, ...]:
        """All ranges, the primary network's first."""
        return (self.nodes, self.pods, self.services, self.control_plane, self.private_services, *self.accelerators)


@dataclass(slots=True)
class AddressBook:
    """Lays out ranges within one block, and collects collisions and exhaustion."""

    cidr: str
    problems: list[Problem] = field(default_factory=list)

    def slot(self, first_sixteenth: int, sixteenths: int) -> str:
        """Return `sixteenths` (a power of two) of the block from one of its sixteenths on."""
        block = IPv4Network(self.cidr)
        prefix = block.prefixlen + SIXTEENTHS_BITS - int(math.log2(sixteenths))
        start = int(block.network_address) + first_sixteenth * (block.num_addresses >> SIXTEENTHS_BITS)
        return f"{IPv4Network((start, prefix))}"

    def forbid_overlap(self, ranges: list[AddressRange], reserved: list[AddressRange]) -> None:
        """Record every range that shares an address with another or with a reserved one; both are named. Reserved ranges may share theirs."""
        for index, other in enumerate(ranges):
            for one in [*reserved, *ranges[:index]]:
                if one.network.overlaps(other.network):
                    self.problems.append(Problem(0, other.path, f"{other.name} {other.cidr} overlaps {one}. Move one of the two"))

    def demand(self, need: Need) -> None:
        """Record a range that is too small for what it must hold."""
        if need.addresses > need.range.size:
            prefix = 32 - math.ceil(math.log2(need.addresses))
            size = f"a /{prefix}" if prefix >= WIDEST_PREFIX else "more than any private block has"
            text = f"{need.range.name} {need.range.cidr} has {need.range.size:,} addresses; {need.reason} need {need.addresses:,}, {size}"
            self.problems.append(
                Problem(0, need.range.path, f"{text}. Widen it, lower the node counts, max_pods_per_node or network.growth")
            )


def pod_addresses_per_node(max_pods: int) -> int:
    """Return the size of a node's pod range: the power of two at least twice the pods it may run."""
    return 1 << math.ceil(math.log2(2 * max_pods))


def accelerator_subnet(accelerators: str, set_index: int, subnet_index: int) -> str | None:
    """Return the range of one subnet of one accelerator network set, or None when the block has no such set or subnet."""
    if set_index >= SETS or subnet_index >= SUBNETS_PER_SET:
        return None
    block = IPv4Network(accelerators)
    size = block.num_addresses // (SETS * SUBNETS_PER_SET)
    start = int(block.network_address) + (set_index * SUBNETS_PER_SET + subnet_index) * size
    return f"{IPv4Network((start, 32 - int(math.log2(size))))}"
