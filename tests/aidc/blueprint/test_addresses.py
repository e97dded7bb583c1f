"""The layout of addresses: whole, without overlaps for any block, and never moved by a new pool."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.addresses import SETS, SUBNETS_PER_SET, AddressBook, AddressRange, Need, accelerator_subnet, pod_addresses_per_node
from aidc.blueprint.load import load_object
from aidc.blueprint.ranges import PRIVATE_BLOCKS


def _block(prefix: int, index: int) -> str:
    """Return one of the private blocks of a size: 10.0.0.0/8 cut into pieces."""
    return str(IPv4Network((int(IPv4Network("10.0.0.0/8").network_address) + (index % (1 << (prefix - 8))) * (1 << (32 - prefix)), prefix)))


blocks = st.builds(_block, st.integers(8, 18), st.integers(0, 1023))


def _overlaps(ranges: list[AddressRange]) -> list[tuple[str, str]]:
    return [(str(one), str(other)) for one, other in combinations(ranges, 2) if one.network.overlaps(other.network)]


@given(cidr=blocks)
def test_no_two_ranges_of_any_block_overlap_and_all_lie_inside_it(cidr, asked, gpu_pool):
    four_sets = [gpu_pool(name="m", nodes=1), gpu_pool(name="u", machine_type="a3-ultragpu-8g", zones=["us-central1-b"], nodes=1)]
    data = asked(network={"cidr": cidr, "growth": 1}, gpu_pools=four_sets)
    plan = load_object(data).plan
    assert _overlaps([*plan.addresses.ranges]) == []
    assert all(found.network.subnet_of(IPv4Network(cidr)) for found in plan.addresses.ranges)
    assert len(plan.addresses.accelerators) == 8 + 9, "a subnet for each interface"


@given(blocks)
def test_every_accelerator_subnet_of_a_block_lies_apart_inside_it(cidr):
    block = IPv4Network(cidr)
    subnets = [IPv4Network(accelerator_subnet(cidr, one, other) or "") for one in range(SETS) for other in range(SUBNETS_PER_SET)]
    assert sum(subnet.num_addresses for subnet in subnets) == block.num_addresses, "nothing is left over, so nothing overlaps"
    assert len(set(subnets)) == SETS * SUBNETS_PER_SET
    assert all(subnet.subnet_of(block) for subnet in subnets)


def test_a_block_has_no_fifth_set_and_no_seventeenth_subnet():
    assert accelerator_subnet("10.0.0.0/14", SETS, 0) is None
    assert accelerator_subnet("10.0.0.0/14", 0, SUBNETS_PER_SET) is None


@given(blocks, st.integers(0, 3), st.integers(0, 15))
def test_a_slot_is_the_sixteenths_it_names(cidr, power, first):
    sixteenths = 1 << power
    if first % sixteenths or first + sixteenths > 16:
        return
    slot, block = IPv4Network(AddressBook(cidr).slot(first, sixteenths)), IPv4Network(cidr)
    assert slot.num_addresses * 16 == block.num_addresses * sixteenths
    assert int(slot.network_address) - int(block.network_address) == first * block.num_addresses // 16


@pytest.mark.parametrize(("pods", "addresses"), [(8, 16), (15, 32), (16, 32), (17, 64), (32, 64), (64, 128), (110, 256), (256, 512)])
def test_a_node_takes_twice_its_pods_rounded_up_to_a_power_of_two(pods, addresses):
    assert pod_addresses_per_node(pods) == addresses


@given(st.integers(8, 256))
def test_a_node_has_at_least_twice_and_less_than_four_times_its_pods(pods):
    assert 2 * pods <= pod_addresses_per_node(pods) < 4 * pods


def test_a_collision_names_both_ranges_and_what_to_change():
    book = AddressBook("10.0.0.0/12")
    book.forbid_overlap(
        [AddressRange("nodes", "10.8.0.0/15", "network.cidr"), AddressRange("pods", "10.9.0.0/16", "network.ranges.pods")],
        [AddressRange("reserved", "10.0.0.0/8", "network.reserved[0]"), AddressRange("reserved", "10.1.0.0/16", "network.reserved[1]")],
    )
    assert [str(problem) for problem in book.problems] == [
        "network.cidr: nodes 10.8.0.0/15 overlaps reserved 10.0.0.0/8 (network.reserved[0]). Move one of the two",
        "network.ranges.pods: pods 10.9.0.0/16 overlaps reserved 10.0.0.0/8 (network.reserved[0]). Move one of the two",
        "network.ranges.pods: pods 10.9.0.0/16 overlaps nodes 10.8.0.0/15 (network.cidr). Move one of the two",
    ], "two reserved ranges may share addresses: both are somebody else's"


@pytest.mark.parametrize(
    ("addresses", "size"),
    [(256, None), (257, "a /23"), (512, "a /23"), (513, "a /22"), (1 << 28, "a /4"), ((1 << 28) + 1, "more than any private block has")],
)
def test_an_exhausted_range_says_how_much_is_needed(addresses, size):
    book = AddressBook("10.0.0.0/12")
    book.demand(Need(AddressRange("nodes", "10.8.0.0/24", "network.cidr"), addresses, "with room to grow 2-fold, 100 nodes"))
    expected = (
        f"network.cidr: nodes 10.8.0.0/24 has 256 addresses; with room to grow 2-fold, 100 nodes need {addresses:,}, {size}. "
        "Widen it, lower the node counts, max_pods_per_node or network.growth"
    )
    assert [str(problem) for problem in book.problems] == ([expected] if size else [])


def test_the_widest_private_block_is_a_slash_4():
    assert min(block.prefixlen for block in PRIVATE_BLOCKS) == 4
