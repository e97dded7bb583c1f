"""The simulated cloud under an offline recording: every refusal of a program in one run."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp
import pytest

from aidc.inventory.record import record_program
from aidc.rehearsal.cloud import UNKNOWN, Cloud, CloudError
from aidc.rehearsal.inprocess import CloudRefusal, CloudSimulation

NETWORK = "gcp:compute/network:Network"
SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"


@pytest.fixture
def simulation():
    return CloudSimulation()


def test_a_preview_has_no_id_and_unknown_links(simulation):
    identity, outputs = simulation.create(NETWORK, "n", {"name": "n"}, preview=True)
    assert (identity, outputs["selfLink"], "id" in outputs) == ("", UNKNOWN, False)
    assert simulation.refusals == []


def test_outside_a_preview_there_are_ids_and_links(simulation):
    identity, outputs = simulation.create(NETWORK, "n", {"name": "n"}, preview=False)
    assert identity == "projects/rehearsal-project/global/networks/n"
    assert outputs["selfLink"].endswith(identity)


def test_a_failed_check_is_collected_and_the_program_goes_on(simulation):
    identity, _ = simulation.create(NETWORK, "n", {"nmae": "n"}, preview=True)
    reason = "Invalid or unknown key 'nmae'. Did you mean 'name'?"
    assert (identity, simulation.refusals) == ("", [CloudRefusal(NETWORK, "n", "nmae", reason)])
    assert str(simulation.refusals[0]) == f"{NETWORK} n: {reason}"


def test_a_refused_resource_counts_as_existing_so_that_nothing_follows_from_it(simulation):
    simulation.create(NETWORK, "n", {"name": "n"}, preview=False)
    for name, cidr in (("a", "10.0.0.0/20"), ("b", "10.0.0.0/20")):
        simulation.create(SUBNETWORK, name, {"name": name, "network": "n", "ipCidrRange": cidr}, preview=False)
    simulation.create(
        "gcp:container/cluster:Cluster", "c", {"name": "c", "location": "us-central1", "network": "n", "subnetwork": "b"}, preview=False
    )
    assert [refusal.name for refusal in simulation.refusals] == ["b"]
    assert "conflicts with existing subnetwork 'a'" in simulation.refusals[0].reason


def test_kubernetes_objects_are_admitted_after_a_refusal_too(simulation):
    inputs = {"metadata": {"name": "c", "namespace": "nowhere"}}
    identity, _ = simulation.create("kubernetes:core/v1:ConfigMap", "c", inputs, preview=False)
    assert (identity, len(simulation.refusals)) == ("nowhere/c", 1)


def test_data_sources_are_answered_or_refused(simulation):
    assert simulation.invoke("gcp:organizations/getProject:getProject", {})["projectId"] == "rehearsal-project"
    with pytest.raises(CloudError):
        simulation.invoke("gcp:nothing/getAnything:getAnything", {})


def test_a_recorded_program_sees_the_simulated_cloud():
    simulation = CloudSimulation(Cloud(project="p", region="us-central1"))
    seen = []

    def program() -> None:
        network = gcp.compute.Network("net", name="net", auto_create_subnetworks=False)
        gcp.compute.Subnetwork("sub", name="sub", network=network.id, ip_cidr_range="10.0.0.0/20")
        pulumi.export("link", network.self_link)
        network.self_link.apply(seen.append)

    recording = record_program(program, preview=False, simulation=simulation)
    assert seen == ["https://www.googleapis.com/compute/v1/projects/p/global/networks/net"]
    assert simulation.refusals == []
    assert {resource.type for resource in recording.resources} >= {NETWORK, SUBNETWORK}
