"""The VPC: its block and MTU, what may come in and go out, and a network that somebody else owns."""

from __future__ import annotations

import pytest

PRIVATE = "use a range of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 or 240.0.0.0/4"
KEEPS = "belongs to a network that the stack makes; an existing network keeps its own. Remove it or remove network.existing"
NO_NAME = "is not a name: lower-case letters, digits and dashes, starting with a letter, not ending with a dash"
EXISTING = {"network": "shared", "subnet": "gke", "pods_range": "pods", "services_range": "services"}


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"cidr": "10.0.0.0/7"}, "cidr: 10.0.0.0/7 is a /7; the layout needs a /8 to /18", {"cidr": "10.0.0.0/8"}),
        ({"cidr": "10.0.0.0/19"}, "cidr: 10.0.0.0/19 is a /19; the layout needs a /8 to /18", {"cidr": "10.0.0.0/18"}),
        ({"cidr": "8.0.0.0/8"}, f"cidr: 8.0.0.0/8 is public address space; {PRIVATE}", {"cidr": "172.16.0.0/12"}),
        ({"cidr": "192.169.0.0/16"}, f"cidr: 192.169.0.0/16 is public address space; {PRIVATE}", {"cidr": "192.168.0.0/16"}),
        (
            {"cidr": "10.0.0.1/16"},
            "cidr: '10.0.0.1/16' has bits set beyond its prefix. Did you mean 10.0.0.0/16?",
            {"cidr": "10.0.0.0/16"},
        ),
        ({"cidr": "ten"}, "cidr: 'ten' is not an IPv4 range. Write it as 10.0.0.0/16", {"cidr": "100.64.0.0/10"}),
        ({"cidr": "fd00::/16"}, "cidr: 'fd00::/16' is not an IPv4 range. Write it as 10.0.0.0/16", {"cidr": "240.0.0.0/12"}),
        ({"cidr": ["10.0.0.0/8"]}, "cidr: ['10.0.0.0/8'] is not an IPv4 range. Write it as 10.0.0.0/16", {"cidr": "10.0.0.0/8"}),
        ({"growth": 0.5}, "growth: 0.5 is out of range: at least 1", {"growth": 1}),
        ({"growth": 64.5}, "growth: 64.5 is out of range: at most 64", {"growth": 64}),
        ({"mtu_bytes": 1299}, "mtu_bytes: 1299 is out of range: at least 1300", {"mtu_bytes": 1300}),
        ({"mtu_bytes": 8897}, "mtu_bytes: 8897 is out of range: at most 8896", {"mtu_bytes": 8896}),
        ({"egress": "proxy"}, "egress: 'proxy' is not one of nat, restricted.", {"egress": "restricted"}),
        ({"routing": "LOCAL"}, "routing: 'LOCAL' is not one of REGIONAL, GLOBAL. Did you mean GLOBAL?", {"routing": "GLOBAL"}),
        (
            {"reserved": ["10.8.0.0"]},
            "cidr: nodes 10.8.0.0/15 overlaps reserved 10.8.0.0/32 (network.reserved[0]). Move one of the two",
            {},
        ),
        ({"existing": EXISTING, "egress": "restricted"}, f"egress: {KEEPS}", {"existing": EXISTING}),
        ({"existing": EXISTING, "mtu_bytes": 1500}, f"mtu_bytes: {KEEPS}", {"existing": EXISTING, "growth": 2}),
        ({"existing": EXISTING, "flow_logs": False}, f"flow_logs: {KEEPS}", {"existing": EXISTING}),
        ({"existing": EXISTING, "routing": "GLOBAL"}, f"routing: {KEEPS}", {"existing": EXISTING}),
        (
            {"existing": {**EXISTING, "network": "projects/host/global/networks/shared"}},
            f"existing.network: 'projects/host/global/networks/shared' {NO_NAME}",
            {"existing": {**EXISTING, "project": "acme-host"}},
        ),
        ({"existing": {**EXISTING, "pods_range": ""}}, f"existing.pods_range: '' {NO_NAME}", {"existing": EXISTING}),
        (
            {"existing": {**EXISTING, "project": "Host"}},
            "existing.project: 'Host' is not a project id: 6 to 30 lower-case letters, digits and dashes, starting with a letter",
            {"existing": {**EXISTING, "project": "acme-host"}},
        ),
    ],
)
def test_a_network_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems):
    assert problems(network=wrong) == [f"network.{message}"]
    assert problems(network=right) == []


def test_an_existing_network_names_its_parts(problems):
    assert problems(network={"existing": {}}) == [
        "network.existing.network: is missing: Name of the network.",
        "network.existing.pods_range: is missing: Name of the secondary range for pods.",
        "network.existing.services_range: is missing: Name of the secondary range for services.",
        "network.existing.subnet: is missing: Name of the subnet in the site's region.",
    ]


def test_an_existing_network_is_used_by_its_names_and_nothing_of_it_is_made(plan_of):
    network = plan_of(network={"existing": {**EXISTING, "project": "acme-host"}}).network
    assert (network.existing, network.firewall, network.dns, network.nat) == (True, (), (), "")
    assert network.uri == "projects/acme-host/global/networks/shared"
    assert network.subnet_uri("us-central1") == "projects/acme-host/regions/us-central1/subnetworks/gke"
    assert (network.pods_range, network.services_range) == ("pods", "services")


def test_an_own_network_is_named_after_the_stack(plan_of):
    network = plan_of().network
    assert (network.name, network.subnet, network.router) == ("lab-vpc", "lab-nodes", "lab-router")
    assert network.uri == "projects/acme-lab/global/networks/lab-vpc"


@pytest.mark.parametrize(
    ("machine", "asked", "mtu"),
    [("g2-standard-8", None, 8896), ("a3-megagpu-8g", None, 8244), ("a3-megagpu-8g", 1500, 1500), (None, None, 8896)],
)
def test_the_mtu_is_what_the_fabric_wants_unless_said_otherwise(machine, asked, mtu, plan_of, gpu_pool):
    pools = [gpu_pool(machine_type=machine)] if machine else []
    network = plan_of(gpu_pools=pools, network={"mtu_bytes": asked} if asked else {}).network
    assert network.mtu_bytes == mtu


@pytest.mark.parametrize(
    ("egress", "target", "first"),
    [("nat", "private.googleapis.com.", "199.36.153.8"), ("restricted", "restricted.googleapis.com.", "199.36.153.4")],
)
def test_googles_names_resolve_to_its_private_addresses(egress, target, first, plan_of):
    dns = plan_of(network={"egress": egress}).network.dns
    assert [zone.domain for zone in dns] == ["googleapis.com.", "gcr.io.", "pkg.dev.", "gke.goog."]
    assert (dns[0].target, dns[0].addresses[0], len(dns[0].addresses)) == (target, first, 4)
    assert dns[1].target == "gcr.io.", "the others point at themselves"


def test_the_network_is_guarded_with_the_stack(plan_of):
    assert plan_of().network.guarded
    assert not plan_of(deletion_guard=False).network.guarded
