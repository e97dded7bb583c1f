"""TPU generations and hosts: figures per chip as published, hosts whose memory is that of their chips."""

from __future__ import annotations

import pytest

from aidc.catalog.fabrics import DCN_SECOND_NIC, ICI
from aidc.catalog.tpus import TPU_GENERATIONS, TpuGeneration
from aidc.catalog.zones import offers_of

# GKE label, torus, bf16 TFLOP/s, int8 TOP/s, HBM GiB, HBM GB/s, bidirectional ICI GB/s, largest slice: Google's page of each generation.
PUBLISHED = {
    "v5e": ("tpu-v5-lite-podslice", "2D", 197, 393, 16, 819, 400, 256),
    "v5p": ("tpu-v5p-slice", "3D", 459, 918, 95, 2765, 1200, 6144),
    "v6e": ("tpu-v6e-slice", "2D", 918, 1836, 32, 1638, 800, 256),
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
        "v5e": None,
        "v5p": None,
        "v6e": "1.31.2-gke.1115000",
    }


@GENERATIONS
def test_only_v6e_boots_from_hyperdisk_only(generation: TpuGeneration):
    assert (generation.boot_disks == ("hyperdisk-balanced",)) == (generation.name == "v6e"), "rule NP22"


@GENERATIONS
def test_only_the_v6e_host_of_four_chips_has_a_second_interface(generation: TpuGeneration):
    for machine in generation.machines:
        assert machine.fabric is (DCN_SECOND_NIC if machine.name == "ct6e-standard-4t" else ICI), machine.name


def test_a_machine_is_found_by_name_within_its_generation_alone():
    v5e, v6e = TPU_GENERATIONS["v5e"], TPU_GENERATIONS["v6e"]
    found = v5e.machine("ct5lp-hightpu-8t")
    assert found is not None
    assert (found.chips, found.vcpu, found.memory_gib) == (8, 224, 384)
    assert v6e.machine("ct5lp-hightpu-8t") is None
