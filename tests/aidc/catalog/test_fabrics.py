"""Accelerator fabrics: how many VPCs, subnets and interfaces each GPUDirect flavour takes."""

from __future__ import annotations

import pytest

from aidc.catalog import fabrics
from aidc.catalog.fabrics import (
    DCN_SECOND_NIC,
    FABRICS,
    FAST_SOCKET,
    HOST_SECOND_NIC,
    ICI,
    PRIMARY_ONLY,
    ROCE_4,
    ROCE_8,
    ROCE_8_METAL,
    TCPX,
    TCPXO,
    Fabric,
)


@pytest.mark.parametrize(
    ("fabric", "vpcs", "interfaces", "mtu"),
    [
        (PRIMARY_ONLY, 0, 0, 8896),
        (FAST_SOCKET, 0, 0, 8896),
        (ICI, 0, 0, 8896),
        (TCPX, 4, 4, 8244),
        (TCPXO, 8, 8, 8244),
        (ROCE_8, 2, 9, 8896),
        (ROCE_4, 2, 5, 8896),
        (ROCE_8_METAL, 2, 9, 8896),
        (HOST_SECOND_NIC, 1, 1, 8896),
        (DCN_SECOND_NIC, 1, 1, 8896),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_a_fabric_has_the_vpcs_of_its_blueprint_and_its_interfaces(fabric: Fabric, vpcs: int, interfaces: int, mtu: int):
    assert (len(fabric.vpcs), fabric.extra_interfaces, fabric.mtu_bytes) == (vpcs, interfaces, mtu)
    assert fabric.primary_mtu_bytes == mtu, "the host side would be fragmented otherwise"


def test_every_fabric_is_listed():
    assert set(FABRICS) == {value for value in vars(fabrics).values() if isinstance(value, Fabric)}


def test_every_fabric_with_vpcs_needs_multi_networking_except_that_of_bare_metal():
    for fabric in FABRICS:
        assert fabric.needs_multi_networking == (bool(fabric.vpcs) and fabric is not ROCE_8_METAL), f"{fabric.name}: rules NP18 and NP21"
        assert fabric.claims_only == (fabric is ROCE_8_METAL)


def test_gke_makes_the_networks_of_rdma_and_of_tpu_hosts_when_asked():
    """GKE documentation, allocate network resources by DRA: A3 Ultra, A4, A4X, TPU7x and v6e."""
    assert {fabric.name for fabric in FABRICS if fabric.managed_profile} == {"roce8", "roce4", "dcn"}


def test_of_bare_metal_google_makes_the_rdma_subnet():
    host, rdma = ROCE_8_METAL.vpcs
    assert (host.nic_kind, host.subnets, rdma.subnets, rdma.interfaces_on_google_subnet) == ("IDPF", 1, 0, 8)
    assert (rdma.network_profile, ROCE_8_METAL.declared_subnets) == ("vpc-roce-metal", 1)


@pytest.mark.parametrize("fabric", [ROCE_8, ROCE_4], ids=lambda fabric: fabric.name)
def test_a_roce_fabric_has_one_ordinary_vpc_and_one_rdma_vpc(fabric: Fabric):
    host, rdma = fabric.vpcs
    assert (host.is_rdma, host.nic_kind, host.subnets) == (False, "gVNIC", 1)
    assert (rdma.is_rdma, rdma.nic_kind, rdma.network_profile) == (True, "MRDMA", "vpc-roce")


def test_the_gvnic_fabrics_have_one_subnet_in_each_vpc_and_no_profile():
    for fabric in (TCPX, TCPXO, DCN_SECOND_NIC, HOST_SECOND_NIC):
        assert all(vpc.subnets == 1 and vpc.nic_kind == "gVNIC" and not vpc.is_rdma for vpc in fabric.vpcs), fabric.name
    assert [vpc.role for vpc in TCPXO.vpcs] == [f"gpu-{index}" for index in range(8)]
