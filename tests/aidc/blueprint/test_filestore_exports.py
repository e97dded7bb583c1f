"""Exports of a share: who mounts it and who stays root; words become the addresses of the stack's own network."""

from __future__ import annotations

from ipaddress import IPv4Network, collapse_addresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.file_clients import admin_host_in, without

EXISTING = {"network": "vpc", "subnet": "nodes", "pods_range": "pods", "services_range": "services", "private_services_range": "peered"}
NODES = "10.0.128.0/19"
"""Of the network 10.0.0.0/16."""
WIDE = [f"10.0.{128 + 2 * index}.{7 * index + 1}" for index in range(9)]


@pytest.fixture
def share(plan_of, filestore):
    """Return the one share of a stack whose network is 10.0.0.0/16."""
    return lambda network=None, **fields: plan_of(network=network or {"cidr": "10.0.0.0/16"}, filestores=[filestore(**fields)]).filestores[
        0
    ]


ADMIN = {"ranges": ["admin-host"], "root": "keep"}


def test_nodes_mount_a_share_without_root_and_only_the_admin_host_makes_directories(share):
    nodes, admin = share().exports
    assert share(exports=[{}, ADMIN]).exports == (nodes, admin)
    assert (nodes.clients, nodes.squash, nodes.read_only) == (("nodes",), True, False)
    assert (admin.clients, admin.ranges, admin.squash, admin.read_only) == (("admin-host",), ("10.0.159.253",), False, False)
    everybody = collapse_addresses(map(IPv4Network, (*nodes.ranges, *admin.ranges)))
    assert list(everybody) == [IPv4Network(NODES)], "every node may mount it, and no address stands twice"


def test_the_stack_keeps_the_address_of_the_admin_host_free(plan_of, filestore, lustre):
    def kept(**sections):
        plan = plan_of(**sections)
        return plan.network.admin_host, next((need.addresses for need in plan.addresses.needs if need.range.name == "nodes"), None)

    network = {"cidr": "10.0.0.0/16"}
    none, without_one = kept(network=network)
    assert none == ""
    assert kept(network=network, filestores=[filestore()]) == ("10.0.159.253", without_one + 1)
    assert kept(network=network, filestores=[filestore(exports=[{}])]) == ("", without_one)
    assert kept(network=network, filestores=[filestore(exports=[{"ranges": ["10.0.128.0/24"]}])]) == ("", without_one)
    squash = {"root_squash": {"exempt": ["admin-host"]}}
    assert kept(network={"cidr": "10.0.0.0/14"}, lustres=[lustre(**squash)])[0] == "10.2.127.253"
    assert kept(network={"existing": EXISTING}, filestores=[filestore(exports=[{"ranges": ["10.9.0.0/24"]}])])[0] == ""


def test_nodes_leave_out_what_another_entry_names(share):
    first, second = share(exports=[{}, {"ranges": ["10.0.144.0/20"], "access": "read-only"}]).exports
    assert (first.ranges, second.ranges, second.read_only) == (("10.0.128.0/20",), ("10.0.144.0/20",), True)


def test_on_a_network_of_others_a_share_stays_open_until_its_ranges_are_named(share):
    assert share(network={"existing": EXISTING}).exports == ()
    [named] = share(network={"existing": EXISTING}, exports=[{"ranges": ["10.9.0.0/20"]}]).exports
    assert named.ranges == ("10.9.0.0/20",)


