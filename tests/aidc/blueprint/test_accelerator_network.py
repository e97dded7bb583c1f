"""The extra VPCs of accelerator fabrics: derived from the machines, one set for each fabric and zone."""

from __future__ import annotations

import pytest

from aidc.blueprint.accelerator_network import FabricUse, plan_accelerator_networks
from aidc.blueprint.names import Names
from aidc.catalog.fabrics import ROCE_4, TCPX


def _networks(plan):
    return {network.key: network for network in plan.accelerator_networks}


def test_machines_without_a_fabric_need_no_extra_network(plan_of, gpu_pool, tpu_slice):
    plan = plan_of(gpu_pools=[gpu_pool(machine_type="a2-ultragpu-8g")], tpu_slices=[tpu_slice()])
    assert plan.accelerator_networks == ()
    assert not plan.cluster.multi_networking


def test_a3_mega_talks_over_eight_vpcs_of_one_subnet(plan_of, gpu_pool):
    [network] = plan_of(gpu_pools=[gpu_pool()]).accelerator_networks
    assert (network.key, network.transport, network.zone) == ("tcpxo-a", "GPUDirect-TCPXO", "us-central1-a")
    assert [vpc.name for vpc in network.vpcs] == [f"lab-tcpxo-a-gpu-{index}" for index in range(8)]
    assert all(len(vpc.subnets) == 1 and vpc.mtu_bytes == 8244 and vpc.network_profile == "" for vpc in network.vpcs)
    assert [vpc.firewall for vpc in network.vpcs] == [f"lab-tcpxo-a-gpu-{index}-inside" for index in range(8)]
    assert [subnet.pod_network for subnet in network.subnets] == [f"tcpxo-a-gpu-{index}" for index in range(8)]
    assert {subnet.device_mode for subnet in network.subnets} == {"NetDevice"}


@pytest.mark.parametrize("machine", ["a3-ultragpu-8g", "a4-highgpu-8g"])
def test_roce_machines_talk_over_a_host_vpc_and_an_rdma_vpc_of_eight_subnets(machine, plan_of, gpu_pool):
    [network] = plan_of(gpu_pools=[gpu_pool(machine_type=machine, zones=["us-central1-b"])]).accelerator_networks
    host, rdma = network.vpcs
    assert (len(host.subnets), host.network_profile, host.firewall) == (1, "", "lab-roce8-b-host-inside")
    assert (len(rdma.subnets), rdma.firewall) == (8, ""), "an RDMA VPC takes no firewall rule (rule NP23)"
    assert rdma.network_profile == "projects/acme-lab/global/networkProfiles/us-central1-b-vpc-roce", "the profile carries the zone"
    assert [subnet.pod_network for subnet in rdma.subnets] == [f"roce8-b-rdma-{index}" for index in range(8)]
    assert {subnet.device_mode for subnet in rdma.subnets} == {"RDMA"}
    assert (host.mtu_bytes, rdma.mtu_bytes) == (8896, 8896)


def test_v6e_hosts_of_four_chips_have_a_second_interface(plan_of, tpu_slice):
    [network] = plan_of(tpu_slices=[tpu_slice(generation="v6e", topology="16x16")]).accelerator_networks
    assert (network.key, [vpc.name for vpc in network.vpcs]) == ("dcn-a", ["lab-dcn-a-dcn"])
    assert [subnet.pod_network for subnet in network.subnets] == ["dcn-a-dcn"]
    assert plan_of(tpu_slices=[tpu_slice(generation="v6e", topology="2x4")]).accelerator_networks == (), "the 8t host has one"


def test_pools_of_one_fabric_in_one_zone_share_a_set(plan_of, gpu_pool):
    plan = plan_of(gpu_pools=[gpu_pool(name="a", nodes=4), gpu_pool(name="b", nodes=8)])
    [network] = plan.accelerator_networks
    assert network.largest_pool_nodes == 8
    assert {pool.node_pool.accelerator_network for pool in plan.gpu_pools} == {network.key}


def test_zones_and_fabrics_have_sets_of_their_own(plan_of, gpu_pool):
    pools = [
        gpu_pool(name="a", nodes=4),
        gpu_pool(name="b", zones=["us-central1-c"]),
        gpu_pool(name="u", machine_type="a3-ultragpu-8g", zones=["us-central1-b"]),
        gpu_pool(name="v", machine_type="a4-highgpu-8g", zones=["us-central1-b"]),
    ]
    assert list(_networks(plan_of(gpu_pools=pools))) == ["tcpxo-a", "tcpxo-c", "roce8-b"], "A3 Ultra and A4 share theirs"


def test_four_sets_have_room_and_a_fifth_has_none(problems, gpu_pool, tpu_slice):
    mega = [gpu_pool(name=f"m{zone}", zones=[f"us-central1-{zone}"]) for zone in "abc"]
    ultra = gpu_pool(name="u", machine_type="a3-ultragpu-8g", zones=["us-central1-b"])
    assert problems(gpu_pools=[*mega, ultra]) == []
    assert problems(gpu_pools=[*mega, ultra], tpu_slices=[tpu_slice(generation="v6e")]) == [
        "tpu_slices[0].topology: needs accelerator network number 5; network.ranges.accelerators has room for 4. Put pools in fewer zones"
    ]


@pytest.mark.parametrize(
    ("fabric", "subnets", "key"),
    [(TCPX, [1, 1, 1, 1], "tcpx-a"), (ROCE_4, [1, 4], "roce4-a")],
    ids=lambda value: getattr(value, "name", None),
)
def test_fabrics_of_machines_to_come_are_laid_out_as_well(fabric, subnets, key, plan_of):
    names, use = Names("lab"), FabricUse(fabric, "us-central1-a", 4, "gpu_pools[0].machine_type")
    [network] = plan_accelerator_networks([use], plan_of().site, "10.12.0.0/14", names)
    assert (network.key, [len(vpc.subnets) for vpc in network.vpcs]) == (key, subnets)
    assert names.problems == names.collisions == []
