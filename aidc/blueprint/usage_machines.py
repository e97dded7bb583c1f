"""How many machines of each pool run on average, how long, and how they are paid.

A pool of one size has it in its inputs. For the others somebody says the average, or it is assumed from the environment. Where an entry has
several ways to get machines, all of them are counted with the first: what comes by another way shows only when the usage of that pool says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aidc.blueprint.cpu_pool import CpuPoolPlan
from aidc.blueprint.gpu_pool import GpuPoolPlan
from aidc.blueprint.node_pool import NodePoolPlan
from aidc.blueprint.tpu_slice import TpuSlicePlan
from aidc.blueprint.tpu_vm import TpuVmPlan
from aidc.blueprint.usage_defaults import Expected
from aidc.blueprint.usage_fields import MachineUsageSpec, PoolUsageSpec, SliceUsageSpec, UsageFields
from aidc.blueprint.usage_names import NODE_POOL, TPU_TYPES, UsageBook
from aidc.catalog.capacity_modes import RESERVED_MODES


@dataclass(frozen=True, slots=True)
class Expectation:
    """Machines of one entry on average, of which range, and how many hours each of them runs (None: the whole month)."""

    name: str
    machines: Decimal
    least: int
    most: int
    monthly_hrs: float | None
    is_assumed: bool

    def hours_of(self, hours_per_month: Decimal) -> Decimal:
        """Return the hours that each runs."""
        return hours_per_month if self.monthly_hrs is None else Decimal(str(self.monthly_hrs))

    def sentence(self, environment: str, expected: Expected) -> str:
        """Return the assumption behind the number."""
        return (
            f"{float(self.machines):g} of {self.least} to {self.most} nodes on average; "
            f"share {float(expected.share):g} between least and most ({environment}: {expected.why})"
        )


@dataclass(frozen=True, slots=True)
class Machines:
    """Everything of a stack that runs machines."""

    cpu_pools: Sequence[CpuPoolPlan]
    gpu_pools: Sequence[GpuPoolPlan]
    tpu_slices: Sequence[TpuSlicePlan]
    tpu_vms: Sequence[TpuVmPlan]

    def known(self) -> Iterator[tuple[str, str]]:
        """Yield type and name of each resource."""
        for cpu in self.cpu_pools:
            yield NODE_POOL, cpu.node_pool.resource_name
        for entry in (*self.gpu_pools, *self.tpu_slices):
            yield from ((NODE_POOL, pool.resource_name) for pool in entry.node_pools)
        for vm in self.tpu_vms:
            if vm.made_by in TPU_TYPES:
                yield from ((TPU_TYPES[vm.made_by], node.resource_name) for node in vm.nodes)

    def put_down(self, spec: UsageFields, expected: Expected, book: UsageBook) -> list[Expectation]:
        """Put down the use of every pool and TPU VM, and return what was counted."""
        return [
            *(_pool(cpu.name, [cpu.node_pool], spec.cpu_pools.get(cpu.name), expected, book) for cpu in self.cpu_pools),
            *(_pool(gpu.name, gpu.node_pools, spec.gpu_pools.get(gpu.name), expected, book) for gpu in self.gpu_pools),
            *(_slices(tpu, spec.tpu_slices.get(tpu.name), expected, book) for tpu in self.tpu_slices),
            *(_tpu_vm(vm, spec.tpu_vms.get(vm.name), book) for vm in self.tpu_vms),
        ]


def between(least: int, most: int, share: Decimal) -> Decimal:
    """Return where a pool stands that is `share` of the way from its least to its most nodes."""
    return least + share * (most - least)


def _pool(name: str, ways: Sequence[NodePoolPlan], given: PoolUsageSpec | None, expected: Expected, book: UsageBook) -> Expectation:
    nodes, said = ways[0].nodes, None if given is None else given.nodes
    fixed = nodes.is_fixed and len(ways) == 1
    average = between(nodes.min_total, nodes.max_total, expected.share) if said is None else Decimal(str(said))
    for number, pool in enumerate(ways):
        count = Decimal(0) if number else average
        book.add(NODE_POOL, pool.resource_name, {"total_nodes": None if fixed else _written(count), **_paid(given, pool.capacity.mode)})
    assumed = said is None and not nodes.is_fixed
    return Expectation(name, average, nodes.min_total, nodes.max_total, given.monthly_hrs if given else None, assumed)


def _slices(entry: TpuSlicePlan, given: SliceUsageSpec | None, expected: Expected, book: UsageBook) -> Expectation:
    """Count whole slices first; what is left of an average is part of the next one."""
    a_slice = entry.hosts_per_slice
    pools_a_way = entry.slices if entry.multi_host else 1
    first = entry.node_pools[:pools_a_way]
    least, most = sum(pool.nodes.min_total for pool in first), sum(pool.nodes.max_total for pool in first)
    said = None if given is None else given.slices
    fixed = least == most and len(entry.node_pools) == pools_a_way
    average = between(least, most, expected.share) if said is None else Decimal(str(said)) * a_slice
    left = average
    for number, pool in enumerate(entry.node_pools):
        count = min(left, Decimal(pool.nodes.max_total)) if number < pools_a_way else Decimal(0)
        left -= count
        book.add(NODE_POOL, pool.resource_name, {"total_nodes": None if fixed else _written(count), **_paid(given, pool.capacity.mode)})
    return Expectation(entry.name, average, least, most, given.monthly_hrs if given else None, said is None and least != most)


def _tpu_vm(plan: TpuVmPlan, given: MachineUsageSpec | None, book: UsageBook) -> Expectation:
    if plan.made_by in TPU_TYPES:
        for node in plan.nodes:
            book.add(TPU_TYPES[plan.made_by], node.resource_name, _paid(given, plan.mode))
    hosts = Decimal(plan.hosts)
    return Expectation(plan.name, hosts, plan.hosts, plan.hosts, given.monthly_hrs if given else None, False)


def _paid(given: MachineUsageSpec | None, mode: str) -> dict[str, Any]:
    """Return hours, term and commitment. Bookings and reservations are said, since no input tells the two apart."""
    term = (given.term if given else None) or (mode if mode in RESERVED_MODES else None)
    commitment = given.commitment if given and mode == "on-demand" else None
    return {
        "monthly_hrs": _written(Decimal(str(given.monthly_hrs))) if given and given.monthly_hrs is not None else None,
        "term": term if mode == "on-demand" or mode in RESERVED_MODES else None,
        "commitment": commitment.model_dump() if commitment else None,
    }


def _written(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
