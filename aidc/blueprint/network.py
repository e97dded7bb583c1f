"""The VPC: subnet with pod and service ranges, NAT, firewall, private access, DNS. Own, or brought along from a host project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

from aidc.blueprint.addresses import AddressPlan
from aidc.blueprint.file_clients import ADMIN_HOST, FileClients, admin_host_in
from aidc.blueprint.firewall import RESTRICTED_VIP, FirewallRulePlan, plan_firewall
from aidc.blueprint.names import COMPUTE, DNS_ZONE, Names
from aidc.blueprint.ranges import RangesSpec, public_address_space
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Cidr, Field, Name, ProjectId, Rule, Spec, sets

DEFAULT_CIDR = "10.0.0.0/12"
PRIVATE_VIP = "199.36.153.8/30"
"""Addresses of private.googleapis.com (VPC documentation, Private Google Access)."""
GOOGLE_DOMAINS = ("googleapis.com", "gcr.io", "pkg.dev", "gke.goog")


class ExistingNetworkSpec(Spec):
    """A network that somebody else owns: a shared VPC host project, or one of the same project."""

    project: ProjectId | None = Field(default=None, description="Host project, default the site's project")
    network: Name = Field(max_length=63, description="Name of the network", **sets("container.Cluster.network"))
    subnet: Name = Field(max_length=63, description="Name of the subnet in the site's region", **sets("container.Cluster.subnetwork"))
    pods_range: Name = Field(
        max_length=63,
        description="Name of the secondary range for pods",
        **sets("container.Cluster.ipAllocationPolicy.clusterSecondaryRangeName"),
    )
    services_range: Name = Field(
        max_length=63,
        description="Name of the secondary range for services",
        **sets("container.Cluster.ipAllocationPolicy.servicesSecondaryRangeName"),
    )
    private_services_range: Name | None = Field(
        default=None,
        max_length=63,
        description="Name of the range peered with Google's services; Filestore needs it",
        **sets("filestore.Instance.networks"),
    )


class NetworkSpec(Spec):
    """The network. Every range comes out of `cidr` unless `ranges` says otherwise."""

    cidr: Cidr = Field(
        default=DEFAULT_CIDR,
        description="Block that every range of the stack is carved from, /8 to /18",
        **sets("compute.Subnetwork.ipCidrRange"),
    )
    ranges: RangesSpec = Field(default_factory=RangesSpec, description="Ranges set by hand")
    reserved: list[Cidr] = Field(default_factory=list, description="Ranges used elsewhere (on-premises, peers) that must stay free")
    growth: float = Field(
        default=1.5, ge=1, le=64, description="Room to grow: ranges must hold this many times today's largest node counts"
    )
    mtu_bytes: int | None = Field(
        default=None, ge=1300, le=8896, description="MTU, default what the accelerators' fabric asks for", **sets("compute.Network.mtu")
    )
    routing: Literal["REGIONAL", "GLOBAL"] = Field(
        default="REGIONAL", description="Dynamic routing mode", **sets("compute.Network.routingMode")
    )
    egress: Literal["nat", "restricted"] = Field(
        default="nat",
        description="nat: out through Cloud NAT; restricted: only Google APIs that VPC Service Controls covers, everything else denied",
        **sets("compute.RouterNat.*", "compute.Firewall.denies"),
    )
    flow_logs: bool = Field(default=True, description="VPC flow logs of the subnet", **sets("compute.Subnetwork.logConfig"))
    existing: ExistingNetworkSpec | None = Field(default=None, description="Bring your own network instead of making one")

    def rules(self) -> Iterator[Rule]:
        """Yield a block that is public or of an unusable size, and settings that an existing network cannot take."""
        block = IPv4Network(self.cidr)
        if not 8 <= block.prefixlen <= 18:
            yield "cidr", f"{self.cidr} is a /{block.prefixlen}; the layout needs a /8 to /18"
        else:
            yield from public_address_space("cidr", self.cidr)
        if self.existing:
            for field in sorted(self.model_fields_set & {"mtu_bytes", "routing", "egress", "flow_logs"}):
                yield (
                    field,
                    "belongs to a network that the stack makes; an existing network keeps its own. Remove it or remove network.existing",
                )


@dataclass(frozen=True, slots=True)
class GoogleApisDnsPlan:
    """A private zone that sends one Google domain to the private address range."""

    name: str
    domain: str
    target: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """The network, decided. With `existing` set, nothing of it is created and only the names count."""

    name: str
    project: str
    existing: bool
    subnet: str
    nodes_cidr: str
    pods_range: str
    pods_cidr: str
    services_range: str
    services_cidr: str
    mtu_bytes: int
    routing: str
    flow_logs: bool
    router: str
    """Empty when nothing leaves through NAT."""
    nat: str
    node_tag: str
    firewall: tuple[FirewallRulePlan, ...]
    private_services_range: str
    private_services_cidr: str
    dns: tuple[GoogleApisDnsPlan, ...]
    admin_host: str
    """Address of the nodes' range that is kept free for the host that makes directories on file systems; empty where none needs one."""
    admin_host_name: str
    guarded: bool

    @property
    def file_clients(self) -> FileClients:
        """What the words of exports stand for; nothing where the network is somebody else's."""
        return FileClients("", "") if self.existing else FileClients(self.nodes_cidr, admin_host_in(self.nodes_cidr))

    @property
    def uri(self) -> str:
        """Relative resource name of the network, as Google's APIs take it."""
        return f"projects/{self.project}/global/networks/{self.name}"

    def subnet_uri(self, region: str) -> str:
        """Relative resource name of the subnet, as Google's APIs take it."""
        return f"projects/{self.project}/regions/{region}/subnetworks/{self.subnet}"


