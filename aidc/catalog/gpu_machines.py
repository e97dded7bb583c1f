"""GPU machine types: one family literal for what a family shares, one machine literal for a shape.

Owns what GKE must be told so that a node comes up complete: fabric, disks, placement, capacity modes. Facts: gpu_machine_types,
gke_node_pool_settings and accelerator_networking as collected in November 2026; each literal carries its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidc.catalog.fabrics import FAST_SOCKET, PRIMARY_ONLY, ROCE_8, TCPX, TCPXO, Fabric
from aidc.catalog.gpus import A100_40GB, A100_80GB, B200, H100_80GB, H100_80GB_MEGA, H200, L4, Gpu
from aidc.catalog.source import COMPUTE_GPU_PAGE, Source

CapacityMode = Literal["on-demand", "spot", "flex-start", "reservation"]
BootDisk = Literal["pd-balanced", "pd-ssd", "pd-standard", "hyperdisk-balanced"]
LOCAL_SSD_GIB_PER_DISK = 375

ALL_MODES: tuple[CapacityMode, ...] = ("on-demand", "spot", "flex-start", "reservation")
PERSISTENT_DISKS: tuple[BootDisk, ...] = ("pd-balanced", "pd-ssd")


@dataclass(frozen=True, slots=True)
class GpuFamily:
    """What every shape of a family has in common. `zones_key` names the family in the table of zones."""

    name: str
    zones_key: str
    gpu: Gpu
    fabric: Fabric
    capacity_modes: tuple[CapacityMode, ...]
    boot_disks: tuple[BootDisk, ...]
    max_compact_nodes: int | None
    """Largest compact placement group, in nodes; None where the family has no compact placement."""
    flex_start_compact: bool
    """Compact placement may be combined with flex-start (node_pool_rules NP05)."""
    min_gke_version: str | None
    source: Source
    local_ssd_bundled: bool = True
    """The machine always comes with its Local SSD; otherwise `local_ssd_disks` is what may be attached."""
    local_ssd_gib_per_disk: int = LOCAL_SSD_GIB_PER_DISK
    max_pods_per_node: int = 110


@dataclass(frozen=True, slots=True)
class GpuMachine:
    """One GPU machine type. `network_gbits_per_s` is the sum over all interfaces."""

    name: str
    family: GpuFamily
    gpu_count: int
    vcpu: int
    memory_gib: int
    local_ssd_disks: int
    network_gbits_per_s: int

    @property
    def gpu_memory_gb(self) -> int:
        """Memory of all GPUs of one machine, in GB."""
        return self.gpu_count * self.family.gpu.memory_gb


G2 = GpuFamily(
    name="G2",
    zones_key="g2",
    gpu=L4,
    fabric=PRIMARY_ONLY,
    capacity_modes=ALL_MODES,
    boot_disks=PERSISTENT_DISKS,
    max_compact_nodes=None,
    flex_start_compact=False,
    min_gke_version=None,
    source=COMPUTE_GPU_PAGE,
    local_ssd_bundled=False,
)
A2_HIGH = GpuFamily(
    name="A2 High",
    zones_key="a2-highgpu",
    gpu=A100_40GB,
    fabric=FAST_SOCKET,
    capacity_modes=ALL_MODES,
    boot_disks=(*PERSISTENT_DISKS, "pd-standard"),
    max_compact_nodes=150,
    flex_start_compact=False,
    min_gke_version=None,
    source=COMPUTE_GPU_PAGE,
    local_ssd_bundled=False,
)
A2_ULTRA = GpuFamily(
    name="A2 Ultra",
    zones_key="a2-ultragpu",
    gpu=A100_80GB,
    fabric=FAST_SOCKET,
    capacity_modes=ALL_MODES,
    boot_disks=(*PERSISTENT_DISKS, "pd-standard"),
    max_compact_nodes=150,
    flex_start_compact=False,
    min_gke_version=None,
    source=COMPUTE_GPU_PAGE,
)
A2_MEGA = GpuFamily(
    name="A2 Mega",
    zones_key="a2-megagpu",
    gpu=A100_40GB,
    fabric=FAST_SOCKET,
    capacity_modes=ALL_MODES,
    boot_disks=(*PERSISTENT_DISKS, "pd-standard"),
    max_compact_nodes=150,
    flex_start_compact=False,
    min_gke_version=None,
    source=COMPUTE_GPU_PAGE,
    local_ssd_bundled=False,
)
A3_HIGH = GpuFamily(
    name="A3 High",
    zones_key="a3-highgpu",
    gpu=H100_80GB,
    fabric=TCPX,
    capacity_modes=ALL_MODES,
    boot_disks=(*PERSISTENT_DISKS, "hyperdisk-balanced"),
    max_compact_nodes=96,
    flex_start_compact=False,
    min_gke_version="1.29.15-gke.2467000",
    source=COMPUTE_GPU_PAGE,
)
A3_HIGH_PART = GpuFamily(
    name="A3 High, part of a host",
    zones_key="a3-highgpu",
    gpu=H100_80GB,
    fabric=PRIMARY_ONLY,
    capacity_modes=("spot", "flex-start"),
    boot_disks=(*PERSISTENT_DISKS, "hyperdisk-balanced"),
    max_compact_nodes=None,
    flex_start_compact=False,
    min_gke_version=None,
    source=COMPUTE_GPU_PAGE,
)
A3_MEGA = GpuFamily(
    name="A3 Mega",
    zones_key="a3-megagpu",
    gpu=H100_80GB_MEGA,
    fabric=TCPXO,
    capacity_modes=ALL_MODES,
    boot_disks=(*PERSISTENT_DISKS, "hyperdisk-balanced"),
    max_compact_nodes=96,
    flex_start_compact=False,
    min_gke_version="1.32.11-gke.1174000",
    source=COMPUTE_GPU_PAGE,
    max_pods_per_node=32,
)
A3_ULTRA = GpuFamily(
    name="A3 Ultra",
    zones_key="a3-ultragpu",
    gpu=H200,
    fabric=ROCE_8,
    capacity_modes=ALL_MODES,
    boot_disks=("hyperdisk-balanced",),
    max_compact_nodes=96,
    flex_start_compact=True,
    min_gke_version="1.31.5-gke.1169000",
    source=COMPUTE_GPU_PAGE,
)
A4 = GpuFamily(
    name="A4",
    zones_key="a4-highgpu",
    gpu=B200,
    fabric=ROCE_8,
    capacity_modes=ALL_MODES,
    boot_disks=("hyperdisk-balanced",),
    max_compact_nodes=1500,
    flex_start_compact=True,
    min_gke_version="1.32.2-gke.1475000",
    source=COMPUTE_GPU_PAGE,
)

_MACHINES = (
    GpuMachine("g2-standard-4", G2, gpu_count=1, vcpu=4, memory_gib=16, local_ssd_disks=1, network_gbits_per_s=10),
    GpuMachine("g2-standard-8", G2, gpu_count=1, vcpu=8, memory_gib=32, local_ssd_disks=1, network_gbits_per_s=16),
    GpuMachine("g2-standard-12", G2, gpu_count=1, vcpu=12, memory_gib=48, local_ssd_disks=1, network_gbits_per_s=16),
    GpuMachine("g2-standard-16", G2, gpu_count=1, vcpu=16, memory_gib=64, local_ssd_disks=1, network_gbits_per_s=32),
    GpuMachine("g2-standard-24", G2, gpu_count=2, vcpu=24, memory_gib=96, local_ssd_disks=2, network_gbits_per_s=32),
    GpuMachine("g2-standard-32", G2, gpu_count=1, vcpu=32, memory_gib=128, local_ssd_disks=1, network_gbits_per_s=32),
    GpuMachine("g2-standard-48", G2, gpu_count=4, vcpu=48, memory_gib=192, local_ssd_disks=4, network_gbits_per_s=50),
    GpuMachine("g2-standard-96", G2, gpu_count=8, vcpu=96, memory_gib=384, local_ssd_disks=8, network_gbits_per_s=100),
    GpuMachine("a2-highgpu-1g", A2_HIGH, gpu_count=1, vcpu=12, memory_gib=85, local_ssd_disks=8, network_gbits_per_s=24),
    GpuMachine("a2-highgpu-2g", A2_HIGH, gpu_count=2, vcpu=24, memory_gib=170, local_ssd_disks=8, network_gbits_per_s=32),
    GpuMachine("a2-highgpu-4g", A2_HIGH, gpu_count=4, vcpu=48, memory_gib=340, local_ssd_disks=8, network_gbits_per_s=50),
    GpuMachine("a2-highgpu-8g", A2_HIGH, gpu_count=8, vcpu=96, memory_gib=680, local_ssd_disks=8, network_gbits_per_s=100),
    GpuMachine("a2-ultragpu-1g", A2_ULTRA, gpu_count=1, vcpu=12, memory_gib=170, local_ssd_disks=1, network_gbits_per_s=24),
    GpuMachine("a2-ultragpu-2g", A2_ULTRA, gpu_count=2, vcpu=24, memory_gib=340, local_ssd_disks=2, network_gbits_per_s=32),
    GpuMachine("a2-ultragpu-4g", A2_ULTRA, gpu_count=4, vcpu=48, memory_gib=680, local_ssd_disks=4, network_gbits_per_s=50),
    GpuMachine("a2-ultragpu-8g", A2_ULTRA, gpu_count=8, vcpu=96, memory_gib=1360, local_ssd_disks=8, network_gbits_per_s=100),
    GpuMachine("a2-megagpu-16g", A2_MEGA, gpu_count=16, vcpu=96, memory_gib=1360, local_ssd_disks=8, network_gbits_per_s=100),
    GpuMachine("a3-highgpu-1g", A3_HIGH_PART, gpu_count=1, vcpu=26, memory_gib=234, local_ssd_disks=2, network_gbits_per_s=25),
    GpuMachine("a3-highgpu-2g", A3_HIGH_PART, gpu_count=2, vcpu=52, memory_gib=468, local_ssd_disks=4, network_gbits_per_s=50),
    GpuMachine("a3-highgpu-4g", A3_HIGH_PART, gpu_count=4, vcpu=104, memory_gib=936, local_ssd_disks=8, network_gbits_per_s=100),
    GpuMachine("a3-highgpu-8g", A3_HIGH, gpu_count=8, vcpu=208, memory_gib=1872, local_ssd_disks=16, network_gbits_per_s=1000),
    GpuMachine("a3-megagpu-8g", A3_MEGA, gpu_count=8, vcpu=208, memory_gib=1872, local_ssd_disks=16, network_gbits_per_s=1800),
    GpuMachine("a3-ultragpu-8g", A3_ULTRA, gpu_count=8, vcpu=224, memory_gib=2952, local_ssd_disks=32, network_gbits_per_s=3600),
    GpuMachine("a4-highgpu-8g", A4, gpu_count=8, vcpu=224, memory_gib=3968, local_ssd_disks=32, network_gbits_per_s=3600),
)

GPU_MACHINES: dict[str, GpuMachine] = {machine.name: machine for machine in _MACHINES}
