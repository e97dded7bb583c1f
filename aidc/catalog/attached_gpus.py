"""GPUs that are attached to N1 machines: the machine type says nothing of them, so a pool names the GPU and how many.

Source: Compute Engine documentation, GPU machine types, N1 (last updated 2026-04-14): GPUs for one machine and the most vCPU that so many GPUs
allow. Shared-core and memory-optimised N1 types take none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aidc.catalog.capacity_modes import ANY_PERSISTENT_DISK
from aidc.catalog.cpu_machines import CpuMachine, cpu_machines
from aidc.catalog.fabrics import PRIMARY_ONLY
from aidc.catalog.gpu_families import N1_CAPACITY_MODES, GpuFamily
from aidc.catalog.gpu_machines import GpuMachine
from aidc.catalog.gpus import P4, P100, T4, V100, Gpu
from aidc.catalog.source import COMPUTE_GPU_PAGE, READ_ON, Source

_UNVERIFIED = Source(COMPUTE_GPU_PAGE.text, READ_ON, "unverified")
MAX_LOCAL_SSD_DISKS = 24
N1_NETWORK_GBITS_PER_S = 32
"""Large shapes with T4 or V100 reach 100 Gbit/s; which ones is not said, so the figure that all have is given."""
_MAX_VCPU: dict[str, dict[int, int]] = {
    T4.gke_accelerator: {1: 48, 2: 48, 4: 96},
    V100.gke_accelerator: {1: 12, 2: 24, 4: 48, 8: 96},
    P100.gke_accelerator: {1: 16, 2: 32, 4: 64},
    P4.gke_accelerator: {1: 24, 2: 48, 4: 96},
}
"""For each GPU, the numbers that can be attached and the most vCPU of the machine that takes so many."""


def _family(gpu: Gpu) -> GpuFamily:
    return GpuFamily(
        name=f"N1 with {gpu.name}",
        zones_key=f"n1+{gpu.name}",
        gpu=gpu,
        fabric=PRIMARY_ONLY,
        capacity_modes=N1_CAPACITY_MODES,
        boot_disks=ANY_PERSISTENT_DISK,
        max_compact_nodes=None,
        source=_UNVERIFIED if gpu in (P4, P100) else COMPUTE_GPU_PAGE,
        local_ssd_bundled=False,
        note="Up to 100 Gbit/s on large shapes with T4 or V100, 32 otherwise",
    )


ATTACHED_FAMILIES: dict[str, GpuFamily] = {gpu.gke_accelerator: _family(gpu) for gpu in (T4, V100, P100, P4)}


@cache
def host_machines() -> dict[str, CpuMachine]:
    """Return the machine types that GPUs can be attached to."""
    return {name: machine for name, machine in cpu_machines().items() if re.fullmatch(r"n1-(standard|highmem|highcpu)-[0-9]+", name)}


def attachable(gpu: str) -> dict[int, int]:
    """Return the numbers of a GPU that one machine takes, and the most vCPU each allows; nothing for a GPU that is not attached."""
    return _MAX_VCPU.get(gpu, {})


def machine_with(machine_type: str, gpu: str, count: int) -> GpuMachine | None:
    """Return the N1 machine with so many of these GPUs, or None when it does not take them."""
    host, family = host_machines().get(machine_type), ATTACHED_FAMILIES.get(gpu)
    if host is None or family is None or host.vcpu > attachable(gpu).get(count, 0):
        return None
    return GpuMachine(host.name, family, count, host.vcpu, host.memory_gib, MAX_LOCAL_SSD_DISKS, N1_NETWORK_GBITS_PER_S)


def machines_with_attached_gpus() -> Iterator[GpuMachine]:
    """Yield every legal combination of an N1 machine, a GPU and a number of them."""
    for machine_type in host_machines():
        for gpu in ATTACHED_FAMILIES:
            for count in attachable(gpu):
                if machine := machine_with(machine_type, gpu, count):
                    yield machine
