"""TPU generations and hosts: figures per chip as published, hosts whose memory is that of their chips."""

from __future__ import annotations

import pytest

from aidc.catalog.fabrics import DCN_SECOND_NIC, ICI
from aidc.catalog.tpus import TPU_GENERATIONS, TpuGeneration
from aidc.catalog.zones import offers_of

# GKE label, torus, bf16 TFLOP/s, int8 TOP/s, HBM GiB, HBM GB/s, bidirectional ICI GB/s, largest slice: Google's page of each generation.
PUBLISHED = {
    "v3": ("tpu-v3-slice", "2D", 123, None, 32, 900, 800, 1024),
    "v4": ("tpu-v4-podslice", "3D", 275, 275, 32, 1200, 540, 4096),
    "v5e": ("tpu-v5-lite-podslice", "2D", 197, 393, 16, 819, 400, 256),
    "v5p": ("tpu-v5p-slice", "3D", 459, 918, 95, 2765, 1200, 6144),
    "v6e": ("tpu-v6e-slice", "2D", 918, 1836, 32, 1638, 800, 256),
    "tpu7x": ("tpu7x", "3D", 2307, None, 192, 7380, 1200, 9216),
}
GENERATIONS = pytest.mark.parametrize("generation", TPU_GENERATIONS.values(), ids=TPU_GENERATIONS.keys())


def test_every_generation_is_compared_with_what_is_published():
    assert set(TPU_GENERATIONS) == set(PUBLISHED)


@GENERATIONS
def test_a_generation_has_the_published_figures_per_chip(generation: TpuGeneration):
    assert (
        generation.gke_accelerator,
        generation.torus,
        generation.bf16_tflops_per_chip,
        generation.int8_tops_per_chip,
        generation.hbm_gib_per_chip,
        generation.hbm_gb_per_s_per_chip,
        generation.ici_bidirectional_gb_per_s_per_chip,
        generation.max_slice_chips,
    ) == PUBLISHED[generation.name]


@GENERATIONS
def test_the_number_in_a_machine_name_counts_chips(generation: TpuGeneration):
    for machine in generation.machines:
        assert machine.chips == int(machine.name.rpartition("-")[2].rstrip("t")), machine.name


@GENERATIONS
def test_slices_of_several_hosts_are_built_from_one_shape_of_four_chips(generation: TpuGeneration):
    assert [machine.chips for machine in generation.machines if machine.multi_host] == [4], "only the 4t machines form multi-host slices"


@GENERATIONS
def test_every_generation_is_in_the_table_of_zones(generation: TpuGeneration):
    assert offers_of(generation.name)


def test_a_floor_of_gke_is_stated_only_where_one_is_published():
    assert {name: generation.min_gke_version for name, generation in TPU_GENERATIONS.items()} == {
        "v3": None,
        "v4": None,
        "v5e": None,
        "v5p": None,
        "v6e": "1.31.2-gke.1115000",
        "tpu7x": "1.34.3-gke.1318000",
    }


@GENERATIONS
def test_v6e_and_tpu7x_boot_from_hyperdisk_only(generation: TpuGeneration):
    assert (generation.boot_disks == ("hyperdisk-balanced",)) == (generation.name in {"v6e", "tpu7x"}), "rule NP22"


@GENERATIONS
def test_hosts_of_four_chips_of_v6e_and_tpu7x_have_a_second_interface(generation: TpuGeneration):
    for machine in generation.machines:
        assert machine.fabric is (DCN_SECOND_NIC if machine.name in {"ct6e-standard-4t", "tpu7x-standard-4t"} else ICI), machine.name


def test_a_machine_is_found_by_name_within_its_generation_alone():
    v5e, v6e = TPU_GENERATIONS["v5e"], TPU_GENERATIONS["v6e"]
    found = v5e.machine("ct5lp-hightpu-8t")
    assert found is not None
    assert (found.chips, found.vcpu, found.memory_gib) == (8, 224, 384)
    assert v6e.machine("ct5lp-hightpu-8t") is None


def test_the_oldest_generations_are_had_by_no_scheduler():
    """Excluded from the Dynamic Workload Scheduler in the GKE autoscaler source; spot is not in the node pool settings of v4."""
    for name, generation in TPU_GENERATIONS.items():
        assert ("flex-start" in generation.capacity_modes) == (name not in {"v3", "v4"}), name
        assert ("spot" in generation.capacity_modes) == (name not in {"v3", "v4"}), name


def test_only_tpu7x_is_placed_by_a_workload_policy_and_opened_on_request():
    assert [name for name, generation in TPU_GENERATIONS.items() if generation.workload_policy] == ["tpu7x"], "rule NP15"
    assert TPU_GENERATIONS["tpu7x"].allow_listed_modes == ("spot", "flex-start", "queued", "calendar")
    assert all(set(generation.allow_listed_modes) <= set(generation.capacity_modes) for generation in TPU_GENERATIONS.values())


def test_hosts_of_v3_pods_stand_in_slices_of_several_hosts_only():
    assert [machine.name for generation in TPU_GENERATIONS.values() for machine in generation.machines if not machine.single_host] == [
        "ct3p-hightpu-4t"
    ]
