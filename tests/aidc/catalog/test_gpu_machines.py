"""GPU machine types: whole, and consistent with their family, their zones and the boot disk rule."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from aidc.catalog.gpu_machines import GPU_MACHINES, WITHOUT_LOCAL_SSD, GpuMachine
from aidc.catalog.gpus import GPUS

# GPUs, memory of all GPUs in GB, vCPU, RAM GiB, Local SSD disks, Gbit/s: Compute Engine GPU page of 2026-04-14.
PUBLISHED = {
    "g2-standard-8": (1, 24, 8, 32, 1, 16),
    "g2-standard-96": (8, 192, 96, 384, 8, 100),
    "a2-highgpu-1g": (1, 40, 12, 85, 8, 24),
    "a2-highgpu-8g": (8, 320, 96, 680, 8, 100),
    "a2-ultragpu-1g": (1, 80, 12, 170, 1, 24),
    "a2-ultragpu-8g": (8, 640, 96, 1360, 8, 100),
    "a3-megagpu-8g": (8, 640, 208, 1872, 16, 1800),
    "a3-ultragpu-8g": (8, 1128, 224, 2952, 32, 3600),
    "a3-edgegpu-8g": (8, 640, 208, 1872, 16, 400),
    "a4-highgpu-8g": (8, 1440, 224, 3968, 32, 3600),
    "a4x-highgpu-4g": (4, 744, 140, 884, 4, 2000),
    "a4x-maxgpu-4g-metal": (4, 1116, 144, 960, 4, 3600),
    "g4-standard-6": (1, 12, 6, 22, 0, 20),
    "g4-standard-24": (1, 48, 24, 90, 2, 20),
    "g4-standard-48": (1, 96, 48, 180, 4, 50),
    "g4-standard-384": (8, 768, 384, 1440, 32, 400),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_machine_has_the_published_shape(name: str):
    machine = GPU_MACHINES[name]
    shape = (machine.gpu_count, machine.gpu_memory_gb, machine.vcpu, machine.memory_gib, machine.local_ssd_disks)
    assert (*shape, machine.network_gbits_per_s) == PUBLISHED[name]


@pytest.mark.parametrize("machine", GPU_MACHINES.values(), ids=GPU_MACHINES.keys())
def test_the_gpu_memory_of_a_machine_is_that_of_its_gpus(machine: GpuMachine):
    assert machine.gpu_memory_gb == machine.gpu_count * machine.gpu_share * machine.family.gpu.memory_gb
    assert machine.family.gpu is GPUS[machine.family.gpu.gke_accelerator]


@pytest.mark.parametrize("machine", [machine for machine in GPU_MACHINES.values() if re.fullmatch(r"a\d.*-\d+g", machine.name)])
def test_the_number_in_a_name_counts_gpus(machine: GpuMachine):
    assert machine.gpu_count == int(machine.name.rpartition("-")[2].rstrip("g")), machine.name


def test_local_ssd_comes_in_disks_of_375_gib_except_on_the_newest_hosts():
    assert GPU_MACHINES["a4-highgpu-8g"].local_ssd_total_gib == 12000
    assert {machine.name for machine in GPU_MACHINES.values() if machine.local_ssd_gib} == {"a4x-highgpu-4g", "a4x-maxgpu-4g-metal"}
    assert GPU_MACHINES["a4x-highgpu-4g"].local_ssd_total_gib == 12000


@pytest.mark.parametrize("name", [name for name in GPU_MACHINES if name.endswith(WITHOUT_LOCAL_SSD)])
def test_a_shape_without_local_ssd_is_the_same_machine_otherwise(name: str):
    bare, whole = GPU_MACHINES[name], GPU_MACHINES[name.removesuffix(WITHOUT_LOCAL_SSD)]
    assert (bare.local_ssd_disks, bare.local_ssd_total_gib) == (0, 0)
    assert (bare.family, bare.gpu_count, bare.vcpu, bare.memory_gib) == (whole.family, whole.gpu_count, whole.vcpu, whole.memory_gib)


def test_shapes_with_bundled_disks_are_sold_without_them_too_but_not_bare_metal():
    bundled = {machine.name for machine in GPU_MACHINES.values() if machine.family.local_ssd_bundled and machine.local_ssd_disks}
    without = {name.removesuffix(WITHOUT_LOCAL_SSD) for name in GPU_MACHINES if name.endswith(WITHOUT_LOCAL_SSD)}
    assert bundled - without == {"a4x-maxgpu-4g-metal"}


def test_parts_of_a_gpu_add_up():
    assert [GPU_MACHINES[f"g4-standard-{vcpu}"].gpus for vcpu in (6, 12, 24, 48)] == [Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), 1]


def test_two_gpu_machines_are_sold_as_confidential_nodes():
    able = {machine.name: machine.confidential for machine in GPU_MACHINES.values() if machine.confidential}
    assert able == {"a3-highgpu-1g": "TDX", "a3-highgpu-1g-nolssd": "TDX", "g4-standard-48": "SEV"}
