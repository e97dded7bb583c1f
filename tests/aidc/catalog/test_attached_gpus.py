"""GPUs of N1 machines: how many of which, on how large a machine."""

from __future__ import annotations

import pytest

from aidc.catalog.attached_gpus import ATTACHED_FAMILIES, attachable, host_machines, machine_with, machines_with_attached_gpus

# Compute Engine GPU page of 2026-04-14: number of GPUs and the most vCPU with so many.
PUBLISHED = {
    "nvidia-tesla-t4": {1: 48, 2: 48, 4: 96},
    "nvidia-tesla-v100": {1: 12, 2: 24, 4: 48, 8: 96},
    "nvidia-tesla-p100": {1: 16, 2: 32, 4: 64},
    "nvidia-tesla-p4": {1: 24, 2: 48, 4: 96},
}


def test_four_gpus_can_be_attached_in_the_published_numbers():
    assert {gpu: attachable(gpu) for gpu in ATTACHED_FAMILIES} == PUBLISHED


def test_a_combination_is_legal_exactly_when_the_machine_is_small_enough():
    for name, host in host_machines().items():
        for gpu, limits in PUBLISHED.items():
            for count in range(1, 9):
                found = machine_with(name, gpu, count)
                assert (found is not None) == (count in limits and host.vcpu <= limits[count]), f"{name} with {count} of {gpu}"


def test_every_legal_combination_is_listed_once():
    listed = [(machine.name, machine.family.gpu.name, machine.gpu_count) for machine in machines_with_attached_gpus()]
    assert len(listed) == len(set(listed)) == 214


@pytest.mark.parametrize("name", ["n1-megamem-96", "n1-ultramem-40", "n2-standard-8", "a2-highgpu-1g"])
def test_other_machines_take_no_gpu(name: str):
    assert machine_with(name, "nvidia-tesla-t4", 1) is None


def test_a_gpu_that_is_part_of_a_machine_is_attached_to_none():
    assert attachable("nvidia-l4") == {}
    assert machine_with("n1-standard-8", "nvidia-l4", 1) is None
