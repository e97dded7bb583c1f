"""Hyperdisks with what is provisioned of them, and the storage pools that some draw from."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType

from aidc.blueprint import Plan
from aidc.blueprint.storage_pool import StoragePoolPlan
from aidc.report.layout import facts, table
from aidc.report.sections.files import protection
from aidc.report.totals import GIB_PER_TIB, StorageTotals
from aidc.report.units import count, tib

FOLLOWS = "follows"
"""Stands where a type lets a figure follow by itself."""


def disk_parts(plan: Plan, totals: StorageTotals) -> Iterator[RenderableType]:
    """Yield what there is of storage pools and disks."""
    if plan.storage_pools:
        yield _storage_pools(plan, totals)
    if plan.disks:
        yield _disks(plan, totals)


def _figure(amount: int | None) -> str:
    return FOLLOWS if amount is None else count(amount)


def _storage_pools(plan: Plan, totals: StorageTotals) -> RenderableType:
    made = table(
        [
            ("storage pool", "left"),
            ("type", "left"),
            ("zone", "left"),
            ("TiB", "right"),
            ("IOPS", "right"),
            ("MiB/s", "right"),
            ("lends", "left"),
            ("protection", "left"),
        ]
    )
    for pool in plan.storage_pools:
        amount = tib(pool.capacity_gib / GIB_PER_TIB)
        guard = "guarded" if pool.guarded else "not guarded"
        made.add_row("", pool.resource_name, pool.type, pool.zone, amount, _figure(pool.iops), count(pool.mib_per_s), _lends(pool), guard)
    return Group(made, facts([("provisioned", f"{tib(totals.storage_pool_tib)} TiB in pools")]))


def _lends(pool: StoragePoolPlan) -> str:
    kinds = {"capacity": pool.capacity_provisioning, "performance": pool.performance_provisioning}
    more = [what for what, kind in kinds.items() if kind == "ADVANCED"]
    return f"more {' and '.join(more)} than it has" if more else "what it has"


def _disks(plan: Plan, totals: StorageTotals) -> RenderableType:
    made = table(
        [
            ("disk", "left"),
            ("type", "left"),
            ("zone", "left"),
            ("GiB", "right"),
            ("IOPS", "right"),
            ("MiB/s", "right"),
            ("access", "left"),
            ("protection", "left"),
        ]
    )
    for disk in plan.disks:
        access = disk.access_mode.lower().replace("_", " ")
        shield = protection(plan, "disks", True, disk.guarded)
        made.add_row(
            "",
            disk.resource_name,
            disk.type,
            disk.zone,
            count(disk.capacity_gib),
            _figure(disk.iops),
            _figure(disk.mib_per_s),
            access,
            shield,
        )
    sources = {
        disk.resource_name: [f"filled from {disk.snapshot}"] * bool(disk.snapshot)
        + [f"draws from {disk.storage_pool}"] * bool(disk.storage_pool)
        for disk in plan.disks
    }
    rows = [(name, " · ".join(said)) for name, said in sources.items() if said]
    return Group(made, facts([*rows, ("provisioned", f"{tib(totals.disk_tib)} TiB of disks")]))
