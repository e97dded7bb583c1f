"""Ranges set by hand: private, of a size that Google Cloud takes, and apart from each other."""

from __future__ import annotations

import pytest

from aidc.blueprint.addresses import SETS, SUBNETS_PER_SET, accelerator_subnet
from aidc.blueprint.ranges import NARROWEST_ACCELERATORS_PREFIX

PRIVATE = "use a range of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 or 240.0.0.0/4"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"nodes": "192.169.0.0/24"}, f"nodes: 192.169.0.0/24 is public address space; {PRIVATE}", {"nodes": "192.168.0.0/24"}),
        ({"pods": "9.0.0.0/16"}, f"pods: 9.0.0.0/16 is public address space; {PRIVATE}", {"pods": "100.64.0.0/16"}),
        (
            {"control_plane": "172.16.0.0/27"},
            "control_plane: 172.16.0.0/27 is not a /28, the size GKE takes for a control plane",
            {"control_plane": "172.16.0.0/28"},
        ),
        (
            {"services": "172.16.0.0/15"},
            "services: 172.16.0.0/15 is wider than a /16, the widest range GKE takes for services",
            {"services": "172.16.0.0/16"},
        ),
        (
            {"services": "172.16.0.0/25"},
            "services: services 172.16.0.0/25 has 128 addresses; services need 256, a /24. "
            "Widen it, lower the node counts, max_pods_per_node or network.growth",
            {"services": "172.16.0.0/24"},
        ),
        (
            {"accelerators": "172.16.0.0/24"},
            "accelerators: 172.16.0.0/24 is too small: it is cut into 4 times 16 subnets, and a subnet is at least a /29. Use a /23 or wider",
            {"accelerators": "172.16.0.0/23"},
        ),
        (
            {"nodes": "172.16.0.0/30"},
            "nodes: nodes 172.16.0.0/30 has 4 addresses; with room to grow 1.5-fold, 2 nodes need 7, a /29. "
            "Widen it, lower the node counts, max_pods_per_node or network.growth",
            {"nodes": "172.16.0.0/29"},
        ),
        (
            {"nodes": "172.16.0.0/24", "pods": "172.16.0.0/16"},
            "pods: pods 172.16.0.0/16 overlaps nodes 172.16.0.0/24 (network.ranges.nodes). Move one of the two",
            {"nodes": "172.17.0.0/24", "pods": "172.16.0.0/16"},
        ),
    ],
)
def test_a_range_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems):
    assert problems(network={"ranges": wrong}) == [f"network.ranges.{message}"]
    assert problems(network={"ranges": right}) == []


def test_a_range_set_by_hand_takes_the_place_of_the_computed_one(plan_of):
    plan = plan_of(network={"ranges": {"nodes": "192.168.0.0/20", "control_plane": "192.168.255.0/28"}})
    assert (plan.network.nodes_cidr, plan.cluster.control_plane_cidr) == ("192.168.0.0/20", "192.168.255.0/28")
    assert plan.network.pods_cidr == "10.0.0.0/13", "the others stay where they were"


def test_the_narrowest_block_of_accelerators_still_has_subnets_of_eight_addresses():
    last = accelerator_subnet(f"10.0.0.0/{NARROWEST_ACCELERATORS_PREFIX}", SETS - 1, SUBNETS_PER_SET - 1)
    assert last == "10.0.1.248/29", "the smallest subnet of a VPC"
