"""Which ranges a stack gets, and whether they are large enough: the fixed layout of addresses.py applied to the pools of a blueprint."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network

from aidc.blueprint.accelerator_network import FabricUse, network_key
from aidc.blueprint.addresses import (
    CONTROL_PLANE_PREFIX,
    RESERVED_IN_SUBNET,
    AddressBook,
    AddressPlan,
    AddressRange,
    Need,
    accelerator_subnet,
    pod_addresses_per_node,
)
from aidc.blueprint.lustre import LEAST_PRIVATE_SERVICES_PREFIX
from aidc.blueprint.names import Names
from aidc.blueprint.network import NetworkSpec
from aidc.blueprint.node_pool import NodePoolPlan
from aidc.blueprint.ranges import WIDEST_SERVICES_PREFIX

_CIDR_PATH = "network.cidr"
RANGES_BESIDE_A_NETWORK = ("control_plane", "accelerators")
"""Ranges that a stack takes even where the network is not its own."""


def plan_addresses(
    spec: NetworkSpec,
    pools: Sequence[NodePoolPlan],
    uses: Sequence[FabricUse],
    hosts: int,
    lustres: bool,
    admin_host: bool,
    names: Names,
) -> AddressPlan:
    """Lay out every range; `hosts` stand beside the pools in the nodes' range, and so does an admin host.

    Collisions and exhaustion are added to the problems of `names`.
    """
    book = AddressBook(spec.cidr, names.problems)
    layout = _layout(spec, book)
    accelerators = _accelerator_ranges(layout["accelerators"], uses)
    # The primary ranges of an existing network are somebody else's, and of a size that nobody told us.
    own = {name: found for name, found in layout.items() if not spec.existing or name in RANGES_BESIDE_A_NETWORK}
    needs = [
        *([] if spec.existing else _primary_needs(layout, pools, hosts, spec.growth, lustres, admin_host)),
        *_fabric_needs(accelerators, uses, spec.growth),
    ]
    plan = AddressPlan(
        nodes=layout["nodes"],
        pods=layout["pods"],
        services=layout["services"],
        control_plane=layout["control_plane"],
        private_services=layout["private_services"],
        accelerators=tuple(accelerators),
        accelerator_block=layout["accelerators"].cidr,
        needs=tuple(needs),
    )
    reserved = [AddressRange("reserved", cidr, f"network.reserved[{index}]") for index, cidr in enumerate(spec.reserved)]
    book.forbid_overlap([*own.values()], reserved)
    for need in needs:
        book.demand(need)
    return plan


def _layout(spec: NetworkSpec, book: AddressBook) -> dict[str, AddressRange]:
    slots = {"pods": (0, 8), "nodes": (8, 2), "services": (10, 1), "accelerators": (12, 4)}
    given = {name: getattr(spec.ranges, name) for name in type(spec.ranges).model_fields}
    computed = {name: book.slot(first, count) for name, (first, count) in slots.items()}
    private_services, rest = IPv4Network(book.slot(11, 1)).subnets(prefixlen_diff=1)
    computed["services"] = (
        f"{computed['services'].partition('/')[0]}/{max(IPv4Network(computed['services']).prefixlen, WIDEST_SERVICES_PREFIX)}"
    )
    computed["private_services"] = str(private_services)
    computed["control_plane"] = f"{rest.network_address}/{CONTROL_PLANE_PREFIX}"
    order = ("nodes", "pods", "services", "control_plane", "private_services", "accelerators")
    return {
        name: AddressRange(name, given[name] or computed[name], f"network.ranges.{name}" if given[name] else _CIDR_PATH) for name in order
    }


def _accelerator_ranges(block: AddressRange, uses: Sequence[FabricUse]) -> list[AddressRange]:
    fabrics = {network_key(use.fabric, use.zone): use.fabric for use in uses if use.fabric.vpcs}
    return [
        AddressRange(f"{key} subnet {index}", cidr, block.path)
        for set_index, (key, fabric) in enumerate(fabrics.items())
        for index in range(fabric.declared_subnets)
        if (cidr := accelerator_subnet(block.cidr, set_index, index))
    ]


def _primary_needs(
    layout: dict[str, AddressRange], pools: Sequence[NodePoolPlan], hosts: int, growth: float, lustres: bool, admin_host: bool
) -> list[Need]:
    nodes = sum(pool.nodes.max_total for pool in pools) + hosts
    grown = math.ceil(nodes * growth)
    pods = math.ceil(sum(pool.nodes.max_total * pod_addresses_per_node(pool.max_pods_per_node) for pool in pools) * growth)
    room = f"with room to grow {growth:g}-fold, {nodes:,} nodes"
    return [
        Need(layout["nodes"], grown + RESERVED_IN_SUBNET + admin_host, room),
        Need(layout["pods"], pods, f"{room} with their pods"),
        Need(layout["services"], 256, "services"),
        _peered_need(layout["private_services"], lustres),
    ]


def _peered_need(peered: AddressRange, lustres: bool) -> Need:
    if lustres:
        return Need(peered, 1 << (32 - LEAST_PRIVATE_SERVICES_PREFIX), "Google's peered services with Managed Lustre among them")
    return Need(peered, 256, "Google's peered services")


def _fabric_needs(accelerators: Sequence[AddressRange], uses: Sequence[FabricUse], growth: float) -> Iterator[Need]:
    for subnet in accelerators:
        fabric_nodes = sum(use.nodes for use in uses if subnet.name.startswith(f"{network_key(use.fabric, use.zone)} ") and use.fabric.vpcs)
        room = f"with room to grow {growth:g}-fold, {fabric_nodes:,} nodes"
        yield Need(subnet, math.ceil(fabric_nodes * growth) + RESERVED_IN_SUBNET, room)
