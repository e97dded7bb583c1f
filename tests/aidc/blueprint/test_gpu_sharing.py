"""Sharing of GPUs: what goes together, and what a GPU can be cut into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint import BlueprintError
from aidc.catalog.gpu_machines import GPU_MACHINES

AT = "gpu_pools[0].sharing"
ULTRA = {"machine_type": "a2-ultragpu-1g"}


@pytest.mark.parametrize(
    ("fields", "wrong", "message", "right"),
    [
        (ULTRA, {}, ": says nothing: name a partition, a strategy with clients_per_gpu, or remove it", {"partition": "7g.80gb"}),
        (
            ULTRA,
            {"strategy": "mps"},
            ".clients_per_gpu: is missing; mps needs to know how many containers share a GPU, 2 to 48",
            {"strategy": "mps", "clients_per_gpu": 48},
        ),
        (
            ULTRA,
            {"partition": "1g.10gb", "clients_per_gpu": 3},
            ".strategy: is missing; say how 3 containers share a GPU: time-sharing or mps",
            {"partition": "1g.10gb", "clients_per_gpu": 3, "strategy": "time-sharing"},
        ),
        (
            ULTRA,
            {"partition": "1g.10gb", "clients_per_gpu": 3, "strategy": "mps"},
            ".strategy: mps does not go with a partition; use time-sharing or remove the partition",
            {"clients_per_gpu": 3, "strategy": "mps"},
        ),
        (
            ULTRA,
            {"partition": "1g.5gb"},
            ".partition: '1g.5gb' is not a partition of A100 80GB; allowed: 1g.10gb, 2g.20gb, 3g.40gb, 7g.80gb. Did you mean 1g.10gb?",
            {"partition": "1g.10gb"},
        ),
        (
            {"machine_type": "g2-standard-8"},
            {"partition": "1g.10gb"},
            ".partition: g2-standard-8 has L4, which has no partitions. Use strategy: time-sharing, or remove it",
            {"strategy": "time-sharing", "clients_per_gpu": 2},
        ),
        (
            {"machine_type": "g4-standard-12", "zones": ["us-central1-b"]},
            {"partition": "1g.24gb"},
            ".partition: g4-standard-12 is part of a GPU already. Use strategy: time-sharing, or remove it",
            {"strategy": "time-sharing", "clients_per_gpu": 2},
        ),
    ],
)
def test_a_sharing_is_refused_with_the_reason_and_its_neighbour_accepted(fields, wrong, message, right, problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(**fields, sharing=wrong)]) == [f"{AT}{message}"]
    assert problems(gpu_pools=[gpu_pool(**fields, sharing=right)]) == []


def test_a_machine_with_a_fabric_gives_whole_gpus(problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(sharing={"strategy": "time-sharing", "clients_per_gpu": 2})]) == [
        f"{AT}: a3-megagpu-8g carries collectives over GPUDirect-TCPXO, which takes whole GPUs: one pod has all of a node. "
        "Remove it, or use a machine without a fabric"
    ]


WITHOUT_FABRIC = [
    machine for machine in GPU_MACHINES.values() if not machine.family.fabric.vpcs and "spot" in machine.family.capacity_modes
]


@given(
    st.sampled_from(WITHOUT_FABRIC),
    st.sampled_from(sorted({size for machine in WITHOUT_FABRIC for size in machine.family.gpu.mig_partitions})),
)
def test_a_partition_is_accepted_exactly_when_the_whole_gpu_has_it(machine, size):
    from aidc.blueprint.gpu_pool import GpuPoolSpec

    entry = {"name": "g", "machine_type": machine.name, "nodes": 1, "capacity": "spot", "sharing": {"partition": size}}
    legal = size in machine.family.gpu.mig_partitions and machine.gpu_share == 1
    try:
        GpuPoolSpec.model_validate(entry)
    except (BlueprintError, ValueError):
        assert not legal
    else:
        assert legal
