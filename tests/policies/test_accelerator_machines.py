"""Machines as the rules read them agree with the catalogue that the blueprint builds from, which the pack itself never imports."""

from __future__ import annotations

import pytest

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.tpus import TPU_GENERATIONS
from policies.accelerator_machines import accelerator, hosts_of
from policies.judge import bag_of
from policies.node_pools import NODE_POOL
from policies.rules.accelerator_fabric import NETWORKS
from policies.rules.queue_quota import TPU_LABELS

OPTIONAL = {"a3-edgegpu-8g", "g4-standard-384"}
"""Machines whose second network is a choice, or whose layout nobody published."""
TPU_MACHINES = [(machine, generation) for generation in TPU_GENERATIONS.values() for machine in generation.machines]


def _pool(machine: str):
    return bag_of({"type": NODE_POOL, "name": "p", "inputs": {"nodeConfig": {"machineType": machine}}})


@pytest.mark.parametrize("name", sorted(GPU_MACHINES))
def test_every_gpu_machine_is_known_as_one(name):
    assert accelerator(_pool(name)) == "gpu"


@pytest.mark.parametrize("name", sorted(machine.name for machine, _ in TPU_MACHINES))
def test_every_tpu_machine_is_known_as_one(name):
    assert accelerator(_pool(name)) == "tpu"


def test_no_machine_without_accelerators_is_taken_for_one_with():
    assert [name for name in cpu_machines() if accelerator(_pool(name))] == []


def test_a_fabric_has_the_interfaces_that_the_blueprint_gives_it():
    ours = {name: interfaces for name, (interfaces, _) in NETWORKS.items()}
    theirs = {
        name: machine.family.fabric.extra_interfaces
        for name, machine in GPU_MACHINES.items()
        if machine.family.fabric.extra_interfaces and name not in OPTIONAL and not name.endswith("-nolssd")
    }
    assert ours == theirs


def test_a_slice_has_the_chips_of_its_topology_over_those_of_a_host():
    assert hosts_of("4x4x8", "ct5p-hightpu-4t") == 32
    assert hosts_of("2x2", "ct6e-standard-4t") == 1
    assert hosts_of("2x2x1", "ct5lp-hightpu-8t") is None


def test_gke_calls_a_generation_what_the_catalogue_calls_it():
    ours = dict(TPU_LABELS)
    theirs = {machine.name.split("-")[0]: generation.gke_accelerator for machine, generation in TPU_MACHINES if generation.name != "v3"}
    assert ours == theirs
