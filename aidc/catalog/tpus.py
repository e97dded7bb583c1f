"""TPU generations and their hosts. The rule of legal topologies is in topologies.py; zones are in zones.py.

Facts per chip, bidirectional ICI bytes. Sources: Google's page of each generation and the Compute Engine TPU page of 2026-08-26.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidc.catalog.fabrics import DCN_SECOND_NIC, ICI, Fabric
from aidc.catalog.gpu_machines import ALL_MODES, PERSISTENT_DISKS, BootDisk, CapacityMode
from aidc.catalog.source import COMPUTE_TPU_PAGE, GKE_AUTOSCALER, READ_ON, Source


@dataclass(frozen=True, slots=True)
class TpuMachine:
    """One TPU host shape on GKE. `multi_host` says whether its hosts can form a slice of more than one host."""

    name: str
    chips: int
    vcpu: int
    memory_gib: int
    multi_host: bool
    fabric: Fabric
    network_gbits_per_s: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class TpuGeneration:
    """One TPU generation, figures per chip. None: not published."""

    name: str
    gke_accelerator: str
    torus: Literal["2D", "3D"]
    bf16_tflops_per_chip: float
    int8_tops_per_chip: float | None
    hbm_gib_per_chip: int
    hbm_gb_per_s_per_chip: int
    ici_bidirectional_gb_per_s_per_chip: int
    max_slice_chips: int
    machines: tuple[TpuMachine, ...]
    boot_disks: tuple[BootDisk, ...]
    capacity_modes: tuple[CapacityMode, ...]
    min_gke_version: str | None
    """Oldest control plane that can have it; None where Google publishes none: older than every version that GKE still supports."""
    source: Source
    max_cubes: int = 0
    """3D generations only: how many 4x4x4 cubes a slice may have."""
    ordered_sides: bool = True
    """3D generations only: Google lists sides in ascending order."""
    max_pods_per_node: int = 15
    """xpk's setting for multi-host pools: a host runs one worker and a few daemons."""

    def machine(self, name: str) -> TpuMachine | None:
        """Return the host shape of that name, if this generation has it."""
        return next((machine for machine in self.machines if machine.name == name), None)


_V5E_PAGE = Source("cloud.google.com/tpu/docs/v5e; jax-ml/scaling-book@0819a7d", READ_ON)
_V5P_PAGE = Source("cloud.google.com/tpu/docs/v5p", READ_ON)
_V6E_PAGE = Source("cloud.google.com/tpu/docs/v6e; jax-ml/scaling-book@0819a7d", READ_ON)

V5E = TpuGeneration(
    name="v5e",
    gke_accelerator="tpu-v5-lite-podslice",
    torus="2D",
    bf16_tflops_per_chip=197,
    int8_tops_per_chip=393,
    hbm_gib_per_chip=16,
    hbm_gb_per_s_per_chip=819,
    ici_bidirectional_gb_per_s_per_chip=400,
    max_slice_chips=256,
    machines=(
        TpuMachine("ct5lp-hightpu-1t", 1, 24, 48, False, ICI, None, GKE_AUTOSCALER),
        TpuMachine("ct5lp-hightpu-4t", 4, 112, 192, True, ICI, 200, _V5E_PAGE),
        TpuMachine("ct5lp-hightpu-8t", 8, 224, 384, False, ICI, None, GKE_AUTOSCALER),
    ),
    boot_disks=PERSISTENT_DISKS,
    capacity_modes=ALL_MODES,
    min_gke_version=None,
    source=_V5E_PAGE,
)
V5P = TpuGeneration(
    name="v5p",
    gke_accelerator="tpu-v5p-slice",
    torus="3D",
    bf16_tflops_per_chip=459,
    int8_tops_per_chip=918,
    hbm_gib_per_chip=95,
    hbm_gb_per_s_per_chip=2765,
    ici_bidirectional_gb_per_s_per_chip=1200,
    max_slice_chips=6144,
    machines=(TpuMachine("ct5p-hightpu-4t", 4, 208, 448, True, ICI, 200, COMPUTE_TPU_PAGE),),
    boot_disks=PERSISTENT_DISKS,
    capacity_modes=ALL_MODES,
    min_gke_version=None,
    source=_V5P_PAGE,
    max_cubes=140,
)
V6E = TpuGeneration(
    name="v6e",
    gke_accelerator="tpu-v6e-slice",
    torus="2D",
    bf16_tflops_per_chip=918,
    int8_tops_per_chip=1836,
    hbm_gib_per_chip=32,
    hbm_gb_per_s_per_chip=1638,
    ici_bidirectional_gb_per_s_per_chip=800,
    max_slice_chips=256,
    machines=(
        TpuMachine("ct6e-standard-1t", 1, 44, 176, False, ICI, 50, COMPUTE_TPU_PAGE),
        TpuMachine("ct6e-standard-4t", 4, 180, 720, True, DCN_SECOND_NIC, 400, COMPUTE_TPU_PAGE),
        TpuMachine("ct6e-standard-8t", 8, 180, 1440, False, ICI, 200, COMPUTE_TPU_PAGE),
    ),
    boot_disks=("hyperdisk-balanced",),
    capacity_modes=ALL_MODES,
    min_gke_version="1.31.2-gke.1115000",
    source=_V6E_PAGE,
)

TPU_GENERATIONS: dict[str, TpuGeneration] = {generation.name: generation for generation in (V5E, V5P, V6E)}
