"""Address ranges set by hand, and which ranges Google Cloud takes at all.

Sizes: VPC documentation, subnets (smallest range /29, private ranges); GKE documentation, VPC-native clusters (services /27 to /16) and private
clusters (control plane /28), read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from aidc.blueprint.addresses import CONTROL_PLANE_PREFIX, SETS, SUBNETS_PER_SET
from aidc.blueprint.spec import Cidr, Field, Rule, Spec, sets

PRIVATE_BLOCKS = tuple(IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "240.0.0.0/4"))
WIDEST_SERVICES_PREFIX = 16
NARROWEST_ACCELERATORS_PREFIX = 23
"""SETS times SUBNETS_PER_SET subnets of a /29 each."""


class RangesSpec(Spec):
    """Ranges set by hand instead of by the fixed layout of `network.cidr`."""

    nodes: Cidr | None = Field(default=None, description="Primary range of the subnet", **sets("compute.Subnetwork.ipCidrRange"))
    pods: Cidr | None = Field(default=None, description="Secondary range of the pods", **sets("compute.Subnetwork.secondaryIpRanges"))
    services: Cidr | None = Field(
        default=None, description="Secondary range of the services", **sets("compute.Subnetwork.secondaryIpRanges")
    )
    control_plane: Cidr | None = Field(
        default=None, description="Range of the control plane, a /28", **sets("container.Cluster.privateClusterConfig.masterIpv4CidrBlock")
    )
    private_services: Cidr | None = Field(
        default=None, description="Range peered with Google's services (Filestore)", **sets("compute.GlobalAddress.address")
    )
    accelerators: Cidr | None = Field(
        default=None, description="Block for the accelerator networks", **sets("compute.Subnetwork.ipCidrRange")
    )

    def rules(self) -> Iterator[Rule]:
        """Yield ranges outside the address space that a VPC may use, and sizes that Google Cloud does not take."""
        for field in type(self).model_fields:
            if cidr := getattr(self, field):
                yield from public_address_space(field, cidr)
        if self.control_plane and _prefix(self.control_plane) != CONTROL_PLANE_PREFIX:
            yield "control_plane", f"{self.control_plane} is not a /{CONTROL_PLANE_PREFIX}, the size GKE takes for a control plane"
        if self.services and _prefix(self.services) < WIDEST_SERVICES_PREFIX:
            yield "services", f"{self.services} is wider than a /{WIDEST_SERVICES_PREFIX}, the widest range GKE takes for services"
        if self.accelerators and _prefix(self.accelerators) > NARROWEST_ACCELERATORS_PREFIX:
            yield (
                "accelerators",
                f"{self.accelerators} is too small: it is cut into {SETS} times {SUBNETS_PER_SET} subnets, and a subnet is at least a /29. "
                f"Use a /{NARROWEST_ACCELERATORS_PREFIX} or wider",
            )


def public_address_space(field: str, cidr: str) -> Iterator[Rule]:
    """Yield a range that is not private: its addresses belong to somebody on the Internet."""
    if not any(IPv4Network(cidr).subnet_of(block) for block in PRIVATE_BLOCKS):
        blocks = ", ".join(str(block) for block in PRIVATE_BLOCKS[:-1])
        yield field, f"{cidr} is public address space; use a range of {blocks} or {PRIVATE_BLOCKS[-1]}"


def _prefix(cidr: str) -> int:
    return IPv4Network(cidr).prefixlen
