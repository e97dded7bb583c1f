"""Machine types without accelerators, and what they boot from."""

from __future__ import annotations

import re

import pytest

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.regions import region_names


def test_a_machine_has_its_size_architecture_and_regions():
    machine = cpu_machines()["n2-standard-8"]
    assert (machine.series, machine.vcpu, machine.memory_gib, machine.architecture) == ("n2", 8, 32, "amd64")
    assert {"us-central1", "europe-west4"} <= machine.sold_regions


def test_every_machine_is_whole():
    for machine in cpu_machines().values():
        assert machine.name.startswith(f"{machine.series}-"), machine.name
        assert machine.vcpu > 0, machine.name
        assert machine.memory_gib > 0, machine.name
        assert machine.architecture in {"amd64", "arm64"}, machine.name
        assert machine.sold_regions <= region_names(), machine.name


def test_the_number_in_a_standard_name_counts_vcpu():
    named = [machine for machine in cpu_machines().values() if re.fullmatch(r"[a-z]+\d[a-z]*-(standard|highmem|highcpu)-\d+", machine.name)]
    assert len(named) > 300
    for machine in named:
        assert machine.vcpu == int(machine.name.rpartition("-")[2]), machine.name


def test_no_machine_has_accelerators():
    assert not set(cpu_machines()) & set(GPU_MACHINES)
    assert not any(name.startswith(("ct", "tpu", "a2-", "a3-", "a4", "g2-", "g4-")) for name in cpu_machines())


@pytest.mark.parametrize(
    ("name", "disks"),
    [
        ("n2-standard-8", ("pd-balanced", "pd-ssd", "pd-standard")),
        ("e2-standard-4", ("pd-balanced", "pd-ssd", "pd-standard")),
        ("c4-standard-8", ("hyperdisk-balanced",)),
        ("n4-standard-8", ("hyperdisk-balanced",)),
        ("c4a-standard-8", ("hyperdisk-balanced",)),
    ],
)
def test_the_fourth_generation_boots_from_hyperdisk_only(name: str, disks: tuple[str, ...]):
    assert cpu_machines()[name].boot_disks == disks


def test_one_machine_is_listed_without_a_region_that_sells_it():
    unsold = [name for name, machine in cpu_machines().items() if not machine.sold_regions]
    assert unsold == ["c4-highcpu-288-metal"], "the price list has no region for it, so it is refused everywhere"
