"""What follows from a field is found by planning with other values; nothing is guessed."""

from __future__ import annotations

import pytest

from aidc.report.consequences import consequences
from aidc.report.field_path import walk


@pytest.fixture(scope="session")
def follows(reference):
    def names(stack, path):
        loaded = reference(stack)
        found, exact = consequences(loaded, walk(loaded.blueprint, path))
        return {one.name: one.value for one in found}, exact

    return names


def test_chips_hosts_machine_and_networks_follow_from_a_topology(follows):
    found, exact = follows("train-v6e", "tpu_slices[0].topology")
    assert exact
    assert found["tpu_slices[0].chips"] == "512"
    assert found["tpu_slices[0].hosts_per_slice"] == "64"
    assert found["tpu_slices[0].machine"].startswith("ct6e-standard-4t: ")
    assert found["tpu_slices[0].node_pools[0].tpu_topology"] == "16x16"
    assert found["accelerator_networks[0].transport"] == "ICI inside the slice, DCN over two gVNICs"


def test_every_range_follows_from_the_block(follows):
    found, exact = follows("gpt3-a100", "network.cidr")
    assert exact
    assert {"network.nodes_cidr", "network.pods_cidr", "network.services_cidr", "cluster.control_plane_cidr"} <= set(found)
    assert found["addresses.pods"] == "10.32.0.0/15: 131,072 addresses, 4,992 needed"
    assert "network.name" not in found, "the name does not depend on the block"


def test_a_tier_decides_the_class_of_its_own_bucket_alone(follows):
    found, _ = follows("gpt3-a100", "buckets[1].tier")
    assert found == {"buckets[1].tier": "warm", "buckets[1].storage_class": "NEARLINE"}


def test_a_capacity_decides_the_throughput_and_the_volume(blueprint):
    loaded = blueprint(lustres=[{"name": "scratch", "tier": 1000, "capacity_gib": 18000}])
    found, exact = consequences(loaded, walk(loaded.blueprint, "lustres[0].capacity_gib"))
    assert exact
    assert {one.name: one.value for one in found} == {
        "lustres[0].capacity_gib": "18,000",
        "lustres[0].mb_per_s": "17,578",
        "volumes[0].capacity_gib": "18,000",
    }


def test_a_guard_follows_everywhere_it_guards(follows):
    found, exact = follows("gpt3-a100", "deletion_guard")
    assert exact
    assert {"cluster.guarded", "keys.guarded", "buckets[0].guarded", "filestores[0].guarded"} <= set(found)
    assert all(name.endswith(("guarded", "guard_reason")) for name in found)


def test_neighbours_that_only_go_with_the_old_value_are_taken_along(follows):
    found, exact = follows("gpt3-a100", "gpu_pools[0].capacity.mode")
    assert exact, "on-demand refuses the name of a reservation, so both change together"
    assert found["gpu_pools[0].node_pools[0].capacity"] == "mode reservation · reservation_value gpt3-a100"


def test_a_range_that_is_not_given_is_tried_all_the_same(follows):
    found, exact = follows("gpt3-a100", "network.ranges.pods")
    assert exact
    assert found["network.pods_cidr"] == "10.32.0.0/15"


def test_a_section_tells_all_that_was_decided_about_it(follows):
    found, exact = follows("gpt3-a100", "gpu_pools[0]")
    assert not exact
    assert found["gpu_pools[0].gpus"] == "64"
    assert all(name.startswith("gpu_pools[0].") for name in found)


def test_a_workload_tells_its_own_grants(follows):
    found, _ = follows("gpt3-a100", "access.workloads[1]")
    assert found
    assert all(name.startswith("access.workloads[1]") for name in found)


def test_facts_of_the_catalogue_bring_their_source(reference):
    loaded = reference("gpt3-a100")
    found, _ = consequences(loaded, walk(loaded.blueprint, "gpu_pools[0].machine_type"))
    [gpu] = [one for one in found if one.name == "gpu_pools[0].machine.family.gpu"]
    assert "bf16_dense_tflops 312" in gpu.value
    assert gpu.source == "Compute Engine documentation, GPU machine types (last updated 2026-04-14), read 2026-11-22"


def test_a_number_that_names_a_project_is_no_quantity(follows):
    found, _ = follows("gpt3-a100", "site")
    assert found["site.project_number"] == "100000000002"
    assert found["site.energy"].startswith("us-central1: place Council Bluffs, Iowa · cfe_fraction 0.88 · ")


def test_a_repository_answers_for_itself_and_not_for_its_neighbours(blueprint):
    hub = {"name": "hub", "format": "docker", "mode": "remote", "upstream": "DOCKER_HUB"}
    loaded = blueprint(registry={"repositories": [{"name": "own", "format": "docker"}, hub]})
    found, exact = consequences(loaded, walk(loaded.blueprint, "registry.repositories[1].upstream"))
    names = [one.name for one in found]
    assert not exact, "no other word can be put in its place"
    assert "registry.repositories[1].upstream" in names
    assert all(name.startswith("registry.repositories[1]") for name in names)
