"""The extra VPCs that accelerator fabrics need. Derived from the machines, never asked.

Pools of one fabric in one zone share a set of VPCs. RDMA VPCs carry a network profile that names the zone, take no firewall rules and route
REGIONAL (rule NP23); the others let everything through inside their own range, and nothing from outside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aidc.blueprint.addresses import SETS, accelerator_subnet
from aidc.blueprint.errors import Problem
from aidc.blueprint.names import COMPUTE, KUBERNETES, Names
from aidc.blueprint.site import SitePlan
from aidc.catalog.fabrics import Fabric, FabricVpc


@dataclass(frozen=True, slots=True)
class AcceleratorSubnetPlan:
    """One subnet of an accelerator VPC, and the Kubernetes network object that hands its interfaces to pods."""

    name: str
    cidr: str
    pod_network: str
    device_mode: str


@dataclass(frozen=True, slots=True)
class AcceleratorVpcPlan:
    """One extra VPC. An empty `network_profile` makes an ordinary one with an internal firewall rule."""

    name: str
    mtu_bytes: int
    network_profile: str
    firewall: str
    subnets: tuple[AcceleratorSubnetPlan, ...]
    google_subnet: str = ""
    """Name of the subnet that Google makes with the network; nodes have `google_subnet_interfaces` on it."""
    google_subnet_interfaces: int = 0


@dataclass(frozen=True, slots=True)
class AcceleratorNetworkPlan:
    """The set of VPCs of one fabric in one zone; `key` is what pools refer to."""

    key: str
    fabric: str
    transport: str
    zone: str
    vpcs: tuple[AcceleratorVpcPlan, ...]
    largest_pool_nodes: int
    device_networks: bool
    """Pods get the interfaces through Network objects; otherwise through DRA claims."""

    @property
    def subnets(self) -> tuple[AcceleratorSubnetPlan, ...]:
        """All subnets, in the order of the interfaces."""
        return tuple(subnet for vpc in self.vpcs for subnet in vpc.subnets)


@dataclass(frozen=True, slots=True)
class FabricUse:
    """A pool that needs a fabric in a zone, and how many nodes it may have."""

    fabric: Fabric
    zone: str
    nodes: int
    path: str


def network_key(fabric: Fabric, zone: str) -> str:
    """Return the key of the accelerator network of a fabric in a zone, or nothing when the fabric has no extra VPC."""
    return f"{fabric.name}-{zone.rpartition('-')[2]}" if fabric.vpcs else ""


def plan_accelerator_networks(
    uses: Iterable[FabricUse], site: SitePlan, accelerators_cidr: str, names: Names
) -> tuple[AcceleratorNetworkPlan, ...]:
    """Decide one set of VPCs for each fabric and zone in use, in the order of first use."""
    grouped: dict[str, list[FabricUse]] = {}
    for use in uses:
        if use.fabric.vpcs:
            grouped.setdefault(network_key(use.fabric, use.zone), []).append(use)
    if len(grouped) > SETS:
        path = list(grouped.values())[SETS][0].path
        names.problems.append(
            Problem(
                0,
                path,
                f"needs accelerator network number {SETS + 1}; network.ranges.accelerators has room for {SETS}. Put pools in fewer zones",
            )
        )
    return tuple(
        _plan_one(key, pools, index, site, accelerators_cidr, names) for index, (key, pools) in enumerate(list(grouped.items())[:SETS])
    )


def _plan_one(
    key: str, uses: list[FabricUse], set_index: int, site: SitePlan, accelerators_cidr: str, names: Names
) -> AcceleratorNetworkPlan:
    fabric, zone = uses[0].fabric, uses[0].zone
    vpcs, first_subnet = [], 0
    for vpc in fabric.vpcs:
        vpcs.append(
            _plan_vpc(
                vpc,
                fabric,
                key,
                zone,
                site,
                [accelerator_subnet(accelerators_cidr, set_index, first_subnet + i) or "" for i in range(vpc.subnets)],
                uses[0].path,
                names,
            )
        )
        first_subnet += vpc.subnets
    return AcceleratorNetworkPlan(
        key, fabric.name, fabric.transport, zone, tuple(vpcs), max(use.nodes for use in uses), fabric.needs_multi_networking
    )


def _plan_vpc(
    vpc: FabricVpc, fabric: Fabric, key: str, zone: str, site: SitePlan, cidrs: list[str], path: str, names: Names
) -> AcceleratorVpcPlan:
    name = names.name(COMPUTE, key, vpc.role, path=path)
    return AcceleratorVpcPlan(
        name=name,
        mtu_bytes=fabric.mtu_bytes,
        # The profile's name carries the zone, so a pool that moves to another zone gets another network.
        network_profile=f"projects/{site.project}/global/networkProfiles/{zone}-{vpc.network_profile}" if vpc.network_profile else "",
        firewall="" if vpc.is_rdma else names.name(COMPUTE, key, vpc.role, "inside", path=path),
        subnets=tuple(_plan_subnet(vpc, key, index, cidr, path, names) for index, cidr in enumerate(cidrs)),
        google_subnet=names.name(COMPUTE, "default-subnet-1", name, path=path, prefix="") if vpc.interfaces_on_google_subnet else "",
        google_subnet_interfaces=vpc.interfaces_on_google_subnet,
    )


def _plan_subnet(vpc: FabricVpc, key: str, index: int, cidr: str, path: str, names: Names) -> AcceleratorSubnetPlan:
    return AcceleratorSubnetPlan(
        name=names.name(COMPUTE, key, vpc.role, f"sub-{index}", path=path),
        cidr=cidr,
        pod_network=names.name(KUBERNETES, key, vpc.role, *([str(index)] if vpc.subnets > 1 else []), path=path, prefix=""),
        device_mode="RDMA" if vpc.is_rdma else "NetDevice",
    )
