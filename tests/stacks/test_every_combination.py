"""The whole catalogue: every legal combination is planned, recorded and accepted by the simulated cloud, every illegal one is refused.

The default run takes every hundredth stack of legal combinations; AIDC_SLOW=1 takes every tenth, AIDC_EVERY=1 all of them,
as `benchmarks/combinations.py --check 1` does.
"""

from __future__ import annotations

import itertools
import os
from typing import Any

import pytest

from aidc.blueprint import BlueprintError, load_object
from aidc.blueprint.every_combination import gpu_entry, stacks_of, tpu_entry
from aidc.blueprint.gpu_pool import GpuPoolSpec
from aidc.blueprint.tpu_slice import TpuSliceSpec
from aidc.catalog.attached_gpus import ATTACHED_FAMILIES
from aidc.catalog.capacity_modes import EVERY_MODE
from aidc.catalog.combinations import GpuCombination, TpuCombination, gpu_combinations, tpu_combinations, zones_of
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.topologies import Topology, is_legal
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.catalog.zones import offer_in, region_of

EVERY = 1 if os.environ.get("AIDC_EVERY") else 10 if os.environ.get("AIDC_SLOW") else 100
NODE_POOL = "gcp:container/nodePool:NodePool"
FLAGS: dict[str, dict[str, Any]] = {
    "on-demand": {},
    "spot": {"spot": True},
    "flex-start": {"flexStart": True, "maxRunDuration": "604800s"},
    "queued": {"flexStart": True, "maxRunDuration": "604800s"},
    "reservation": {},
    "calendar": {},
}


def judged(stack, declare):
    """Record a stack against the simulated cloud and return its node pools by name and what the cloud refuses."""
    from aidc.rehearsal.inprocess import CloudSimulation
    from stacks.datacenter import declare as datacenter

    plan = load_object(stack.data).plan
    simulation = CloudSimulation()
    declared = declare(lambda: datacenter(plan), simulation=simulation)
    return {pool.name: pool.inputs for pool in declared.all(NODE_POOL)}, [*simulation.refusals, *declared.recording.errors]


def hold_to_capacity(inputs: dict[str, Any], mode: str) -> None:
    config = inputs["nodeConfig"]
    assert {key: config[key] for key in ("spot", "flexStart", "maxRunDuration", "preemptible") if config.get(key)} == FLAGS[mode]
    held = {"consumeReservationType": "SPECIFIC_RESERVATION", "key": "compute.googleapis.com/reservation-name", "values": ["held"]}
    assert config["reservationAffinity"] == (held if mode in {"reservation", "calendar"} else {"consumeReservationType": "NO_RESERVATION"})
    assert (inputs.get("queuedProvisioning") == {"enabled": True}) == (mode == "queued")
    assert inputs["management"]["autoRepair"] == (mode not in {"flex-start", "queued"})
    assert ("nodeCount" in inputs) == (mode not in {"flex-start", "queued", "calendar"})
    assert ("autoscaling" in inputs) != ("nodeCount" in inputs)


def hold_to_gpu(inputs: dict[str, Any], one: GpuCombination) -> None:
    config, machine = inputs["nodeConfig"], one.machine
    [accelerator] = config["guestAccelerators"]
    assert (accelerator["type"], accelerator["count"]) == (machine.family.gpu.gke_accelerator, machine.gpu_count)
    interfaces = inputs["networkConfig"].get("additionalNodeNetworkConfigs") or []
    assert len(interfaces) == machine.family.fabric.extra_interfaces, "fewer interfaces than the machine has: collectives fall back to TCP"
    assert config["bootDisk"]["diskType"] in machine.family.boot_disks
    placed = inputs.get("placementPolicy") or {}
    assert bool(placed.get("policyName")) == (machine.family.nvlink_domain_topology != "")
    assert not placed.get("tpuTopology")


def hold_to_slice(inputs: dict[str, Any], one: TpuCombination) -> None:
    autoscaling = inputs.get("autoscaling") or {}
    nodes = inputs.get("nodeCount") or autoscaling.get("maxNodeCount")
    assert nodes * one.machine.chips == one.topology.chips, "hosts times chips is the slice"
    placed = inputs.get("placementPolicy")
    if one.hosts == 1:
        assert placed is None, "rule NP16"
    else:
        policy = {"policyName": f"every-workload-{one.topology}"} if one.generation.name == "tpu7x" else {}
        assert placed == {"type": "COMPACT", "tpuTopology": str(one.topology), **policy}
    assert len(inputs["networkConfig"].get("additionalNodeNetworkConfigs") or []) == one.machine.fabric.extra_interfaces


