"""Compute: one block for each pool or slice entry, and the sum of their largest sizes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType

from aidc.blueprint.capacity import CapacityPlan
from aidc.report.layout import facts, section, table
from aidc.report.totals import ComputeEntry, ComputeTotals
from aidc.report.units import count, duration, pflops, plural, short_zones, span


def compute_section(entries: Sequence[ComputeEntry], totals: ComputeTotals) -> RenderableType:
    """Return the table; the lines below it say how machines are obtained and how they talk to each other."""
    if not entries:
        return section("compute", facts([("pools", "none: the stack is a network, keys and storage")]))
    made = table(
        [
            ("pool", "left"),
            ("machine", "left"),
            ("nodes", "right"),
            ("zones", "left"),
            ("accelerators", "right"),
            ("HBM", "right"),
            ("PFLOP/s", "right"),
            ("vCPU", "right"),
            ("memory GiB", "right"),
        ]
    )
    for entry in entries:
        made.add_row(
            "",
            entry.name,
            entry.machine_type,
            span(entry.min_nodes, entry.max_nodes),
            short_zones(entry.zones),
            f"{count(entry.accelerators)} × {entry.accelerator}" if entry.accelerators else "",
            _hbm(entry.gpu_memory_gb, entry.tpu_hbm_gib),
            pflops(entry.bf16_dense_pflops) if entry.bf16_dense_pflops is not None else "",
            count(entry.vcpu),
            count(entry.memory_gib),
        )
    made.add_section()
    made.add_row("", *_total(totals), style="bold")
    return section("compute (PFLOP/s: dense bf16)", made, facts([(entry.name, _detail(entry)) for entry in entries]))


def _total(totals: ComputeTotals) -> list[str]:
    kinds = [plural(totals.gpus, "GPU")] * bool(totals.gpus) + [plural(totals.tpu_chips, "TPU chip")] * bool(totals.tpu_chips)
    return [
        "at most",
        "",
        count(totals.nodes),
        "",
        ", ".join(kinds),
        _hbm(totals.gpu_memory_gb, totals.tpu_hbm_gib),
        pflops(totals.bf16_dense_pflops) if kinds else "",
        count(totals.vcpu),
        count(totals.memory_gib),
    ]


def _hbm(gpu_gb: int, tpu_gib: int) -> str:
    return " + ".join([f"{count(gpu_gb)} GB"] * bool(gpu_gb) + [f"{count(tpu_gib)} GiB"] * bool(tpu_gib))


def _detail(entry: ComputeEntry) -> str:
    said = ", then ".join(map(_capacity, (entry.capacity, *entry.fallbacks))) + ", compact placement" * entry.compact
    if entry.topology:
        said += f"\n{plural(entry.slices, 'slice')} of {entry.topology}, {plural(entry.hosts_per_slice, 'host')} each"
    return said + f" · {entry.transport}" * bool(entry.transport)


def _capacity(capacity: CapacityPlan) -> str:
    if capacity.reservation_value:
        return f"{capacity.mode} {_reservation(capacity.reservation_value)}"
    return f"{capacity.mode}, at most {duration(capacity.max_run_seconds)} a node" if capacity.max_run_seconds else capacity.mode


def _reservation(value: str) -> str:
    """Return projects/P/reservations/R/reservationBlocks/B as R/B of P; a short name stays."""
    project, *path = value.split("/")[1::2] or ["", value]
    return f"{'/'.join(path)} of {project}" if project else value
