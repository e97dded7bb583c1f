"""GPU machine types: whole, and consistent with their family, their zones and the boot disk rule."""

from __future__ import annotations

import re

import pytest

from aidc.catalog.fabrics import FAST_SOCKET, PRIMARY_ONLY, ROCE_8, TCPX, TCPXO
from aidc.catalog.gpu_machines import GPU_MACHINES, GpuFamily, GpuMachine
from aidc.catalog.gpus import GPUS
from aidc.catalog.zones import offers_of

FAMILIES = {machine.family.name: machine.family for machine in GPU_MACHINES.values()}
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
    "a4-highgpu-8g": (8, 1440, 224, 3968, 32, 3600),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_machine_has_the_published_shape(name: str):
    machine = GPU_MACHINES[name]
    shape = (machine.gpu_count, machine.gpu_memory_gb, machine.vcpu, machine.memory_gib, machine.local_ssd_disks)
    assert (*shape, machine.network_gbits_per_s) == PUBLISHED[name]


@pytest.mark.parametrize("machine", GPU_MACHINES.values(), ids=GPU_MACHINES.keys())
def test_the_gpu_memory_of_a_machine_is_that_of_its_gpus(machine: GpuMachine):
    assert machine.gpu_memory_gb == machine.gpu_count * machine.family.gpu.memory_gb
    assert machine.family.gpu is GPUS[machine.family.gpu.gke_accelerator]


@pytest.mark.parametrize("machine", [machine for machine in GPU_MACHINES.values() if re.fullmatch(r"a\d.*-\d+g", machine.name)])
def test_the_number_in_a_name_counts_gpus(machine: GpuMachine):
    assert machine.gpu_count == int(machine.name.rpartition("-")[2].rstrip("g")), machine.name


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_every_family_is_in_the_table_of_zones(family: GpuFamily):
    assert offers_of(family.zones_key), f"{family.zones_key} would be refused everywhere"


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_the_newest_families_boot_from_hyperdisk_only(family: GpuFamily):
    only_hyperdisk = family.name in {"A3 Ultra", "A4"}
    assert (family.boot_disks == ("hyperdisk-balanced",)) == only_hyperdisk, "rule NP22"
    assert len(set(family.boot_disks)) == len(family.boot_disks) > 0


def test_a_family_has_the_fabric_that_its_gpudirect_needs():
    assert {name: family.fabric for name, family in FAMILIES.items()} == {
        "G2": PRIMARY_ONLY,
        "A2 High": FAST_SOCKET,
        "A2 Ultra": FAST_SOCKET,
        "A2 Mega": FAST_SOCKET,
        "A3 High": TCPX,
        "A3 High, part of a host": PRIMARY_ONLY,
        "A3 Mega": TCPXO,
        "A3 Ultra": ROCE_8,
        "A4": ROCE_8,
    }


def test_only_a3_ultra_and_a4_combine_flex_start_with_compact_placement():
    assert {name for name, family in FAMILIES.items() if family.flex_start_compact} == {"A3 Ultra", "A4"}, "rule NP05"


def test_compact_placement_is_as_large_as_published():
    assert {name: family.max_compact_nodes for name, family in FAMILIES.items()} == {
        "G2": None,
        "A2 High": 150,
        "A2 Ultra": 150,
        "A2 Mega": 150,
        "A3 High": 96,
        "A3 High, part of a host": None,
        "A3 Mega": 96,
        "A3 Ultra": 96,
        "A4": 1500,
    }


def test_local_ssd_comes_with_the_machine_or_is_a_choice():
    bundled = {name for name, family in FAMILIES.items() if family.local_ssd_bundled}
    assert bundled == {"A2 Ultra", "A3 High", "A3 High, part of a host", "A3 Mega", "A3 Ultra", "A4"}


def test_a_part_of_an_a3_high_host_is_sold_only_as_it_comes():
    assert FAMILIES["A3 High, part of a host"].capacity_modes == ("spot", "flex-start")
