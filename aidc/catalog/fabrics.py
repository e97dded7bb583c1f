"""Accelerator fabrics: how the network interfaces beside the primary one are laid out, and over what they carry collectives.

Owns the shape of the extra VPCs that a machine family needs. Leaves out which machine has which fabric (gpus.py, tpus.py) and the address
ranges (blueprint/addresses.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidc.catalog.source import CLUSTER_TOOLKIT, COMPUTE_GPU_PAGE, COMPUTE_TPU_PAGE, Source

NicKind = Literal["gVNIC", "MRDMA", "IDPF"]


@dataclass(frozen=True, slots=True)
class FabricVpc:
    """One extra VPC: how many subnets it holds and which network profile makes it an RDMA network, if any."""

    role: str
    nic_kind: NicKind
    subnets: int
    network_profile: str | None = None
    interfaces_on_google_subnet: int = 0
    """Interfaces that lie on the one subnet Google makes with the network (A4X Max); declaring a subnet there is refused (trap T053)."""

    @property
    def is_rdma(self) -> bool:
        """An RDMA VPC takes no firewall rules, no external address and only REGIONAL routing."""
        return self.network_profile is not None


@dataclass(frozen=True, slots=True)
class Fabric:
    """The accelerator network of a machine family. `mtu_bytes` holds for every VPC of the fabric."""

    name: str
    transport: str
    vpcs: tuple[FabricVpc, ...]
    mtu_bytes: int
    primary_mtu_bytes: int
    """MTU the primary VPC should have so that the host side is not fragmented."""
    needs_multi_networking: bool
    """Pods get the interfaces through Network objects, for which the cluster is made with multi-networking (rule NP21)."""
    source: Source
    managed_profile: bool = False
    """GKE can make the VPCs itself and hand the interfaces out through DRA (accelerator network profile, rule NP20)."""
    note: str = ""
    """Where sources disagree, and which one is used."""

    @property
    def extra_interfaces(self) -> int:
        """Interfaces beside the primary one."""
        return sum(vpc.subnets + vpc.interfaces_on_google_subnet for vpc in self.vpcs)

    @property
    def declared_subnets(self) -> int:
        """Subnets of its VPCs that a stack declares."""
        return sum(vpc.subnets for vpc in self.vpcs)

    @property
    def claims_only(self) -> bool:
        """The interfaces can be had through DRA claims alone, from VPCs of the stack: the cluster must not have multi-networking (rule NP18)."""
        return bool(self.vpcs) and not self.needs_multi_networking


def _gvnic(count: int) -> tuple[FabricVpc, ...]:
    return tuple(FabricVpc(role=f"gpu-{index}", nic_kind="gVNIC", subnets=1) for index in range(count))


PRIMARY_ONLY = Fabric("primary-only", "TCP over the primary gVNIC", (), 8896, 8896, False, COMPUTE_GPU_PAGE)
FAST_SOCKET = Fabric("fast-socket", "NCCL Fast Socket over the primary gVNIC", (), 8896, 8896, False, COMPUTE_GPU_PAGE)
_PROFILE_NOTE = "cluster-toolkit and xpk accept the managed profile for it, GKE's DRANET page does not list it; it is not used here"
TCPX = Fabric("tcpx", "GPUDirect-TCPX", _gvnic(4), 8244, 8244, True, CLUSTER_TOOLKIT, note=_PROFILE_NOTE)
TCPXO = Fabric(
    "tcpxo",
    "GPUDirect-TCPXO",
    _gvnic(8),
    8244,
    8244,
    True,
    CLUSTER_TOOLKIT,
    note=f"MTU 8244 in cluster-toolkit and in xpk's own code (used here); blueprints that xpk generates set none and get 8896. {_PROFILE_NOTE}",
)
ROCE_8 = Fabric(
    "roce8",
    "GPUDirect-RDMA (RoCE)",
    (FabricVpc("host", "gVNIC", 1), FabricVpc("rdma", "MRDMA", 8, "vpc-roce")),
    8896,
    8896,
    True,
    CLUSTER_TOOLKIT,
    managed_profile=True,
)
ROCE_4 = Fabric(
    "roce4",
    "GPUDirect-RDMA (RoCE) and multi-node NVLink",
    (FabricVpc("host", "gVNIC", 1), FabricVpc("rdma", "MRDMA", 4, "vpc-roce")),
    8896,
    8896,
    True,
    CLUSTER_TOOLKIT,
    managed_profile=True,
)
ROCE_8_METAL = Fabric(
    "roce8-metal",
    "GPUDirect-RDMA (RoCE) and multi-node NVLink",
    (FabricVpc("host", "IDPF", 1), FabricVpc("rdma", "MRDMA", 0, "vpc-roce-metal", interfaces_on_google_subnet=8)),
    8896,
    8896,
    False,
    CLUSTER_TOOLKIT,
    note="The RDMA VPC is IPv6 only and Google makes its one subnet, default-subnet-1-NETWORK; interfaces are handed out by DRA claims",
)
DCN_SECOND_NIC = Fabric(
    "dcn",
    "ICI inside the slice, DCN over two gVNICs",
    (FabricVpc("dcn", "gVNIC", 1),),
    8896,
    8896,
    True,
    COMPUTE_TPU_PAGE,
    managed_profile=True,
    note="TPU7x and the managed profile: GKE's DRANET page lists it, xpk says it is not supported; the page is used here",
)
HOST_SECOND_NIC = Fabric(
    "nic2",
    "PCIe peer to peer inside the host, TCP over two gVNICs",
    (FabricVpc("host", "gVNIC", 1),),
    8896,
    8896,
    True,
    CLUSTER_TOOLKIT,
    note="The machine table has one interface below 384 vCPU (used here); cluster-toolkit's blueprint gives smaller sizes a second one too",
)
ICI = Fabric(
    "ici",
    "ICI inside the slice, DCN over the primary gVNIC",
    (),
    8896,
    8896,
    False,
    COMPUTE_TPU_PAGE,
    note="GKE's DRANET page lists ct6e hosts with one interface for the managed profile as well; it is used for two interfaces only",
)

FABRICS = (PRIMARY_ONLY, FAST_SOCKET, TCPX, TCPXO, ROCE_8, ROCE_4, ROCE_8_METAL, DCN_SECOND_NIC, HOST_SECOND_NIC, ICI)
