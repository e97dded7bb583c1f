"""GPU machine families: what every shape of a family has in common, one literal each.

Owns what GKE must be told so that a node comes up complete: fabric, disks, placement, capacity modes. Shapes are in gpu_machines.py, GPUs that
are attached to N1 in attached_gpus.py. Facts: gpu_machine_types, gke_node_pool_settings, node_pool_rules and accelerator_networking as
collected in November 2026 from the sources that each literal names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidc.catalog.capacity_modes import (
    ANY_PERSISTENT_DISK,
    CLASSIC_MODES,
    EVERY_MODE,
    HYPERDISK,
    PERSISTENT_DISKS,
    WITHOUT_CALENDAR,
    BootDisk,
    CapacityMode,
)
from aidc.catalog.fabrics import FAST_SOCKET, HOST_SECOND_NIC, PRIMARY_ONLY, ROCE_4, ROCE_8, ROCE_8_METAL, TCPX, TCPXO, Fabric
from aidc.catalog.gpus import (
    A100_40GB,
    A100_80GB,
    B200,
    GB200,
    GB300,
    H100_80GB,
    H100_80GB_MEGA,
    H200,
    L4,
    RTX_PRO_6000,
    Gpu,
)
from aidc.catalog.source import AI_HYPERCOMPUTER_PAGE, CLUSTER_TOOLKIT, COMPUTE_GPU_PAGE, GKE_AUTOSCALER, READ_ON, Source

_TOOLKIT_FLOORS = Source(f"{CLUSTER_TOOLKIT.text} modules/compute/gke-node-pool/gpu_direct.tf", READ_ON)
_G4_FLOORS = Source(f"{CLUSTER_TOOLKIT.text} examples/gke-g4", READ_ON)
_UNVERIFIED_MODES = Source("no published blueprint of the family; modes as the machines of its age have them", READ_ON, "unverified")
BOOT_DISK_SOURCE = GKE_AUTOSCALER
"""Where the boot disks of every family come from."""
_CALENDAR_NOTE = "A price of calendar mode is published for A4 only; that the family takes it is unverified"
_EDGE_SOURCE = Source(COMPUTE_GPU_PAGE.text + "; no published blueprint, its fabric is taken to be that of A3 High", READ_ON, "unverified")
_A4X_SOURCE = Source(f"{CLUSTER_TOOLKIT.text} examples/gke-a4x and gke-a4x-max-bm; {COMPUTE_GPU_PAGE.text}", READ_ON)
NVLINK_DOMAIN_NODES = 18
"""Nodes of one NVL72 rack: 72 GPUs, four to a node (Compute Engine GPU page)."""


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
    """Largest compact placement group, in nodes; None where the family has no compact placement of its own."""
    source: Source
    capacity_source: Source = CLUSTER_TOOLKIT
    gke_version_source: Source | None = None
    """Where the oldest GKE version stands; None where none is published."""
    flex_start_compact: bool = False
    """Compact placement may be combined with flex-start (node_pool_rules NP05)."""
    min_gke_version: str | None = None
    min_gke_version_flex_start: str | None = None
    local_ssd_bundled: bool = True
    """The machine always comes with its Local SSD; otherwise `local_ssd_disks` is what may be attached."""
    local_ssd_declared: bool = True
    """GKE is told about the disks. Of A4X and A4X Max it is not: their disks are ephemeral storage without a setting."""
    max_pods_per_node: int = 110
    architecture: Literal["amd64", "arm64"] = "amd64"
    nvlink_domain_topology: str = ""
    """Accelerator topology of the workload policy that keeps a pool inside one NVLink domain; empty: no such policy."""
    max_pool_nodes: int | None = None
    shielded: bool = True
    gvnic: bool = True
    """The primary interface is a gVNIC; of A4X Max it is an IDPF, which needs no setting."""
    huge_pages_2mib: int = 0
    driver: str = ""
    """Oldest NVIDIA driver that knows the GPU, where one is published."""
    note: str = ""
    """Where sources disagree or say less than one would want."""


G2 = GpuFamily(
    name="G2",
    zones_key="g2",
    gpu=L4,
    fabric=PRIMARY_ONLY,
    capacity_modes=WITHOUT_CALENDAR,
    boot_disks=PERSISTENT_DISKS,
    max_compact_nodes=None,
    source=COMPUTE_GPU_PAGE,
    local_ssd_bundled=False,
    capacity_source=_UNVERIFIED_MODES,
    note="Some sizes may boot from Hyperdisk as well; which ones is unverified, so none is offered",
)
A2_HIGH = GpuFamily(
    name="A2 High",
    zones_key="a2-highgpu",
    gpu=A100_40GB,
    fabric=FAST_SOCKET,
    capacity_modes=WITHOUT_CALENDAR,
    boot_disks=ANY_PERSISTENT_DISK,
    max_compact_nodes=150,
    source=COMPUTE_GPU_PAGE,
    local_ssd_bundled=False,
)
A2_ULTRA = GpuFamily(
    name="A2 Ultra",
    zones_key="a2-ultragpu",
    gpu=A100_80GB,
    fabric=FAST_SOCKET,
    capacity_modes=WITHOUT_CALENDAR,
    boot_disks=ANY_PERSISTENT_DISK,
    max_compact_nodes=150,
    source=COMPUTE_GPU_PAGE,
)
A2_MEGA = GpuFamily(
    name="A2 Mega",
    zones_key="a2-megagpu",
    gpu=A100_40GB,
    fabric=FAST_SOCKET,
    capacity_modes=WITHOUT_CALENDAR,
    boot_disks=ANY_PERSISTENT_DISK,
    max_compact_nodes=150,
    source=COMPUTE_GPU_PAGE,
    local_ssd_bundled=False,
)
A3_HIGH = GpuFamily(
    name="A3 High",
    zones_key="a3-highgpu",
    gpu=H100_80GB,
    fabric=TCPX,
    capacity_modes=EVERY_MODE,
    boot_disks=(*PERSISTENT_DISKS, *HYPERDISK),
    max_compact_nodes=96,
    min_gke_version="1.29.15-gke.2467000",
    source=COMPUTE_GPU_PAGE,
    gke_version_source=_TOOLKIT_FLOORS,
    note=_CALENDAR_NOTE,
)
A3_HIGH_PART = GpuFamily(
    name="A3 High, part of a host",
    zones_key="a3-highgpu",
    gpu=H100_80GB,
    fabric=PRIMARY_ONLY,
    capacity_modes=("spot", "flex-start", "queued"),
    boot_disks=(*PERSISTENT_DISKS, *HYPERDISK),
    max_compact_nodes=None,
    source=COMPUTE_GPU_PAGE,
)
A3_EDGE = GpuFamily(
    name="A3 Edge",
    zones_key="a3-edgegpu",
    gpu=H100_80GB,
    fabric=TCPX,
    capacity_modes=("on-demand", "reservation"),
    boot_disks=(*PERSISTENT_DISKS, *HYPERDISK),
    max_compact_nodes=96,
    source=_EDGE_SOURCE,
    note="Spot is unverified and not offered; 400 Gbit/s outside asia-south1 and northamerica-northeast2, where it is 600",
)
A3_MEGA = GpuFamily(
    name="A3 Mega",
    zones_key="a3-megagpu",
    gpu=H100_80GB_MEGA,
    fabric=TCPXO,
    capacity_modes=EVERY_MODE,
    boot_disks=(*PERSISTENT_DISKS, *HYPERDISK),
    max_compact_nodes=96,
    min_gke_version="1.32.11-gke.1174000",
    source=COMPUTE_GPU_PAGE,
    gke_version_source=_TOOLKIT_FLOORS,
    max_pods_per_node=32,
    note=_CALENDAR_NOTE,
)
A3_ULTRA = GpuFamily(
    name="A3 Ultra",
    zones_key="a3-ultragpu",
    gpu=H200,
    fabric=ROCE_8,
    capacity_modes=EVERY_MODE,
    boot_disks=HYPERDISK,
    max_compact_nodes=96,
    flex_start_compact=True,
    min_gke_version="1.31.5-gke.1169000",
    source=COMPUTE_GPU_PAGE,
    gke_version_source=AI_HYPERCOMPUTER_PAGE,
    driver="R550",
    note=f"{_CALENDAR_NOTE}. RDMA works from GKE 1.31.4-gke.1183000 with driver LATEST; the floor here is the one from which DEFAULT has it",
)
A4 = GpuFamily(
    name="A4",
    zones_key="a4-highgpu",
    gpu=B200,
    fabric=ROCE_8,
    capacity_modes=EVERY_MODE,
    boot_disks=HYPERDISK,
    max_compact_nodes=1500,
    flex_start_compact=True,
    min_gke_version="1.32.2-gke.1475000",
    min_gke_version_flex_start="1.32.2-gke.1652000",
    source=COMPUTE_GPU_PAGE,
    gke_version_source=AI_HYPERCOMPUTER_PAGE,
    driver="R570",
    note="Nodes come up from GKE 1.32.1-gke.1729000, without RDMA; the floor here is the one of RDMA",
)
A4X = GpuFamily(
    name="A4X",
    zones_key="a4x",
    gpu=GB200,
    fabric=ROCE_4,
    capacity_modes=("reservation",),
    boot_disks=HYPERDISK,
    max_compact_nodes=None,
    min_gke_version="1.33.4-gke.1036000",
    source=_A4X_SOURCE,
    gke_version_source=AI_HYPERCOMPUTER_PAGE,
    local_ssd_declared=False,
    architecture="arm64",
    nvlink_domain_topology="1x72",
    max_pool_nodes=NVLINK_DOMAIN_NODES,
    driver="R580",
    note="GKE 1.32.8-gke.1108000 on the 1.32 line; reservations in all-capacity mode only",
)
A4X_MAX = GpuFamily(
    name="A4X Max",
    zones_key="a4x-max",
    gpu=GB300,
    fabric=ROCE_8_METAL,
    capacity_modes=("reservation",),
    boot_disks=HYPERDISK,
    max_compact_nodes=None,
    min_gke_version="1.35.0-gke.2745000",
    source=_A4X_SOURCE,
    gke_version_source=AI_HYPERCOMPUTER_PAGE,
    local_ssd_declared=False,
    architecture="arm64",
    nvlink_domain_topology="1x72",
    max_pool_nodes=NVLINK_DOMAIN_NODES,
    shielded=False,
    gvnic=False,
    huge_pages_2mib=4096,
    driver="R580.95.05",
    note="Bare metal, sold to allow-listed projects; GKE 1.34.3-gke.1318000 on the 1.34 line",
)
_G4_DISKS = "Local SSD of 375 GiB a disk is general knowledge; the page gives GiB only"
G4 = GpuFamily(
    name="G4",
    zones_key="g4",
    gpu=RTX_PRO_6000,
    fabric=PRIMARY_ONLY,
    capacity_modes=WITHOUT_CALENDAR,
    boot_disks=HYPERDISK,
    max_compact_nodes=1500,
    min_gke_version="1.32.11-gke.1174000",
    source=COMPUTE_GPU_PAGE,
    gke_version_source=_G4_FLOORS,
    local_ssd_bundled=False,
    note=_G4_DISKS,
)
G4_WHOLE_HOST = GpuFamily(
    name="G4, whole host",
    zones_key="g4",
    gpu=RTX_PRO_6000,
    fabric=HOST_SECOND_NIC,
    capacity_modes=WITHOUT_CALENDAR,
    boot_disks=HYPERDISK,
    max_compact_nodes=1500,
    min_gke_version="1.32.11-gke.1174000",
    source=COMPUTE_GPU_PAGE,
    gke_version_source=_G4_FLOORS,
    local_ssd_bundled=False,
    note=_G4_DISKS,
)
G4_PART = GpuFamily(
    name="G4, part of a GPU",
    zones_key="g4",
    gpu=RTX_PRO_6000,
    fabric=PRIMARY_ONLY,
    capacity_modes=WITHOUT_CALENDAR,
    boot_disks=HYPERDISK,
    max_compact_nodes=None,
    min_gke_version="1.35.2-gke.1485000",
    source=COMPUTE_GPU_PAGE,
    gke_version_source=_G4_FLOORS,
    local_ssd_bundled=False,
    note=_G4_DISKS,
)
N1_CAPACITY_MODES = CLASSIC_MODES
"""GPUs of N1 are in no list of the Dynamic Workload Scheduler that was found."""
