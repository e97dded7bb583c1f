"""What machines draw: the figures behind energy and carbon, each with its source. Watts of one machine or chip, before the site's PUE."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.source import LAST_READ_ON, Source

MLPERF_POWER = Source(
    "MLPerf Training v4.1 power results, 8 nodes of 8 H100: 6.6 to 8.1 kW a node (about 7.1) against 5.6 kW of board limits", LAST_READ_ON
)
IDLE_ASSUMED = Source("assumption: no published idle power of an accelerator node was read", LAST_READ_ON, "unverified")
CLOUD_CARBON_FOOTPRINT = Source(
    "Cloud Carbon Footprint methodology for Google Cloud: 0.71 W idle and 4.26 W full for a vCPU, 0.392 W for a GiB of memory",
    LAST_READ_ON,
    "unverified",
)
TPU_V4_PAPER = Source("TPU v4 paper: mean of 170 W a chip, 121 to 192 W; the host is not in it", LAST_READ_ON, "unverified")
IRONWOOD_POD = Source("about 10 MW for a pod of 9,216 Ironwood chips, everything in it", LAST_READ_ON, "unverified")

NODE_WATTS_PER_BOARD_WATT = (Decimal(66) / 56, Decimal(71) / 56, Decimal(81) / 56)
"""A busy GPU node for each watt of its boards' limits: least, typical, most of the MLPerf nodes."""
IDLE_SHARE = Decimal("0.3")
"""Share of the busy power that an idle accelerator node draws."""
_VCPU_WATTS = (Decimal("0.71"), Decimal("4.26"))
_WATTS_PER_GIB = Decimal("0.392")
_TPU_CHIP_WATTS: dict[str, tuple[tuple[Decimal, Decimal, Decimal], Source]] = {
    "tpu.v4": ((Decimal(121), Decimal(170), Decimal(192)), TPU_V4_PAPER),
    "tpu.tpu7x": ((Decimal(1085), Decimal(1085), Decimal(1085)), IRONWOOD_POD),
}


@dataclass(frozen=True, slots=True)
class Draw:
    """Watts at a utilisation: least, typical, most."""

    least_w: Decimal
    typical_w: Decimal
    most_w: Decimal
    source: Source


def draw(item: str, utilisation: Decimal) -> Draw | None:
    """Return what one unit of a price item draws (`machine.a3-highgpu-8g`, `tpu.v4`), or None where nothing is published.

    `utilisation` is the share of full work, 0 to 1: of the accelerators where there are some, of the vCPUs elsewhere.
    """
    if item in _TPU_CHIP_WATTS:
        watts, source = _TPU_CHIP_WATTS[item]
        return _busy(watts, utilisation, source)
    name = item.removeprefix("machine.")
    if (gpu_machine := GPU_MACHINES.get(name)) is not None:
        board_w = gpu_machine.family.gpu.tdp_w
        if board_w is None:
            return None
        boards = Decimal(board_w) * gpu_machine.gpu_share.numerator / gpu_machine.gpu_share.denominator * gpu_machine.gpu_count
        least, typical, most = (boards * factor for factor in NODE_WATTS_PER_BOARD_WATT)
        return _busy((least, typical, most), utilisation, MLPERF_POWER)
    if (cpu_machine := cpu_machines().get(name)) is not None:
        return _host(Decimal(str(cpu_machine.vcpu)), Decimal(str(cpu_machine.memory_gib)), utilisation)
    return None


def _busy(watts: tuple[Decimal, Decimal, Decimal], utilisation: Decimal, source: Source) -> Draw:
    share = IDLE_SHARE + (1 - IDLE_SHARE) * utilisation
    least, typical, most = (amount * share for amount in watts)
    return Draw(least, typical, most, source)


def _host(vcpu: Decimal, memory_gib: Decimal, utilisation: Decimal) -> Draw:
    idle, full = _VCPU_WATTS
    memory = memory_gib * _WATTS_PER_GIB
    typical = vcpu * (idle + (full - idle) * utilisation) + memory
    return Draw(vcpu * idle + memory, typical, vcpu * full + memory, CLOUD_CARBON_FOOTPRINT)