@pytest.mark.parametrize("kind", ["gpu", "tpu"])
def test_every_legal_combination_is_built_complete_and_accepted(kind, declare):
    every = gpu_combinations() if kind == "gpu" else tpu_combinations()
    seen = 0
    for stack in itertools.islice(stacks_of(every), 0, None, EVERY):
        pools, refused = judged(stack, declare)
        assert refused == []
        for name, one in stack.combinations.items():
            inputs = pools[name]
            assert (inputs["nodeConfig"]["machineType"], inputs["nodeLocations"]) == (one.machine.name, [one.zone])
            hold_to_capacity(inputs, one.mode)
            if isinstance(one, GpuCombination):
                hold_to_gpu(inputs, one)
            else:
                hold_to_slice(inputs, one)
            seen += 1
    assert seen > 200


def messages(spec: Any, entry: dict[str, Any]) -> str:
    try:
        spec.model_validate(entry)
    except ValueError as error:
        return str(error)
    return ""


def test_every_machine_is_refused_by_every_mode_in_which_it_is_not_sold():
    tried = 0
    every = {(one.machine.name, one.machine.family.gpu.name, one.machine.gpu_count): one for one in gpu_combinations()}
    for one in every.values():
        for mode in set(EVERY_MODE) - set(one.machine.family.capacity_modes):
            wrong = GpuCombination(one.machine, one.zone, mode, one.attached)
            sold = ", ".join(one.machine.family.capacity_modes)
            assert f"{mode} is not sold for {one.machine.name}; use {sold}" in messages(GpuPoolSpec, gpu_entry("p", wrong))
            tried += 1
    for generation in TPU_GENERATIONS.values():
        for mode in set(EVERY_MODE) - set(generation.capacity_modes):
            entry = {"name": "p", "generation": generation.name, "topology": "2x2" if generation.torus == "2D" else "2x2x1"}
            capacity = {"mode": mode, "reservation": "held"} if mode == "calendar" else {"mode": mode}
            sold = ", ".join(generation.capacity_modes)
            assert f"{mode} is not sold for {generation.name}; use {sold}" in messages(TpuSliceSpec, {**entry, "capacity": capacity})
            tried += 1
    assert tried > 700


FAMILIES = {machine.family.zones_key: machine for machine in GPU_MACHINES.values()}
EVERY_ZONE = sorted({zone for family in (*FAMILIES, *(one.zones_key for one in ATTACHED_FAMILIES.values())) for zone in zones_of(family)})


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_refused_in_every_zone_where_no_list_offers_it(family):
    machine, places = FAMILIES[family], zones_of(family)
    for zone in EVERY_ZONE:
        if offer_in(family, zone):
            continue
        one = GpuCombination(machine, zone, machine.family.capacity_modes[-1], attached=False)
        [stack] = stacks_of([one])
        with pytest.raises(BlueprintError) as refused:
            load_object(stack.data)
        [problem] = [problem for problem in refused.value.problems if "not offered" in problem.text]
        assert problem.text.startswith(f"{machine.name} is not offered in {zone}.")
        assert places[0] in problem.text or region_of(places[0]) in problem.text, "the places where it is"


SIDES = (1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 64, 128, 256)


@pytest.mark.parametrize("generation", TPU_GENERATIONS.values(), ids=lambda generation: generation.name)
def test_every_illegal_topology_of_a_generation_is_refused_with_neighbours(generation):
    shapes = itertools.product(SIDES, repeat=2 if generation.torus == "2D" else 3)
    step = 1 if EVERY < 100 else 7
    for topology in itertools.islice(map(Topology, shapes), 0, None, step):
        entry = {"name": "p", "generation": generation.name, "topology": str(topology), "capacity": "on-demand"}
        said = messages(TpuSliceSpec, entry)
        if is_legal(topology, generation):
            assert said == ""
        else:
            assert f"{topology} is not a {generation.name} slice: " in said
            assert "Try " in said


def test_every_host_that_cannot_carry_a_slice_is_refused_with_the_one_that_can():
    legal = {(one.generation.name, str(one.topology), one.machine.name) for one in tpu_combinations()}
    shapes = {(generation, topology) for generation, topology, _ in legal}
    tried = 0
    for generation, topology in sorted(shapes):
        for machine in TPU_GENERATIONS[generation].machines:
            if (generation, topology, machine.name) in legal:
                continue
            entry = {"name": "p", "generation": generation, "topology": topology, "machine_type": machine.name, "capacity": "on-demand"}
            said = messages(TpuSliceSpec, entry)
            assert f"{machine.name} has {machine.chips} chip" in said
            assert f"Use {next(name for g, t, name in sorted(legal) if (g, t) == (generation, topology))[:4]}" in said
            tried += 1
    assert tried > 400


def test_an_entry_says_no_more_than_its_combination():
    slices = {tuple(sorted(tpu_entry("p", one))) for one in itertools.islice(tpu_combinations(), 50)}
    assert slices == {("capacity", "generation", "machine_type", "name", "topology", "zone")}
