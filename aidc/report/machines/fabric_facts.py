"""Facts about the fabric of a machine: the networks it needs beside the primary one."""

from __future__ import annotations

from dataclasses import replace

from aidc.catalog.fabrics import Fabric, FabricVpc
from aidc.report.machines.fact import Fact, Group
from aidc.report.units import count, plural


def fabric_group(fabric: Fabric) -> Group:
    """Return transport, VPCs, interfaces, MTU and how pods get the interfaces."""
    source = fabric.source
    vpcs = _vpcs(fabric.vpcs)
    return Group(
        "fabric",
        (
            Fact("fabric", "name", fabric.name, fabric.name, source),
            Fact("fabric.transport", "transport", fabric.transport, fabric.transport, source),
            Fact("fabric.extra_vpcs", "extra VPCs", list(vpcs), f"{len(fabric.vpcs)}: {', '.join(vpcs)}" if vpcs else "none", source),
            Fact(
                "fabric.interfaces",
                "interfaces",
                fabric.extra_interfaces + 1,
                f"{fabric.extra_interfaces + 1} with the primary one",
                source,
            ),
            Fact("fabric.mtu_bytes", "MTU", fabric.mtu_bytes, _mtu(fabric), source),
            Fact("fabric.pods", "pods get them by", _handed_out(fabric), _handed_out(fabric), source),
        ),
    )


def _vpcs(vpcs: tuple[FabricVpc, ...]) -> list[str]:
    """Return what the VPCs are; those that differ in nothing but their number are one."""
    alike = [vpc for vpc in vpcs if replace(vpc, role="") == replace(vpcs[0], role="")]
    if len(alike) < 2 or len(alike) < len(vpcs):
        return [_vpc(vpc) for vpc in vpcs]
    return [_vpc(replace(vpcs[0], role=f"{vpcs[0].role} to {vpcs[-1].role}")).replace("subnet", "subnet each", 1)]


def _vpc(vpc: FabricVpc) -> str:
    subnets = (
        plural(vpc.subnets, "subnet") if vpc.subnets else f"{plural(vpc.interfaces_on_google_subnet, 'interface')} on Google's own subnet"
    )
    profile = f", profile ZONE-{vpc.network_profile}" if vpc.network_profile else ""
    return f"{vpc.role} ({vpc.nic_kind}, {subnets}{profile})"


def _mtu(fabric: Fabric) -> str:
    if fabric.mtu_bytes == fabric.primary_mtu_bytes:
        return f"{count(fabric.mtu_bytes)} bytes, on the primary VPC too"
    return f"{count(fabric.mtu_bytes)} bytes, {count(fabric.primary_mtu_bytes)} on the primary VPC"


def _handed_out(fabric: Fabric) -> str:
    if not fabric.vpcs:
        return "nothing to hand out"
    if fabric.claims_only:
        return "DRA claims, without multi-networking"
    return "Network objects (multi-networking)" + ", or the managed profile and DRA claims" * fabric.managed_profile
