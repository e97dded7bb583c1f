"""Ranges applied to pools: fixed for good, wide enough for what may come, and refused when they are not."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest

TOO_SMALL = "Widen it, lower the node counts, max_pods_per_node or network.growth"


def _cidrs(plan) -> dict[str, str]:
    return {found.name: found.cidr for found in plan.addresses.ranges}


def test_the_block_is_cut_in_sixteenths(plan_of):
    assert _cidrs(plan_of(network={"cidr": "10.0.0.0/12"})) == {
        "nodes": "10.8.0.0/15",
        "pods": "10.0.0.0/13",
        "services": "10.10.0.0/16",
        "control_plane": "10.11.128.0/28",
        "private_services": "10.11.0.0/17",
    }


def test_services_are_never_wider_than_gke_takes(plan_of):
    assert _cidrs(plan_of(network={"cidr": "10.0.0.0/8"}))["services"] == "10.160.0.0/16", "a sixteenth of a /8 would be a /12"


def test_adding_pools_moves_no_range_that_exists(plan_of, gpu_pool, tpu_slice, cpu_pool):
    before = plan_of(gpu_pools=[gpu_pool()])
    more = [gpu_pool(), gpu_pool(name="u", machine_type="a3-ultragpu-8g", zones=["us-central1-b"], nodes=4)]
    after = plan_of(gpu_pools=more, tpu_slices=[tpu_slice(generation="v6e")], cpu_pools=[cpu_pool(), cpu_pool(name="more", nodes=40)])
    assert _cidrs(before).items() <= _cidrs(after).items(), "moving a range would replace its subnet"
    assert len(_cidrs(after)) == len(_cidrs(before)) + 9 + 1


def test_fabrics_take_their_sets_in_the_order_of_first_use(plan_of, gpu_pool):
    """So pools are added behind those that exist: one of another fabric that is put in front of them would take their set."""
    mega, ultra = gpu_pool(), gpu_pool(name="u", machine_type="a3-ultragpu-8g", zones=["us-central1-b"])
    first, second = plan_of(gpu_pools=[mega, ultra]).accelerator_networks
    assert (first.key, first.subnets[0].cidr) == ("tcpxo-a", "10.12.0.0/20")
    assert (second.key, second.subnets[0].cidr) == ("roce8-b", "10.13.0.0/20")


def test_ranges_hold_todays_nodes_times_the_growth(problems, cpu_pool):
    def found(growth, nodes):
        return problems(network={"cidr": "10.0.0.0/18", "growth": growth}, cpu_pools=[cpu_pool(nodes=nodes)])

    assert found(1, 64) == []
    assert found(1, 66) == [
        "network.cidr: pods 10.0.0.0/19 has 8,192 addresses; with room to grow 1-fold, 66 nodes with their pods need 8,448, a /18. "
        + TOO_SMALL
    ], "64 pods a node take 128 addresses"
    assert found(2, 32) == []
    assert found(2, 34) == [
        "network.cidr: pods 10.0.0.0/19 has 8,192 addresses; with room to grow 2-fold, 34 nodes with their pods need 8,704, a /18. "
        + TOO_SMALL
    ]


def test_fewer_pods_a_node_need_fewer_addresses(problems, cpu_pool):
    pool = cpu_pool(nodes=500, max_pods_per_node=8)
    assert problems(network={"cidr": "10.0.0.0/18", "growth": 1}, cpu_pools=[pool]) == []


def test_four_addresses_of_a_subnet_are_googles(problems, cpu_pool):
    def found(nodes):
        pool = cpu_pool(nodes=nodes, max_pods_per_node=8, zones=["us-central1-a"])
        return problems(network={"ranges": {"nodes": "172.16.0.0/24"}, "growth": 1}, cpu_pools=[pool])

    assert found(252) == []
    assert found(253) == [
        f"network.ranges.nodes: nodes 172.16.0.0/24 has 256 addresses; with room to grow 1-fold, 253 nodes need 257, a /23. {TOO_SMALL}"
    ]


def test_an_accelerator_subnet_holds_an_interface_of_every_node_of_its_fabric(problems, gpu_pool):
    def found(*nodes):
        pools = [gpu_pool(name=f"g{index}", nodes=count, compact=False) for index, count in enumerate(nodes)]
        return problems(network={"cidr": "10.0.0.0/16", "growth": 1}, gpu_pools=pools)

    assert IPv4Network("10.0.192.0/24").num_addresses == 256, "a quarter of the block, four sets, sixteen subnets"
    assert found(252) == []
    assert found(126, 127)[0] == (
        f"network.cidr: tcpxo-a subnet 0 10.0.192.0/24 has 256 addresses; with room to grow 1-fold, 253 nodes need 257, a /23. {TOO_SMALL}"
    ), "pools of one fabric in one zone share it"
    assert len(found(126, 127)) == 8, "each of the eight subnets is too small"


@pytest.mark.parametrize("name", ["nodes", "pods", "services", "control_plane", "private_services", "accelerators"])
def test_a_reserved_range_stays_free_of_each_range(name, problems, plan_of, gpu_pool):
    plan = plan_of(gpu_pools=[gpu_pool()])
    taken = plan.addresses.accelerator_block if name == "accelerators" else _cidrs(plan)[name]
    inside = str(next(IPv4Network(taken).subnets(new_prefix=max(29, IPv4Network(taken).prefixlen))))
    assert problems(network={"reserved": [inside]}) == [
        f"network.cidr: {name} {taken} overlaps reserved {inside} (network.reserved[0]). Move one of the two"
    ]


EXISTING = {"network": "shared", "subnet": "gke", "pods_range": "pods", "services_range": "services"}


def test_primary_ranges_of_an_existing_network_are_not_ours_to_measure(problems, cpu_pool, gpu_pool):
    many = [cpu_pool(nodes=4000)]
    assert len(problems(cpu_pools=many)) == 1, "in an own network the pods need more"
    assert problems(cpu_pools=many, network={"existing": EXISTING, "reserved": ["10.0.0.0/13"]}) == []
    assert problems(gpu_pools=[gpu_pool(nodes=300, compact=False)], network={"cidr": "10.0.0.0/16", "existing": EXISTING})[0].startswith(
        "network.cidr: tcpxo-a subnet 0 10.0.192.0/24 has 256 addresses"
    ), "the accelerator networks are ours all the same"
    assert problems(network={"existing": EXISTING, "reserved": ["10.12.0.0/14"]}) == [
        "network.cidr: accelerators 10.12.0.0/14 overlaps reserved 10.12.0.0/14 (network.reserved[0]). Move one of the two"
    ]


def test_reserved_ranges_elsewhere_are_nobodys_problem(problems):
    assert problems(network={"reserved": ["10.200.0.0/16", "10.200.1.0/24", "192.168.0.0/16"]}) == []
