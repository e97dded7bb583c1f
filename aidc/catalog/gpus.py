"""GPUs: one literal per model, dense peaks. Google's own table prints the 2:4-sparse numbers of most models; those are not used here."""

from __future__ import annotations

from dataclasses import dataclass

from aidc.catalog.source import COMPUTE_GPU_PAGE, READ_ON, Source

_DENSE = Source(
    "hmc-tech.com and itkb.uw.cz GPU tables (2026) for dense peaks; memory and NVLink from the Compute Engine GPU page", READ_ON
)
_HALVED = Source("half of the sparse peak in the Compute Engine GPU page, by NVIDIA's datasheet ratio", READ_ON)


@dataclass(frozen=True, slots=True)
class Gpu:
    """One GPU model. A peak is None where the model has no such unit or no dense figure is published."""

    name: str
    gke_accelerator: str
    memory_gb: int
    memory_gb_per_s: int
    nvlink_gb_per_s: int
    bf16_dense_tflops: float | None
    fp8_dense_tflops: float | None
    source: Source


L4 = Gpu("L4", "nvidia-l4", 24, 300, 0, 121, 242, _HALVED)
A100_40GB = Gpu("A100 40GB", "nvidia-tesla-a100", 40, 1600, 600, 312, None, COMPUTE_GPU_PAGE)
A100_80GB = Gpu("A100 80GB", "nvidia-a100-80gb", 80, 1900, 600, 312, None, COMPUTE_GPU_PAGE)
H100_80GB = Gpu("H100 80GB", "nvidia-h100-80gb", 80, 3350, 900, 989, 1979, _DENSE)
H100_80GB_MEGA = Gpu("H100 80GB (Mega)", "nvidia-h100-mega-80gb", 80, 3350, 900, 989, 1979, _DENSE)
H200 = Gpu("H200", "nvidia-h200-141gb", 141, 4800, 900, 989, 1979, _DENSE)
B200 = Gpu("B200", "nvidia-b200", 180, 8000, 1800, 2250, 4500, _DENSE)

GPUS: dict[str, Gpu] = {gpu.gke_accelerator: gpu for gpu in (L4, A100_40GB, A100_80GB, H100_80GB, H100_80GB_MEGA, H200, B200)}
