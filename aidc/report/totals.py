"""Sums of what a plan decided: one entry for each pool or slice entry, and what they come to at their largest sizes.

Owns addition and nothing else: every figure is a number of the plan or of its catalogue entries. GPU memory is in GB and TPU memory in GiB,
as each vendor publishes it, so the two are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aidc.blueprint import Plan
from aidc.blueprint.capacity import CapacityPlan
from aidc.blueprint.compute_class import ComputeClassPlan
from aidc.blueprint.cpu_pool import CpuPoolPlan
from aidc.blueprint.gpu_pool import GpuPoolPlan
from aidc.blueprint.node_pool import NodePoolPlan
from aidc.blueprint.tpu_slice import TpuSlicePlan
from aidc.catalog.cpu_machines import CpuMachine
from aidc.catalog.gpu_machines import GpuMachine
from aidc.catalog.tpus import TpuMachine


@dataclass(frozen=True, slots=True)
class ComputeEntry:
    """One pool or slice entry of the stack file. Everything but `min_nodes` is for its largest size, every fallback at
    its largest too."""

    kind: Literal["cpu", "gpu", "tpu"]
    path: str
    name: str
    machine_type: str
    min_nodes: int
    max_nodes: int
    zones: tuple[str, ...]
    vcpu: float
    memory_gib: float
    capacity: CapacityPlan
    fallbacks: tuple[CapacityPlan, ...]
    """The ways to get machines that are tried when the first has none, in their order."""
    compact: bool
    accelerator: str = ""
    accelerators: float = 0
    """Less than one where a machine has part of a GPU."""
    topology: str = ""
    slices: int = 0
    hosts_per_slice: int = 0
    transport: str = ""
    gpu_memory_gb: int = 0
    tpu_hbm_gib: int = 0
    bf16_dense_pflops: float | None = None
    """None where the accelerator has no published dense bf16 peak, and for CPU pools."""


@dataclass(frozen=True, slots=True)
class ComputeTotals:
    """The sum of all entries at their largest sizes. `without_peak` names accelerators that no published peak was found for."""

    nodes: int
    vcpu: float
    memory_gib: float
    gpus: float
    tpu_chips: int
    gpu_memory_gb: int
    tpu_hbm_gib: int
    bf16_dense_pflops: float
    without_peak: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StorageTotals:
    """Expected TiB for each bucket tier in use, coldest last, and what is provisioned: TiB for each Filestore tier, TiB and MB/s of Lustre, TiB of
    disks and of storage pools. A disk in a pool draws from it, so the last two are not added."""

    expected_tib_by_tier: dict[str, float]
    expected_tib: float
    buckets_without_expectation: tuple[str, ...]
    filestore_tib_by_tier: dict[str, float]
    filestore_tib: float
    lustre_tib: float
    lustre_mb_per_s: int
    disk_tib: float
    storage_pool_tib: float


TIERS = ("rapid", "hot", "warm", "cold", "archive")
GIB_PER_TIB = 1024


def compute_entries(plan: Plan) -> tuple[ComputeEntry, ...]:
    """Return the entries in the order of the stack file: CPU pools, GPU pools, TPU slices."""
    return (*map(_of_cpu_pool, plan.cpu_pools), *map(_of_gpu_pool, plan.gpu_pools), *map(_of_tpu_slice, plan.tpu_slices))


def compute_totals(entries: Iterable[ComputeEntry]) -> ComputeTotals:
    """Add the entries up."""
    every = list(entries)
    return ComputeTotals(
        nodes=sum(entry.max_nodes for entry in every),
        vcpu=sum(entry.vcpu for entry in every),
        memory_gib=sum(entry.memory_gib for entry in every),
        gpus=sum(entry.accelerators for entry in every if entry.kind == "gpu"),
        tpu_chips=sum(int(entry.accelerators) for entry in every if entry.kind == "tpu"),
        gpu_memory_gb=sum(entry.gpu_memory_gb for entry in every),
        tpu_hbm_gib=sum(entry.tpu_hbm_gib for entry in every),
        bf16_dense_pflops=sum(entry.bf16_dense_pflops or 0 for entry in every),
        without_peak=tuple(entry.accelerator for entry in every if entry.accelerators and entry.bf16_dense_pflops is None),
    )


def storage_totals(plan: Plan) -> StorageTotals:
    """Add up what buckets are expected to hold and what file systems provision."""
    by_tier = {tier: [bucket for bucket in plan.buckets if bucket.tier == tier] for tier in TIERS}
    expected = {tier: sum(bucket.expected_tib or 0 for bucket in buckets) for tier, buckets in by_tier.items() if buckets}
    files: dict[str, float] = {}
    for filestore in plan.filestores:
        files[filestore.tier] = files.get(filestore.tier, 0) + filestore.capacity_gib / GIB_PER_TIB
    silent = tuple(bucket.resource_name for bucket in plan.buckets if bucket.expected_tib is None and not bucket.existing)
    return StorageTotals(
        expected_tib_by_tier=expected,
        expected_tib=sum(expected.values()),
        buckets_without_expectation=silent,
        filestore_tib_by_tier=files,
        filestore_tib=sum(files.values()),
        lustre_tib=sum(lustre.capacity_gib for lustre in plan.lustres) / GIB_PER_TIB,
        lustre_mb_per_s=sum(lustre.mb_per_s for lustre in plan.lustres),
        disk_tib=sum(disk.capacity_gib for disk in plan.disks) / GIB_PER_TIB,
        storage_pool_tib=sum(pool.capacity_gib for pool in plan.storage_pools) / GIB_PER_TIB,
    )


def _of_cpu_pool(pool: CpuPoolPlan) -> ComputeEntry:
    return ComputeEntry(kind="cpu", path=pool.path, name=pool.name, **_nodes((pool.node_pool,), pool.machine))


def _of_gpu_pool(pool: GpuPoolPlan) -> ComputeEntry:
    ways = _ways(pool.compute_class)
    return ComputeEntry(
        kind="gpu",
        path=pool.path,
        name=pool.name,
        **_nodes(pool.node_pools, pool.machine),
        accelerator=pool.machine.family.gpu.name,
        accelerators=pool.gpus * ways,
        transport=pool.transport,
        gpu_memory_gb=pool.gpu_memory_gb * ways,
        bf16_dense_pflops=pool.bf16_dense_pflops * ways if pool.bf16_dense_pflops is not None else None,
    )


def _of_tpu_slice(entry: TpuSlicePlan) -> ComputeEntry:
    ways = _ways(entry.compute_class)
    return ComputeEntry(
        kind="tpu",
        path=entry.path,
        name=entry.name,
        **_nodes(entry.node_pools, entry.machine),
        accelerator=entry.generation.product,
        accelerators=entry.chips * ways,
        topology=str(entry.topology),
        slices=entry.slices,
        hosts_per_slice=entry.hosts_per_slice,
        transport=entry.transport,
        tpu_hbm_gib=entry.hbm_gib * ways,
        bf16_dense_pflops=entry.bf16_pflops * ways,
    )


def _ways(compute_class: ComputeClassPlan | None) -> int:
    """Return how many pools, one for each way to get machines, may be at their largest size at once."""
    return len(compute_class.priorities) if compute_class else 1


def _nodes(pools: Sequence[NodePoolPlan], machine: CpuMachine | GpuMachine | TpuMachine) -> dict[str, Any]:
    most = sum(pool.nodes.max_total for pool in pools)
    return {
        "machine_type": machine.name,
        "min_nodes": sum(pool.nodes.min_total for pool in pools),
        "max_nodes": most,
        "zones": pools[0].zones,
        "vcpu": most * machine.vcpu,
        "memory_gib": most * machine.memory_gib,
        "capacity": pools[0].capacity,
        "fallbacks": tuple(dict.fromkeys(pool.capacity for pool in pools))[1:],
        "compact": pools[0].compact,
    }
