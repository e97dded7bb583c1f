"""GPU models: dense peaks, memory and links as collected in November 2026."""

from __future__ import annotations

import pytest

from aidc.catalog.gpus import GPUS

# GKE name: memory GB, memory GB/s, NVLink GB/s, dense bf16, dense fp8 and the 2:4-sparse bf16 that Google's table prints beside "dense".
# Compute Engine GPU page of 2026-04-14; hmc-tech.com and itkb.uw.cz tables for the dense peaks.
PUBLISHED = {
    "nvidia-l4": (24, 300, 0, 121, 242, 242),
    "nvidia-tesla-a100": (40, 1600, 600, 312, None, None),
    "nvidia-a100-80gb": (80, 1900, 600, 312, None, None),
    "nvidia-h100-80gb": (80, 3350, 900, 989, 1979, 1979),
    "nvidia-h100-mega-80gb": (80, 3350, 900, 989, 1979, 1979),
    "nvidia-h200-141gb": (141, 4800, 900, 989, 1979, 1979),
    "nvidia-b200": (180, 8000, 1800, 2250, 4500, 4500),
    "nvidia-gb200": (186, 8000, 1800, 2500, 5000, 5000),
    "nvidia-gb300": (279, 8000, 1800, 2500, 5000, 5000),
    "nvidia-rtx-pro-6000": (96, 1597, 0, 468, None, 935.6),
    "nvidia-tesla-t4": (16, 320, 0, None, None, None),
    "nvidia-tesla-p4": (8, 192, 0, None, None, None),
    "nvidia-tesla-v100": (16, 900, 300, None, None, None),
    "nvidia-tesla-p100": (16, 732, 0, None, None, None),
}


def test_every_model_is_compared_with_what_is_published():
    assert set(GPUS) == set(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_model_has_the_published_memory_links_and_dense_peaks(name: str):
    gpu = GPUS[name]
    memory, memory_rate, nvlink, bf16, fp8, _ = PUBLISHED[name]
    assert (gpu.memory_gb, gpu.memory_gb_per_s, gpu.nvlink_gb_per_s) == (memory, memory_rate, nvlink)
    assert (gpu.bf16_dense_tflops, gpu.fp8_dense_tflops) == (bf16, fp8)


@pytest.mark.parametrize("name", [name for name, row in PUBLISHED.items() if row[5]])
def test_the_sparse_number_of_googles_table_is_not_taken_for_a_dense_peak(name: str):
    dense, sparse = GPUS[name].bf16_dense_tflops, PUBLISHED[name][5]
    assert dense is not None
    assert dense == pytest.approx(sparse / 2, rel=0.001), "2:4 sparsity doubles the peak (trap T096)"


@pytest.mark.parametrize("name", [name for name, row in PUBLISHED.items() if row[4]])
def test_fp8_is_twice_bf16_where_a_gpu_has_it(name: str):
    gpu = GPUS[name]
    assert gpu.fp8_dense_tflops == pytest.approx(2 * (gpu.bf16_dense_tflops or 0), rel=0.001)


def test_a_gpu_without_bf16_states_fp16_or_nothing():
    fp16 = {gpu.name: gpu.fp16_dense_tflops for gpu in GPUS.values() if gpu.bf16_dense_tflops is None}
    assert fp16 == {"T4": 65, "V100": 125, "P100": 21, "P4": None}


@pytest.mark.parametrize("gpu", [gpu for gpu in GPUS.values() if gpu.mig_partitions], ids=lambda gpu: gpu.name)
def test_no_partition_has_more_memory_than_the_gpu_and_one_has_all_of_it(gpu):
    sizes = [int(size.partition(".")[2].removesuffix("gb")) for size in gpu.mig_partitions]
    assert max(sizes) == gpu.memory_gb
    assert len(set(gpu.mig_partitions)) == len(gpu.mig_partitions)


def test_what_sources_disagree_on_is_said():
    assert {gpu.name for gpu in GPUS.values() if gpu.note} == {"GB200", "GB300", "RTX PRO 6000", "T4"}
