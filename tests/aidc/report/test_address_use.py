"""Shares of ranges, and the block drawn on one line."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.report.address_use import FREE, LETTERS, address_map, address_uses, used_share

BLOCK = "10.32.0.0/14"


def test_the_map_of_the_fixed_layout(reference):
    drawn = address_map(reference("gpt3-a100").plan.addresses, BLOCK, 64)
    assert drawn == "P" * 32 + "N" * 8 + "SSSS" + "VV" + "C" + FREE + "A" * 16, (
        "sixteenths: 8 pods, 2 nodes, 1 services, 1 mixed, 4 accelerators"
    )


@given(st.sampled_from([64, 128, 192, 256]))
def test_every_range_is_on_the_map_even_the_sixteen_addresses_of_the_control_plane(reference, cells):
    drawn = Counter(address_map(reference("gpt3-a100").plan.addresses, BLOCK, cells))
    assert set(LETTERS.values()) <= set(drawn)
    assert drawn["P"] == cells // 2, "pods take half of the block"


def test_a_range_set_by_hand_outside_the_block_is_not_on_the_map(blueprint):
    loaded = blueprint(network={"cidr": BLOCK, "ranges": {"pods": "172.16.0.0/16"}})
    drawn = address_map(loaded.plan.addresses, BLOCK, 64)
    assert "P" not in drawn
    assert used_share(loaded.plan.addresses, BLOCK) < used_share(blueprint(network={"cidr": BLOCK}).plan.addresses, BLOCK)


def test_what_is_needed_is_a_share_of_what_is_there(reference):
    uses = {use.purpose: use for use in address_uses(reference("train-h100").plan.addresses)}
    nodes = uses["nodes"]
    assert (nodes.cidr, nodes.addresses, nodes.needed) == ("10.100.0.0/16", 65536, (6 + 16 + 8) * 4 + 4 + 1), (
        "growth 4, 4 that Google keeps, and the admin host"
    )
    assert nodes.share == pytest.approx(125 / 65536)


def test_no_need_is_counted_for_the_control_plane(reference):
    [plane] = [use for use in address_uses(reference("dev").plan.addresses) if use.purpose == "control_plane"]
    assert (plane.addresses, plane.needed, plane.share) == (16, None, None)


def test_every_subnet_of_an_accelerator_network_is_listed(reference):
    purposes = [use.purpose for use in address_uses(reference("train-h100").plan.addresses)]
    assert [purpose for purpose in purposes if purpose.startswith("tcpxo-b")] == [f"tcpxo-b subnet {index}" for index in range(8)]
