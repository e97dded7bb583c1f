"""The extra VPCs of a fabric: RDMA networks as Google takes them, the others closed to the outside."""

from __future__ import annotations

import pytest

VPC, SUBNET, FIREWALL = "gcp:compute/network:Network", "gcp:compute/subnetwork:Subnetwork", "gcp:compute/firewall:Firewall"
ULTRA = {"machine_type": "a3-ultragpu-8g", "zones": ["us-central1-b"]}


@pytest.fixture
def declared(declare, plan_of):
    """Declare the accelerator networks of one GPU pool."""

    def run(**pool):
        plan = plan_of(gpu_pools=[{"name": "gpus", "nodes": 2, "capacity": {"mode": "spot"}, **pool}])

        def program():
            from components.accelerator_network import AcceleratorNetwork

            for network in plan.accelerator_networks:
                AcceleratorNetwork(network, project="acme-lab", region="us-central1")

        return declare(program)

    return run


def test_tcpxo_is_eight_closed_vpcs_of_one_subnet_with_its_own_mtu(declared):
    found = declared(machine_type="a3-megagpu-8g")
    assert [len(found.all(kind)) for kind in (VPC, SUBNET, FIREWALL)] == [8, 8, 8]
    assert found.named("lab-tcpxo-a-gpu-0").inputs == {
        "name": "lab-tcpxo-a-gpu-0",
        "project": "acme-lab",
        "autoCreateSubnetworks": False,
        "routingMode": "REGIONAL",
        "mtu": 8244.0,
        "description": "Accelerator fabric",
    }
    assert found.named("lab-tcpxo-a-gpu-0-sub-0").inputs == {
        "name": "lab-tcpxo-a-gpu-0-sub-0",
        "project": "acme-lab",
        "region": "us-central1",
        "network": "projects/acme-lab/global/networks/lab-tcpxo-a-gpu-0",
        "ipCidrRange": "10.12.0.0/20",
        "stackType": "IPV4_ONLY",
    }
    assert found.named("lab-tcpxo-a-gpu-0-inside").inputs == {
        "name": "lab-tcpxo-a-gpu-0-inside",
        "project": "acme-lab",
        "network": "projects/acme-lab/global/networks/lab-tcpxo-a-gpu-0",
        "description": "Accelerator nodes reach each other; nothing comes from outside",
        "direction": "INGRESS",
        "priority": 1000.0,
        "allows": [{"protocol": "tcp"}, {"protocol": "udp"}, {"protocol": "icmp"}],
        "sourceRanges": ["10.12.0.0/20"],
        "logConfig": {"metadata": "INCLUDE_ALL_METADATA"},
    }, "its own subnet and nobody else"


def test_an_rdma_vpc_has_its_profile_regional_routing_and_no_firewall(declared):
    found = declared(**ULTRA)
    rdma = found.named("lab-roce8-b-rdma")
    assert rdma.inputs["networkProfile"] == "projects/acme-lab/global/networkProfiles/us-central1-b-vpc-roce"
    assert (rdma.inputs["routingMode"], rdma.inputs["mtu"]) == ("REGIONAL", 8896.0)
    assert [rule.inputs["network"] for rule in found.all(FIREWALL)] == ["projects/acme-lab/global/networks/lab-roce8-b-host"], "rule NP23"
    inside = [subnet for subnet in found.all(SUBNET) if subnet.inputs["network"].endswith("/lab-roce8-b-rdma")]
    assert [subnet.inputs["ipCidrRange"] for subnet in inside] == [f"10.12.{16 * index}.0/20" for index in range(1, 9)]
    assert "networkProfile" not in found.named("lab-roce8-b-host").inputs


def test_every_subnet_waits_for_its_network(declared):
    found = declared(**ULTRA)
    networks = {f"projects/acme-lab/global/networks/{network.inputs['name']}": network.urn for network in found.all(VPC)}
    for subnet in found.all(SUBNET):
        assert networks[subnet.inputs["network"]] in subnet.dependencies
        assert subnet.inputs["stackType"] == "IPV4_ONLY"


def test_everything_belongs_to_the_component(declared):
    found = declared(**ULTRA)
    [component] = found.all("aidc:fabric:AcceleratorNetwork")
    assert {resource.parent for resource in found.resources if resource.type.startswith("gcp:compute")} == {component.urn}