@pytest.mark.parametrize(
    ("wrong", "messages", "right"),
    [
        ([], ["exports: has 0 entries; at least 1"], [{}]),
        ([{}] * 11, None, [{"ranges": [f"10.{index}.0.0/24"]} for index in range(20, 30)]),
        (
            [{"ranges": ["node"]}],
            ["exports[0].ranges[0]: 'node' is neither an IPv4 range, such as 10.0.0.0/16, nor nodes nor admin-host"],
            [{"ranges": ["nodes"]}],
        ),
        (
            [{"ranges": ["10.1.2.3/24"]}],
            ["exports[0].ranges[0]: '10.1.2.3/24' has bits set beyond its prefix. Did you mean 10.1.2.0/24?"],
            [{"ranges": ["10.1.2.0/24"]}],
        ),
        ([{"ranges": ["nodes", "nodes"]}], ["exports[0].ranges[1]: 'nodes' is listed twice"], [{"ranges": ["nodes", "10.9.0.0/24"]}]),
        (
            [{}, {"root": "keep"}],
            ["exports[1].ranges[0]: nodes overlaps nodes of exports[0].ranges[0]; Filestore takes no address twice. Shrink one of the two"],
            [{}, {"ranges": ["admin-host"], "root": "keep"}],
        ),
        (
            [{"ranges": ["10.9.0.0/16"]}, {"ranges": ["10.9.7.0/24"]}],
            [
                "exports[1].ranges[0]: 10.9.7.0/24 overlaps 10.9.0.0/16 of exports[0].ranges[0]; Filestore takes no address twice. "
                "Shrink one of the two"
            ],
            [{"ranges": ["10.9.0.0/16"]}, {"ranges": ["10.8.7.0/24"]}],
        ),
        (
            [{"root": "keep", "anon_uid": 5, "anon_gid": 5}],
            [
                "exports[0].anon_gid: goes with root: squash; root that stays root becomes nobody else. Remove it",
                "exports[0].anon_uid: goes with root: squash; root that stays root becomes nobody else. Remove it",
            ],
            [{"anon_uid": 5, "anon_gid": 5}],
        ),
        (
            [{"ranges": ["10.0.159.0/24"]}, {"ranges": ["admin-host"], "root": "keep"}],
            [
                "exports[1].ranges[0]: admin-host, 10.0.159.253, lies in 10.0.159.0/24 of exports[0].ranges[0]; "
                "Filestore takes no address twice. Shrink it"
            ],
            [{"ranges": ["10.0.158.0/24"]}, {"ranges": ["admin-host"], "root": "keep"}],
        ),
        (
            [{}, {"ranges": ["10.0.0.0/16"], "access": "read-only"}],
            ["exports[0].ranges[0]: nodes are 10.0.128.0/19, and other entries name all of it. Remove it or shrink them"],
            [{}, {"ranges": ["10.0.0.0/17"], "access": "read-only"}],
        ),
        (
            [{}, {"ranges": WIDE, "root": "keep"}],
            ["exports: come to 93 ranges, for nodes leave out what others name; a share takes 64. Name fewer or wider ranges"],
            [{}, {"ranges": WIDE[:4], "root": "keep"}],
        ),
    ],
)
def test_exports_are_refused_with_the_reason_and_their_neighbours_accepted(wrong, messages, right, problems, filestore):
    network = {"cidr": "10.0.0.0/16"}
    found = problems(network=network, filestores=[filestore(exports=wrong)])
    assert found, "it is refused"
    if messages is not None:
        assert found == [f"filestores[0].{message}" for message in messages]
    assert problems(network=network, filestores=[filestore(exports=right)]) == []


def test_words_mean_nothing_on_a_network_of_others(problems, filestore, lustre):
    asked = {
        "filestores": [filestore(exports=[{}, {"ranges": ["admin-host"], "root": "keep"}])],
        "lustres": [lustre(root_squash={"exempt": ["10.0.0.0/24", "admin-host"]})],
    }
    assert problems(network={"existing": EXISTING}, **asked) == [
        "filestores[0].exports[0].ranges[0]: nodes: the network is somebody else's, and addresses of its nodes are not known. "
        "Write the range, such as 10.0.0.0/16",
        "filestores[0].exports[1].ranges[0]: admin-host: the network is somebody else's, and no address of it can be kept free here. "
        "Write the range, such as 10.0.0.0/16",
        "lustres[0].root_squash.exempt[1]: admin-host: the network is somebody else's, and no address of it can be kept free here. "
        "Write the range, such as 10.0.0.0/16",
    ]
    assert problems(network={"cidr": "10.0.0.0/14"}, **asked) == []


@given(st.integers(8, 26), st.lists(st.tuples(st.integers(0, 2**24 - 1), st.integers(24, 32)), max_size=8))
def test_what_is_left_of_a_range_holds_every_address_but_those_taken(prefix, others):
    block = IPv4Network(f"10.0.0.0/{prefix}")
    taken = [str(IPv4Network((10 * 2**24 + offset, size), strict=False)) for offset, size in others]
    left = list(map(IPv4Network, without(str(block), taken)))
    assert all(one.subnet_of(block) for one in left)
    assert not any(one.overlaps(IPv4Network(other)) for one in left for other in taken)
    within = collapse_addresses(IPv4Network(other) for other in taken if IPv4Network(other).overlaps(block))
    removed = sum(min(other.num_addresses, block.num_addresses) for other in within)
    assert sum(one.num_addresses for one in left) == block.num_addresses - removed


@given(st.integers(8, 29))
def test_the_admin_host_has_an_address_that_google_leaves_to_us(prefix):
    block = IPv4Network(f"10.0.0.0/{prefix}")
    reserved = {block[0], block[1], block[-2], block[-1]}
    assert admin_host_in(str(block)) not in set(map(str, reserved))
