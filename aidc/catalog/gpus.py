"""GPUs: one literal per model, dense peaks. Google's own table prints the 2:4-sparse numbers of most models; those are not used here."""

from __future__ import annotations

from dataclasses import dataclass

from aidc.catalog.source import COMPUTE_GPU_PAGE, READ_ON, Source

_DENSE = Source(
    "hmc-tech.com and itkb.uw.cz GPU tables (2026) for dense peaks; memory and NVLink from the Compute Engine GPU page", READ_ON
)
_DENSE_DISPUTED = Source(_DENSE.text, READ_ON, "unverified")
_HALVED = Source("half of the sparse peak in the Compute Engine GPU page, by NVIDIA's datasheet ratio", READ_ON)
_HALVED_UNVERIFIED = Source(_HALVED.text, READ_ON, "unverified")
_GENERAL = Source("Compute Engine GPU page for memory; peaks and power from general knowledge", READ_ON, "unverified")
_TDP_UNVERIFIED = Source("general knowledge: no board power stands in a source that was read", READ_ON, "unverified")
MEMORY_SOURCE = COMPUTE_GPU_PAGE
"""Where memory, bandwidth and NVLink of every model stand; peaks are those of `source`."""
MIG_SOURCE = Source("GKE partitioner of GPUs, GoogleCloudPlatform/container-engine-accelerators, table of partition sizes", READ_ON)


@dataclass(frozen=True, slots=True)
class Gpu:
    """One GPU model. A peak is None where the model has no such unit or no dense figure is published."""

    name: str
    gke_accelerator: str
    architecture: str
    memory_gb: int
    memory_gb_per_s: int
    nvlink_gb_per_s: int
    bf16_dense_tflops: float | None
    fp8_dense_tflops: float | None
    source: Source
    fp16_dense_tflops: float | None = None
    """Only where there is no bf16 unit; elsewhere it equals bf16."""
    int8_dense_tops: float | None = None
    fp4_dense_tflops: float | None = None
    tdp_w: int | None = None
    tdp_source: Source = _TDP_UNVERIFIED
    mig_partitions: tuple[str, ...] = ()
    """Sizes that GKE cuts the GPU into; empty where it has no multi-instance mode."""
    note: str = ""
    """Where sources disagree, and which one is used."""


