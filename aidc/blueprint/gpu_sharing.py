"""How pods share the GPUs of a node: cut into partitions (MIG), taken in turns (time-sharing) or used at once (MPS).

Source: GKE documentation, GPU sharing strategies; partition sizes are those of the GPU (aidc/catalog/gpus.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from aidc.blueprint.errors import one_of
from aidc.blueprint.spec import Field, Rule, Spec, sets
from aidc.catalog.gpu_machines import GpuMachine

MAX_CLIENTS_PER_GPU = 48
"""Containers that GKE lets share one GPU or partition (GKE documentation, time-sharing and MPS)."""
STRATEGIES = {"time-sharing": "TIME_SHARING", "mps": "MPS"}


class GpuSharingSpec(Spec):
    """Sharing of one GPU among pods. A partition may be shared in its turn, by time only."""

    partition: str | None = Field(
        default=None,
        description="Multi-instance partition that every GPU is cut into, such as 1g.10gb",
        **sets("container.NodePool.nodeConfig.guestAccelerators.gpuPartitionSize"),
    )
    strategy: Literal["time-sharing", "mps"] | None = Field(
        default=None,
        description="time-sharing: containers take turns; mps: they run at once, each with its share of memory and threads",
        **sets("container.NodePool.nodeConfig.guestAccelerators.gpuSharingConfig.gpuSharingStrategy"),
    )
    clients_per_gpu: int | None = Field(
        default=None,
        ge=2,
        le=MAX_CLIENTS_PER_GPU,
        description="Containers that share one GPU or partition",
        **sets("container.NodePool.nodeConfig.guestAccelerators.gpuSharingConfig.maxSharedClientsPerGpu"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield a sharing that says nothing, half of one, and MPS on a partition."""
        if self.partition is None and self.strategy is None:
            yield "", "says nothing: name a partition, a strategy with clients_per_gpu, or remove it"
        if self.strategy is not None and self.clients_per_gpu is None:
            yield (
                "clients_per_gpu",
                f"is missing; {self.strategy} needs to know how many containers share a GPU, 2 to {MAX_CLIENTS_PER_GPU}",
            )
        if self.clients_per_gpu is not None and self.strategy is None:
            yield "strategy", f"is missing; say how {self.clients_per_gpu} containers share a GPU: time-sharing or mps"
        if self.strategy == "mps" and self.partition is not None:
            yield "strategy", "mps does not go with a partition; use time-sharing or remove the partition"


def sharing_rules(sharing: GpuSharingSpec | None, machine: GpuMachine) -> Iterator[Rule]:
    """Yield what the machine's GPU cannot do."""
    if sharing is None:
        return
    gpu, sizes = machine.family.gpu, machine.family.gpu.mig_partitions
    if sharing.partition is not None and (not sizes or machine.gpu_share != 1):
        why = "is part of a GPU already" if machine.gpu_share != 1 else f"has {gpu.name}, which has no partitions"
        yield "sharing.partition", f"{machine.name} {why}. Use strategy: time-sharing, or remove it"
    elif sharing.partition is not None and sharing.partition not in sizes:
        yield "sharing.partition", one_of(sharing.partition, list(sizes), f"a partition of {gpu.name}")
    if machine.family.fabric.vpcs:
        yield (
            "sharing",
            f"{machine.name} carries collectives over {machine.family.fabric.transport}, which takes whole GPUs: one pod has all of a node. "
            "Remove it, or use a machine without a fabric",
        )
