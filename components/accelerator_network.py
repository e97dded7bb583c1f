"""The extra VPCs of one accelerator fabric in one zone."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.accelerator_network import AcceleratorNetworkPlan, AcceleratorSubnetPlan, AcceleratorVpcPlan


@dataclass(frozen=True, slots=True)
class Interface:
    """One extra interface of a node: live names of its network and subnet."""

    network: pulumi.Output[str]
    subnet: pulumi.Output[str]


class AcceleratorNetwork(pulumi.ComponentResource):
    """VPCs and subnets that carry collectives between accelerators. Owns their firewall rules; pods see them through PodNetworks."""

    interfaces: list[Interface]
    """In the order in which a node's interfaces are attached."""

    def __init__(self, plan: AcceleratorNetworkPlan, *, project: str, region: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:fabric:AcceleratorNetwork", plan.key, None, opts)
        self._project, self._region = project, region
        self.interfaces = [interface for vpc in plan.vpcs for interface in self._vpc(vpc)]
        self.register_outputs({})

    def _vpc(self, plan: AcceleratorVpcPlan) -> list[Interface]:
        network = gcp.compute.Network(
            plan.name,
            name=plan.name,
            project=self._project,
            auto_create_subnetworks=False,
            # RDMA networks take no other mode, and nothing here is routed between regions.
            routing_mode="REGIONAL",
            mtu=plan.mtu_bytes,
            network_profile=plan.network_profile or None,
            description="Accelerator fabric",
            opts=pulumi.ResourceOptions(parent=self),
        )
        if plan.firewall:
            self._inside_only(plan, network)
        declared = [Interface(network.name, self._subnet(subnet, network).name) for subnet in plan.subnets]
        # Google makes this subnet together with the network, so its name is known once the network is there.
        google_made = network.name.apply(lambda _: plan.google_subnet)
        return declared + [Interface(network.name, google_made)] * plan.google_subnet_interfaces

    def _subnet(self, plan: AcceleratorSubnetPlan, network: gcp.compute.Network) -> gcp.compute.Subnetwork:
        return gcp.compute.Subnetwork(
            plan.name,
            name=plan.name,
            project=self._project,
            region=self._region,
            network=network.name.apply(lambda name: f"projects/{self._project}/global/networks/{name}"),
            ip_cidr_range=plan.cidr,
            stack_type="IPV4_ONLY",
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _inside_only(self, plan: AcceleratorVpcPlan, network: gcp.compute.Network) -> None:
        gcp.compute.Firewall(
            plan.firewall,
            name=plan.firewall,
            project=self._project,
            network=network.name.apply(lambda name: f"projects/{self._project}/global/networks/{name}"),
            description="Accelerator nodes reach each other; nothing comes from outside",
            direction="INGRESS",
            priority=1000,
            allows=[gcp.compute.FirewallAllowArgs(protocol=protocol) for protocol in ("tcp", "udp", "icmp")],
            source_ranges=[subnet.cidr for subnet in plan.subnets],
            log_config=gcp.compute.FirewallLogConfigArgs(metadata="INCLUDE_ALL_METADATA"),
            opts=pulumi.ResourceOptions(parent=self),
        )
