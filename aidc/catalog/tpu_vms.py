"""What the Cloud TPU API calls a TPU: names of types, runtimes, and the shapes of v2, which GKE does not have.

Owns facts of the Cloud TPU API alone; figures per chip and the rule of topologies are in tpus.py and topologies.py. The suffix of a type counts
TensorCores up to v5p and chips for v5e and v6e (trap T049), so it is never read without its generation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aidc.catalog.source import READ_ON, Source
from aidc.catalog.topologies import Topology, hosts_on, legal_topologies, machine_for
from aidc.catalog.tpus import TPU_GENERATIONS

_RUNTIMES = Source("docs.cloud.google.com/tpu/docs/runtimes; google.cloud.tpu.v2 AcceleratorConfig.Type", date(2026, 11, 24))
_V2_PAGE = Source("cloud.google.com/tpu/docs/v2 for the sizes; the shapes are those of a 2D torus of that size", READ_ON, "unverified")
GKE_ONLY = ("tpu7x",)
"""Generations that the Cloud TPU API does not serve (docs.cloud.google.com/tpu/docs/runtimes)."""
CHIPS_PER_OLD_HOST = 4


@dataclass(frozen=True, slots=True)
class TpuVmGeneration:
    """One generation as the Cloud TPU API knows it. `shapes` is empty where topologies.py has the rule."""

    name: str
    prefix: str
    suffix_per_chip: int
    """2: the suffix of a type counts TensorCores; 1: it counts chips."""
    config_type: str
    runtime_version: str
    names_its_shape: bool
    """One type is one shape. Else a type has several, and only an accelerator configuration says which."""
    source: Source
    shapes: tuple[Topology, ...] = ()

    def topologies(self) -> list[Topology]:
        """Return every legal topology, smallest first."""
        return list(self.shapes) or legal_topologies(TPU_GENERATIONS[self.name])

    def accelerator_type(self, chips: int) -> str:
        """Return the type's name for that many chips: v5p-8 for 4, v6e-8 for 8."""
        return f"{self.prefix}-{chips * self.suffix_per_chip}"

    def hosts(self, topology: Topology) -> int:
        """Return how many machines a slice of that shape has."""
        if self.shapes:
            return topology.chips // CHIPS_PER_OLD_HOST
        return hosts_on(topology, machine_for(topology, TPU_GENERATIONS[self.name])) or 1


_V2_SHAPES = tuple(Topology(sides) for sides in ((2, 2), (4, 4), (8, 8), (8, 16), (16, 16)))
_OLD_RUNTIME = "tpu-ubuntu2204-base"

TPU_VM_GENERATIONS: dict[str, TpuVmGeneration] = {
    generation.name: generation
    for generation in (
        TpuVmGeneration("v2", "v2", 2, "V2", _OLD_RUNTIME, True, _V2_PAGE, _V2_SHAPES),
        TpuVmGeneration("v3", "v3", 2, "V3", _OLD_RUNTIME, True, _RUNTIMES),
        TpuVmGeneration("v4", "v4", 2, "V4", _OLD_RUNTIME, False, _RUNTIMES),
        TpuVmGeneration("v5e", "v5litepod", 1, "V5LITE_POD", "v2-alpha-tpuv5-lite", True, _RUNTIMES),
        TpuVmGeneration("v5p", "v5p", 2, "V5P", "v2-alpha-tpuv5", False, _RUNTIMES),
        TpuVmGeneration("v6e", "v6e", 1, "V6E", "v2-alpha-tpuv6e", True, _RUNTIMES),
    )
}


def chips_of_type(accelerator_type: str, generation: TpuVmGeneration) -> int | None:
    """Return the chips that a type's name means in its generation, or None where it is no name of that generation."""
    prefix, _, suffix = accelerator_type.rpartition("-")
    if prefix != generation.prefix or not suffix.isdecimal() or int(suffix) % generation.suffix_per_chip:
        return None
    return int(suffix) // generation.suffix_per_chip
