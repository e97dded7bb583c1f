"""GPU machine types: one literal for a shape. What the shapes of a family share is in gpu_families.py.

Facts: gpu_machine_types as collected in November 2026; the source is that of the family. N1 machines have no GPU of their own: attached_gpus.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from aidc.catalog.cpu_machines import Confidential
from aidc.catalog.gpu_families import (
    A2_HIGH,
    A2_MEGA,
    A2_ULTRA,
    A3_EDGE,
    A3_HIGH,
    A3_HIGH_PART,
    A3_MEGA,
    A3_ULTRA,
    A4,
    A4X,
    A4X_MAX,
    G2,
    G4,
    G4_PART,
    G4_WHOLE_HOST,
    GpuFamily,
)

LOCAL_SSD_GIB_PER_DISK = 375
WITHOUT_LOCAL_SSD = "-nolssd"
"""Ending of the name of a shape that is sold without its Local SSD (GKE cluster-autoscaler machine types)."""


@dataclass(frozen=True, slots=True)
class GpuMachine:
    """One GPU machine type. `network_gbits_per_s` is the sum over all interfaces."""

    name: str
    family: GpuFamily
    gpu_count: int
    """Devices that a node shows to Kubernetes."""
    vcpu: float
    memory_gib: float
    local_ssd_disks: int
    network_gbits_per_s: int
    gpu_share: Fraction = Fraction(1)
    """Part of a GPU that each device is."""
    local_ssd_gib: int | None = None
    """Where the disks are not of 375 GiB."""
    confidential: Confidential | None = None
    """Technology of confidential nodes, in preview on GPU machines (GKE documentation, page of 2026-04-08)."""

    @property
    def gpus(self) -> Fraction:
        """GPUs of one machine, less than one for a shape that has part of a GPU."""
        return self.gpu_count * self.gpu_share

    @property
    def gpu_memory_gb(self) -> int:
        """Memory of all GPUs of one machine, in GB."""
        return int(self.gpus * self.family.gpu.memory_gb)

    @property
    def local_ssd_total_gib(self) -> int:
        """Local SSD of one machine, bundled or the most that may be attached, in GiB."""
        return self.local_ssd_disks * LOCAL_SSD_GIB_PER_DISK if self.local_ssd_gib is None else self.local_ssd_gib


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
    GpuMachine(
        "a3-highgpu-1g", A3_HIGH_PART, gpu_count=1, vcpu=26, memory_gib=234, local_ssd_disks=2, network_gbits_per_s=25, confidential="TDX"
    ),
    GpuMachine("a3-highgpu-2g", A3_HIGH_PART, gpu_count=2, vcpu=52, memory_gib=468, local_ssd_disks=4, network_gbits_per_s=50),
    GpuMachine("a3-highgpu-4g", A3_HIGH_PART, gpu_count=4, vcpu=104, memory_gib=936, local_ssd_disks=8, network_gbits_per_s=100),
    GpuMachine("a3-highgpu-8g", A3_HIGH, gpu_count=8, vcpu=208, memory_gib=1872, local_ssd_disks=16, network_gbits_per_s=1000),
    GpuMachine("a3-edgegpu-8g", A3_EDGE, gpu_count=8, vcpu=208, memory_gib=1872, local_ssd_disks=16, network_gbits_per_s=400),
    GpuMachine("a3-megagpu-8g", A3_MEGA, gpu_count=8, vcpu=208, memory_gib=1872, local_ssd_disks=16, network_gbits_per_s=1800),
    GpuMachine("a3-ultragpu-8g", A3_ULTRA, gpu_count=8, vcpu=224, memory_gib=2952, local_ssd_disks=32, network_gbits_per_s=3600),
    GpuMachine("a4-highgpu-8g", A4, gpu_count=8, vcpu=224, memory_gib=3968, local_ssd_disks=32, network_gbits_per_s=3600),
    GpuMachine(
        "a4x-highgpu-4g", A4X, gpu_count=4, vcpu=140, memory_gib=884, local_ssd_disks=4, network_gbits_per_s=2000, local_ssd_gib=12000
    ),
    GpuMachine(
        "a4x-maxgpu-4g-metal",
        A4X_MAX,
        gpu_count=4,
        vcpu=144,
        memory_gib=960,
        local_ssd_disks=4,
        network_gbits_per_s=3600,
        local_ssd_gib=12000,
    ),
    GpuMachine(
        "g4-standard-6", G4_PART, gpu_count=1, vcpu=6, memory_gib=22, local_ssd_disks=0, network_gbits_per_s=20, gpu_share=Fraction(1, 8)
    ),
    GpuMachine(
        "g4-standard-12", G4_PART, gpu_count=1, vcpu=12, memory_gib=45, local_ssd_disks=1, network_gbits_per_s=20, gpu_share=Fraction(1, 4)
    ),
    GpuMachine(
        "g4-standard-24", G4_PART, gpu_count=1, vcpu=24, memory_gib=90, local_ssd_disks=2, network_gbits_per_s=20, gpu_share=Fraction(1, 2)
    ),
    GpuMachine("g4-standard-48", G4, gpu_count=1, vcpu=48, memory_gib=180, local_ssd_disks=4, network_gbits_per_s=50, confidential="SEV"),
    GpuMachine("g4-standard-96", G4, gpu_count=2, vcpu=96, memory_gib=360, local_ssd_disks=8, network_gbits_per_s=100),
    GpuMachine("g4-standard-192", G4, gpu_count=4, vcpu=192, memory_gib=720, local_ssd_disks=16, network_gbits_per_s=200),
    GpuMachine("g4-standard-384", G4_WHOLE_HOST, gpu_count=8, vcpu=384, memory_gib=1440, local_ssd_disks=32, network_gbits_per_s=400),
)
_BUNDLED = [machine for machine in _MACHINES if machine.family.local_ssd_bundled]
GPU_MACHINES: dict[str, GpuMachine] = {machine.name: machine for machine in _MACHINES} | {
    f"{machine.name}{WITHOUT_LOCAL_SSD}": replace(machine, name=f"{machine.name}{WITHOUT_LOCAL_SSD}", local_ssd_disks=0, local_ssd_gib=None)
    for machine in _BUNDLED
    if machine.family is not A4X_MAX
}
