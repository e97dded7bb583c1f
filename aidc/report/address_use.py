"""How the address plan fills its block: what each range must hold, and the block drawn on one line.

Owns shares and the drawing. The ranges and what is needed of them are the plan's.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network

from aidc.blueprint.addresses import AddressPlan, AddressRange

FREE = "·"
LETTERS = {"pods": "P", "nodes": "N", "services": "S", "private_services": "V", "control_plane": "C", "accelerators": "A"}
"""Letters of the map, in the order in which larger ranges give way to smaller ones."""


@dataclass(frozen=True, slots=True)
class AddressUse:
    """One range, and how many of its addresses are needed with room to grow; None where no need is counted (the control plane)."""

    purpose: str
    cidr: str
    addresses: int
    needed: int | None

    @property
    def share(self) -> float | None:
        """The needed part of the range, 0 to 1."""
        return None if self.needed is None else self.needed / self.addresses


def address_uses(plan: AddressPlan) -> tuple[AddressUse, ...]:
    """Return every range of the plan in its order."""
    needs = {need.range.name: need.addresses for need in plan.needs}
    return tuple(AddressUse(one.name, one.cidr, one.size, needs.get(one.name)) for one in plan.ranges)


def address_map(plan: AddressPlan, block: str, cells: int) -> str:
    """Return the block as that many letters, one for an equal part each; ranges set by hand outside the block are not on it."""
    drawn = [FREE] * cells
    for name, letter in LETTERS.items():
        for cell in _cells_of(_network(plan, name), IPv4Network(block), cells):
            drawn[cell] = letter
    return "".join(drawn)


def used_share(plan: AddressPlan, block: str) -> float:
    """Return the part of the block that ranges take, 0 to 1."""
    taken = (network for name in LETTERS if (network := _network(plan, name)).subnet_of(IPv4Network(block)))
    return sum(network.num_addresses for network in taken) / IPv4Network(block).num_addresses


def _network(plan: AddressPlan, name: str) -> IPv4Network:
    if name == "accelerators":
        return IPv4Network(plan.accelerator_block)
    one: AddressRange = getattr(plan, name)
    return one.network


def _cells_of(network: IPv4Network, block: IPv4Network, cells: int) -> range:
    if not network.subnet_of(block):
        return range(0)
    start = int(network.network_address) - int(block.network_address)
    first = start * cells // block.num_addresses
    # A range smaller than a cell still has one.
    last = (start + network.num_addresses) * cells // block.num_addresses
    return range(first, max(last, first + 1))