L4 = Gpu("L4", "nvidia-l4", "Ada", 24, 300, 0, 121, 242, _HALVED, int8_dense_tops=242, tdp_w=72)
T4 = Gpu(
    "T4", "nvidia-tesla-t4", "Turing", 16, 320, 0, None, None, COMPUTE_GPU_PAGE, fp16_dense_tflops=65, int8_dense_tops=130, tdp_w=70,
    note="int8 is general knowledge",
)  # fmt: skip
P4 = Gpu("P4", "nvidia-tesla-p4", "Pascal", 8, 192, 0, None, None, _GENERAL, int8_dense_tops=22, tdp_w=75)
V100 = Gpu("V100", "nvidia-tesla-v100", "Volta", 16, 900, 300, None, None, COMPUTE_GPU_PAGE, fp16_dense_tflops=125, tdp_w=300)
P100 = Gpu("P100", "nvidia-tesla-p100", "Pascal", 16, 732, 0, None, None, _GENERAL, fp16_dense_tflops=21, tdp_w=250)
RTX_PRO_6000 = Gpu(
    name="RTX PRO 6000",
    gke_accelerator="nvidia-rtx-pro-6000",
    architecture="Blackwell",
    memory_gb=96,
    memory_gb_per_s=1597,
    nvlink_gb_per_s=0,
    bf16_dense_tflops=468,
    fp8_dense_tflops=None,
    source=_HALVED_UNVERIFIED,
    int8_dense_tops=936,
    fp4_dense_tflops=1100,
    tdp_w=600,
    mig_partitions=("1g.24gb", "2g.48gb", "4g.96gb"),
    note="Dense peaks are half of the sparse ones on Google's page, where fp8 is not listed",
)
A100_40GB = Gpu(
    name="A100 40GB",
    gke_accelerator="nvidia-tesla-a100",
    architecture="Ampere",
    memory_gb=40,
    memory_gb_per_s=1600,
    nvlink_gb_per_s=600,
    bf16_dense_tflops=312,
    fp8_dense_tflops=None,
    source=COMPUTE_GPU_PAGE,
    int8_dense_tops=624,
    tdp_w=400,
    mig_partitions=("1g.5gb", "2g.10gb", "3g.20gb", "7g.40gb"),
)
A100_80GB = Gpu(
    name="A100 80GB",
    gke_accelerator="nvidia-a100-80gb",
    architecture="Ampere",
    memory_gb=80,
    memory_gb_per_s=1900,
    nvlink_gb_per_s=600,
    bf16_dense_tflops=312,
    fp8_dense_tflops=None,
    source=COMPUTE_GPU_PAGE,
    int8_dense_tops=624,
    tdp_w=400,
    mig_partitions=("1g.10gb", "2g.20gb", "3g.40gb", "7g.80gb"),
)
_MIG_H100 = ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "7g.80gb")
H100_80GB = Gpu(
    name="H100 80GB",
    gke_accelerator="nvidia-h100-80gb",
    architecture="Hopper",
    memory_gb=80,
    memory_gb_per_s=3350,
    nvlink_gb_per_s=900,
    bf16_dense_tflops=989,
    fp8_dense_tflops=1979,
    source=_DENSE,
    int8_dense_tops=1979,
    tdp_w=700,
    tdp_source=_DENSE,
    mig_partitions=_MIG_H100,
)
H100_80GB_MEGA = Gpu(
    name="H100 80GB (Mega)",
    gke_accelerator="nvidia-h100-mega-80gb",
    architecture="Hopper",
    memory_gb=80,
    memory_gb_per_s=3350,
    nvlink_gb_per_s=900,
    bf16_dense_tflops=989,
    fp8_dense_tflops=1979,
    source=_DENSE,
    int8_dense_tops=1979,
    tdp_w=700,
    tdp_source=_DENSE,
    mig_partitions=_MIG_H100,
)
H200 = Gpu(
    name="H200",
    gke_accelerator="nvidia-h200-141gb",
    architecture="Hopper",
    memory_gb=141,
    memory_gb_per_s=4800,
    nvlink_gb_per_s=900,
    bf16_dense_tflops=989,
    fp8_dense_tflops=1979,
    source=_DENSE,
    int8_dense_tops=1979,
    tdp_w=700,
    tdp_source=_DENSE,
    mig_partitions=("1g.18gb", "1g.35gb", "2g.35gb", "3g.71gb", "4g.71gb", "7g.141gb"),
)
B200 = Gpu(
    name="B200",
    gke_accelerator="nvidia-b200",
    architecture="Blackwell",
    memory_gb=180,
    memory_gb_per_s=8000,
    nvlink_gb_per_s=1800,
    bf16_dense_tflops=2250,
    fp8_dense_tflops=4500,
    source=_DENSE,
    fp4_dense_tflops=9000,
    tdp_w=1000,
    tdp_source=_DENSE,
    mig_partitions=("1g.23gb", "1g.45gb", "2g.45gb", "3g.90gb", "4g.90gb", "7g.180gb"),
)
GB200 = Gpu(
    name="GB200",
    gke_accelerator="nvidia-gb200",
    architecture="Blackwell",
    memory_gb=186,
    memory_gb_per_s=8000,
    nvlink_gb_per_s=1800,
    bf16_dense_tflops=2500,
    fp8_dense_tflops=5000,
    source=_DENSE,
    fp4_dense_tflops=10000,
    tdp_w=1200,
    note=(
        "Figures are per GPU; a superchip of two GPUs and one Grace has twice as much. GKE's partitioner knows sizes for it, "
        "yet machines with coherent memory mode on, as A4X has, cannot be partitioned (AI Hypercomputer documentation)"
    ),
)
GB300 = Gpu(
    name="GB300",
    gke_accelerator="nvidia-gb300",
    architecture="Blackwell Ultra",
    memory_gb=279,
    memory_gb_per_s=8000,
    nvlink_gb_per_s=1800,
    bf16_dense_tflops=2500,
    fp8_dense_tflops=5000,
    source=_DENSE_DISPUTED,
    fp4_dense_tflops=15000,
    tdp_w=1400,
    note="Dense peaks differ by source: 2500 bf16 and 5000 fp8 (hmc-tech.com, used here), or 3500 and 7000 (itkb.uw.cz)",
)

_MODELS = (
    GB300,
    GB200,
    B200,
    H200,
    H100_80GB,
    H100_80GB_MEGA,
    A100_80GB,
    A100_40GB,
    RTX_PRO_6000,
    L4,
    T4,
    P4,
    V100,
    P100,
)  # fmt: skip
GPUS: dict[str, Gpu] = {gpu.gke_accelerator: gpu for gpu in _MODELS}