def plan_network(
    spec: NetworkSpec,
    site: SitePlan,
    addresses: AddressPlan,
    mtu_bytes: int,
    lustres: bool,
    admin_host: bool,
    guarded: bool,
    names: Names,
) -> NetworkPlan:
    """Decide the network. `mtu_bytes` is what the fabric asks for; the spec may set another. `lustres`: Lustre servers reach the nodes.

    `admin_host`: a file system has directories made from an address of its own.
    """
    if spec.existing:
        return _existing_network(spec.existing, site, addresses, names)
    node_tag = names.name(COMPUTE, "node", path="name")
    return NetworkPlan(
        name=names.name(COMPUTE, "vpc", path="name"),
        project=site.project,
        existing=False,
        subnet=names.name(COMPUTE, "nodes", path="name"),
        nodes_cidr=addresses.nodes.cidr,
        pods_range="pods",
        pods_cidr=addresses.pods.cidr,
        services_range="services",
        services_cidr=addresses.services.cidr,
        mtu_bytes=spec.mtu_bytes or mtu_bytes,
        routing=spec.routing,
        flow_logs=spec.flow_logs,
        router=names.name(COMPUTE, "router", path="name") if spec.egress == "nat" else "",
        nat=names.name(COMPUTE, "nat", path="name") if spec.egress == "nat" else "",
        node_tag=node_tag,
        firewall=tuple(plan_firewall(addresses, spec.egress == "restricted", lustres, node_tag, names)),
        private_services_range=names.name(COMPUTE, "private-services", path="name"),
        private_services_cidr=addresses.private_services.cidr,
        dns=tuple(_google_dns(domain, spec.egress == "restricted", names) for domain in GOOGLE_DOMAINS),
        admin_host=admin_host_in(addresses.nodes.cidr) if admin_host else "",
        admin_host_name=names.name(COMPUTE, ADMIN_HOST, path="name") if admin_host else "",
        guarded=guarded,
    )


def _existing_network(existing: ExistingNetworkSpec, site: SitePlan, addresses: AddressPlan, names: Names) -> NetworkPlan:
    return NetworkPlan(
        name=existing.network,
        project=existing.project or site.project,
        existing=True,
        subnet=existing.subnet,
        nodes_cidr=addresses.nodes.cidr,
        pods_range=existing.pods_range,
        pods_cidr=addresses.pods.cidr,
        services_range=existing.services_range,
        services_cidr=addresses.services.cidr,
        mtu_bytes=0,
        routing="",
        flow_logs=False,
        router="",
        nat="",
        node_tag=names.name(COMPUTE, "node", path="name"),
        firewall=(),
        private_services_range=existing.private_services_range or "",
        private_services_cidr="",
        dns=(),
        admin_host="",
        admin_host_name="",
        guarded=False,
    )


def _google_dns(domain: str, restricted: bool, names: Names) -> GoogleApisDnsPlan:
    host, block = ("restricted", RESTRICTED_VIP) if restricted else ("private", PRIVATE_VIP)
    return GoogleApisDnsPlan(
        name=names.name(DNS_ZONE, domain.replace(".", "-"), path="name"),
        domain=f"{domain}.",
        target=f"{host}.googleapis.com." if domain == "googleapis.com" else f"{domain}.",
        addresses=tuple(str(address) for address in IPv4Network(block)),
    )
