"""Kubernetes networks: one for each extra interface, so that a pod can ask for it."""

from __future__ import annotations

import pytest

PARAMS, NETWORK = "kubernetes:networking.gke.io/v1:GKENetworkParamSet", "kubernetes:networking.gke.io/v1:Network"


@pytest.fixture
def declared(declare, plan_of):
    """Declare the networks of one GPU pool and their Kubernetes side."""

    def run(machine_type, zone):
        pool = {"name": "g", "machine_type": machine_type, "nodes": 2, "zones": [zone], "capacity": {"mode": "spot"}}
        plan = plan_of(gpu_pools=[pool])

        def program():
            from components.accelerator_network import AcceleratorNetwork
            from components.pod_networks import PodNetworks

            for fabric in plan.accelerator_networks:
                PodNetworks(fabric, network=AcceleratorNetwork(fabric, project="acme-lab", region="us-central1"))

        return declare(program)

    return run


@pytest.mark.parametrize(
    ("machine", "zone", "modes"),
    [
        ("a3-megagpu-8g", "us-central1-a", ["NetDevice"] * 8),
        ("a3-ultragpu-8g", "us-central1-b", ["NetDevice"] + ["RDMA"] * 8),
    ],
)
def test_each_interface_has_a_network_that_pods_can_ask_for(machine, zone, modes, declared):
    found = declared(machine, zone)
    assert [params.inputs["spec"]["deviceMode"] for params in found.all(PARAMS)] == modes
    assert len(found.all(NETWORK)) == len(modes)
    vpcs = {network.inputs["name"] for network in found.all("gcp:compute/network:Network")}
    subnets = {subnet.inputs["name"] for subnet in found.all("gcp:compute/subnetwork:Subnetwork")}
    assert {params.inputs["spec"]["vpc"] for params in found.all(PARAMS)} == vpcs
    assert {params.inputs["spec"]["vpcSubnet"] for params in found.all(PARAMS)} == subnets


def test_a_network_names_its_parameters_and_waits_for_them(declared):
    found = declared("a3-megagpu-8g", "us-central1-a")
    network, params = found.named("tcpxo-a-gpu-3"), found.named("tcpxo-a-gpu-3-params")
    assert network.inputs["spec"] == {
        "type": "Device",
        "parametersRef": {"group": "networking.gke.io", "kind": "GKENetworkParamSet", "name": "tcpxo-a-gpu-3"},
    }
    assert params.inputs["metadata"] == network.inputs["metadata"] == {"name": "tcpxo-a-gpu-3"}
    assert params.urn in network.dependencies
    assert params.inputs["spec"] == {"vpc": "lab-tcpxo-a-gpu-3", "vpcSubnet": "lab-tcpxo-a-gpu-3-sub-0", "deviceMode": "NetDevice"}
