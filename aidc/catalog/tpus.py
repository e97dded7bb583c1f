"""TPU generations and their hosts. The rule of legal topologies is in topologies.py; zones are in zones.py.

Facts per chip, bidirectional ICI bytes. Sources: Google's page of each generation and the Compute Engine TPU page of 2026-08-26.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidc.catalog.capacity_modes import ANY_PERSISTENT_DISK, EVERY_MODE, HYPERDISK, PERSISTENT_DISKS, BootDisk, CapacityMode
from aidc.catalog.fabrics import DCN_SECOND_NIC, ICI, Fabric
from aidc.catalog.source import CLUSTER_TOOLKIT, COMPUTE_TPU_PAGE, GKE_AUTOSCALER, READ_ON, Source


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
    single_host: bool = True
    """One host of this shape can be a slice by itself."""
    note: str = ""
    """Where sources disagree, and which one is used."""


@dataclass(frozen=True, slots=True)
class TpuGeneration:
    """One TPU generation, figures per chip. None: not published."""

    name: str
    gke_accelerator: str
    torus: Literal["2D", "3D"]
    bf16_tflops_per_chip: float
    int8_tops_per_chip: float | None
    hbm_gib_per_chip: int
    hbm_gb_per_s_per_chip: float
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
    fp8_tflops_per_chip: float | None = None
    shapes_2d: tuple[tuple[int, int], ...] = ()
    """2D generations only: every slice shape."""
    wrapped_side_2d: int = 16
    """2D generations only: the side of the pod, on which links wrap around."""
    shapes_below_a_cube: tuple[tuple[int, int, int], ...] = ()
    """3D generations only: the slice shapes that are not built of 4x4x4 cubes."""
    workload_policy: bool = False
    """A slice of several hosts is placed by a workload policy; a plain placement policy is refused (rule NP15, trap T030)."""
    min_gke_version_flex_start: str | None = None
    gke_version_source: Source | None = None
    """Where the oldest GKE version stands; None where none is published."""
    capacity_source: Source = CLUSTER_TOOLKIT
    allow_listed_modes: tuple[CapacityMode, ...] = ()
    """Modes that Google opens to single projects on request."""
    marketing_name: str = ""
    note: str = ""
    """Where sources disagree, and which one is used."""

    @property
    def product(self) -> str:
        """The name that Google sells it by: TPU v5e, TPU7x."""
        return f"TPU{self.name.removeprefix('tpu')}" if self.name.startswith("tpu") else f"TPU {self.name}"

    def machine(self, name: str) -> TpuMachine | None:
        """Return the host shape of that name, if this generation has it."""
        return next((machine for machine in self.machines if machine.name == name), None)


_SHAPES_2D = ((1, 1), (2, 2), (2, 4), (4, 4), (4, 8), (8, 8), (8, 16), (16, 16))
_SHAPES_V3 = ((2, 2), (4, 4), (4, 8), (8, 8), (8, 16), (16, 16), (16, 32), (32, 32))
_SHAPES_3D_BELOW_A_CUBE = ((2, 2, 1), (2, 2, 2), (2, 2, 4), (2, 4, 4))
_V3_PAGE = Source("cloud.google.com/tpu/docs/v3; jax-ml/scaling-book@0819a7d", READ_ON)
_V4_PAGE = Source("cloud.google.com/tpu/docs/v4; jax-ml/scaling-book@0819a7d", READ_ON)
_V5E_PAGE = Source("cloud.google.com/tpu/docs/v5e; jax-ml/scaling-book@0819a7d", READ_ON)
_V5P_PAGE = Source("cloud.google.com/tpu/docs/v5p; AI-Hypercomputer/xpk@367c838", READ_ON)
_V6E_PAGE = Source("cloud.google.com/tpu/docs/v6e; jax-ml/scaling-book@0819a7d", READ_ON)
_V6E_FLOORS = Source(f"docs.ray.io, KubeRay TPU guide; {CLUSTER_TOOLKIT.text} examples/gke-consumption-options (flex-start)", READ_ON)
_TPU7X_FLOORS = Source(f"{CLUSTER_TOOLKIT.text} examples/gke-tpu-7x; GKE documentation, TPU Ironwood", READ_ON)
_TPU7X_PAGE = Source("cloud.google.com/tpu/docs/tpu7x; AI-Hypercomputer/xpk@367c838", READ_ON)

V3 = TpuGeneration(
    name="v3",
    gke_accelerator="tpu-v3-slice",
    torus="2D",
    bf16_tflops_per_chip=123,
    int8_tops_per_chip=None,
    hbm_gib_per_chip=32,
    hbm_gb_per_s_per_chip=900,
    ici_bidirectional_gb_per_s_per_chip=800,
    max_slice_chips=1024,
    machines=(
        TpuMachine("ct3-hightpu-4t", 4, 96, 340, False, ICI, None, GKE_AUTOSCALER, note="Its accelerator label is tpu-v3-device"),
        TpuMachine("ct3p-hightpu-4t", 4, 48, 340, True, ICI, None, GKE_AUTOSCALER, single_host=False),
    ),
    boot_disks=ANY_PERSISTENT_DISK,
    capacity_modes=("on-demand", "reservation"),
    min_gke_version=None,
    source=_V3_PAGE,
    shapes_2d=_SHAPES_V3,
    wrapped_side_2d=32,
    note=(
        "ICI per chip is derived from the link rate; the autoscaler also lists 32x64, beyond the pod of 1024 chips, which is not offered here. "
        "Slices of 16 chips and more are in europe-west4-a and us-east1-d only (unverified, from the machine list)"
    ),
)
V4 = TpuGeneration(
    name="v4",
    gke_accelerator="tpu-v4-podslice",
    torus="3D",
    bf16_tflops_per_chip=275,
    int8_tops_per_chip=275,
    hbm_gib_per_chip=32,
    hbm_gb_per_s_per_chip=1200,
    ici_bidirectional_gb_per_s_per_chip=540,
    max_slice_chips=4096,
    machines=(TpuMachine("ct4p-hightpu-4t", 4, 240, 407, True, ICI, None, GKE_AUTOSCALER),),
    boot_disks=(*ANY_PERSISTENT_DISK, *HYPERDISK),
    capacity_modes=("on-demand", "reservation"),
    min_gke_version=None,
    source=_V4_PAGE,
    max_cubes=64,
    ordered_sides=False,
    shapes_below_a_cube=_SHAPES_3D_BELOW_A_CUBE,
    note="ICI per chip is derived from the link rate",
)
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
        TpuMachine(
            "ct5lp-hightpu-4t",
            4,
            112,
            192,
            True,
            ICI,
            200,
            _V5E_PAGE,
            note="Two interfaces of 100 Gbit/s, of which the primary one is used",
        ),
        TpuMachine("ct5lp-hightpu-8t", 8, 224, 384, False, ICI, None, GKE_AUTOSCALER),
    ),
    boot_disks=PERSISTENT_DISKS,
    capacity_modes=EVERY_MODE,
    min_gke_version=None,
    source=_V5E_PAGE,
    shapes_2d=_SHAPES_2D,
    note=(
        "HBM bandwidth is 819 GB/s on one page (used here) and 800 GiB/s on a newer one; int8 is 393 (used here) or 394. "
        "v5litepod-8 is one host of 8 chips in cluster-toolkit (used here) and two hosts of 4 in xpk"
    ),
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
    capacity_modes=EVERY_MODE,
    min_gke_version=None,
    source=_V5P_PAGE,
    max_cubes=140,
    fp8_tflops_per_chip=459,
    shapes_below_a_cube=_SHAPES_3D_BELOW_A_CUBE,
    note=(
        "ICI is 1200 GB/s on Google's page (used here), 1080 in scaling-book and 600 one way on an older page; "
        "int8 stands in scaling-book alone; slices end at 16x16x24 on the page, xpk goes on to the pod of 8960 chips"
    ),
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
        TpuMachine(
            "ct6e-standard-8t",
            8,
            180,
            1440,
            False,
            ICI,
            200,
            COMPUTE_TPU_PAGE,
            note="360 vCPU on the Compute Engine page; 180 in GKE's autoscaler (used here), which counts one thread per core",
        ),
    ),
    boot_disks=HYPERDISK,
    capacity_modes=EVERY_MODE,
    min_gke_version="1.31.2-gke.1115000",
    source=_V6E_PAGE,
    fp8_tflops_per_chip=918,
    shapes_2d=_SHAPES_2D,
    min_gke_version_flex_start="1.33.5-gke.2392000",
    gke_version_source=_V6E_FLOORS,
    marketing_name="Trillium",
    note=(
        "Google's TPU page names six zones, a runbook that quotes the GKE page eight; the table of zones says which list each comes from. "
        "The price list has only a placeholder for asia-east1-c, southamerica-east1-c and us-central2-b"
    ),
)
TPU7X = TpuGeneration(
    name="tpu7x",
    gke_accelerator="tpu7x",
    torus="3D",
    bf16_tflops_per_chip=2307,
    int8_tops_per_chip=None,
    hbm_gib_per_chip=192,
    hbm_gb_per_s_per_chip=7380,
    ici_bidirectional_gb_per_s_per_chip=1200,
    max_slice_chips=9216,
    machines=(
        TpuMachine("tpu7x-standard-1t", 1, 56, 248, False, ICI, None, GKE_AUTOSCALER, note="Not on the Compute Engine TPU page"),
        TpuMachine(
            "tpu7x-standard-4t",
            4,
            224,
            960,
            True,
            DCN_SECOND_NIC,
            400,
            COMPUTE_TPU_PAGE,
            note="960 GiB of memory on the Compute Engine page (used here), 992 in GKE's autoscaler",
        ),
    ),
    boot_disks=HYPERDISK,
    capacity_modes=EVERY_MODE,
    min_gke_version="1.34.3-gke.1318000",
    gke_version_source=_TPU7X_FLOORS,
    marketing_name="Ironwood",
    source=_TPU7X_PAGE,
    max_cubes=144,
    fp8_tflops_per_chip=4614,
    shapes_below_a_cube=((1, 1, 1), *_SHAPES_3D_BELOW_A_CUBE),
    workload_policy=True,
    allow_listed_modes=("spot", "flex-start", "queued", "calendar"),
    note=(
        "Oldest GKE: 1.34.0-gke.2201000 in GKE's page, 1.34.3-gke.1318000 in cluster-toolkit; the later one is used. Queued provisioning "
        "is unverified. Two devices per chip in JAX; no TensorFlow; HBM is 7370 GB/s elsewhere on the same site"
    ),
)

BOOT_DISK_SOURCE = GKE_AUTOSCALER
"""Where the boot disks of every generation come from."""
TPU_GENERATIONS: dict[str, TpuGeneration] = {generation.name: generation for generation in (V3, V4, V5E, V5P, V6E, TPU7X)}
