"""One line of the catalogue, whatever its kind: a GPU machine, N1 with attached GPUs, a TPU host, a machine without accelerators.

Memory of GPUs is published in GB and that of TPUs in GiB; both keep their unit. Where the two are compared, a GB is 10^9 bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from aidc.catalog.attached_gpus import ATTACHED_FAMILIES, MAX_LOCAL_SSD_DISKS, N1_NETWORK_GBITS_PER_S, attachable, host_machines
from aidc.catalog.capacity_modes import CLASSIC_MODES, CapacityMode
from aidc.catalog.cpu_machines import CpuMachine, cpu_machines
from aidc.catalog.fabrics import Fabric
from aidc.catalog.gpu_families import GpuFamily
from aidc.catalog.gpu_machines import GPU_MACHINES, LOCAL_SSD_GIB_PER_DISK, WITHOUT_LOCAL_SSD, GpuMachine
from aidc.catalog.gpus import Gpu
from aidc.catalog.source import MACHINE_TYPE_LIST, Source
from aidc.catalog.tpus import TPU_GENERATIONS, TpuGeneration, TpuMachine
from aidc.catalog.zones import Offer, offers_of

Kind = Literal["gpu", "tpu", "cpu"]
KINDS: tuple[Kind, ...] = ("gpu", "tpu", "cpu")
GIB_PER_GB = 10**9 / 2**30
N1 = "n1-*"
"""How the list names every N1 machine that takes so many GPUs; `max_vcpu` is its limit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue. Figures that are not published are None."""

    name: str
    kind: Kind
    family: str
    vcpu: float
    memory_gib: float | None
    architecture: str
    capacity_modes: tuple[CapacityMode, ...]
    source: Source
    accelerator: str = ""
    gke_accelerator: str = ""
    accelerators: Fraction = Fraction(0)
    memory_each: int = 0
    memory_unit: Literal["GB", "GiB"] = "GiB"
    bf16_dense_tflops_each: float | None = None
    network_gbits_per_s: int | None = None
    fabric: Fabric | None = None
    local_ssd_gib: int = 0
    local_ssd_bundled: bool = False
    without_local_ssd: str = ""
    """Name of the same shape without its Local SSD."""
    allow_listed_modes: tuple[CapacityMode, ...] = ()
    min_gke_version: str | None = None
    offers: tuple[Offer, ...] = ()
    max_nodes_of_a_domain: int | None = None
    max_vcpu: bool = False
    """`vcpu` is the most that the machine may have."""
    generation: TpuGeneration | None = None
    host: TpuMachine | None = None

    @property
    def accelerator_word(self) -> str:
        """Short name of its accelerator: l4, a100-80gb, h100-80gb-mega, v5p; empty without one."""
        if self.generation:
            return self.generation.name
        return re.sub(r"[ ()]+", "-", self.accelerator.lower()).strip("-")

    @property
    def memory(self) -> float:
        """Memory of all its accelerators, in `memory_unit`."""
        return float(self.accelerators * self.memory_each)

    @property
    def hbm_gib(self) -> float:
        """Memory of all its accelerators, in GiB."""
        return self.memory * (1 if self.memory_unit == "GiB" else GIB_PER_GB)

    @property
    def bf16_dense_pflops(self) -> float | None:
        """Dense bf16 peak of all its accelerators, in PFLOP/s; None where none is published."""
        each = self.bf16_dense_tflops_each
        return float(self.accelerators) * each / 1000 if each is not None else None

    @property
    def regions(self) -> list[str]:
        """Regions in which any list has it."""
        return sorted({offer.region for offer in self.offers})

    @property
    def zones(self) -> list[str]:
        """Zones in which a list that names zones has it."""
        return sorted({offer.zone for offer in self.offers if offer.zone})


@cache
def accelerator_entries() -> tuple[Entry, ...]:
    """Return GPU machines, N1 with attached GPUs and TPU hosts, in the order of the catalogue."""
    machines = [gpu_entry(machine) for machine in GPU_MACHINES.values() if not machine.name.endswith(WITHOUT_LOCAL_SSD)]
    return (*machines, *_attached(), *_tpu_hosts())


@cache
def cpu_entries() -> tuple[Entry, ...]:
    """Return the machines without accelerators, by name."""
    return tuple(cpu_entry(machine) for _, machine in sorted(cpu_machines().items()))


def entries(kinds: Sequence[Kind]) -> Iterator[Entry]:
    """Yield every line of these kinds."""
    if "gpu" in kinds or "tpu" in kinds:
        yield from (entry for entry in accelerator_entries() if entry.kind in kinds)
    if "cpu" in kinds:
        yield from cpu_entries()


def gpu_entry(machine: GpuMachine) -> Entry:
    """Return the line of a GPU machine."""
    bare = f"{machine.name}{WITHOUT_LOCAL_SSD}"
    return _gpu_entry(
        machine.name,
        machine.family,
        machine.gpus,
        machine.vcpu,
        machine.memory_gib,
        machine.network_gbits_per_s,
        machine.local_ssd_total_gib,
        bare if bare in GPU_MACHINES else "",
    )


def _gpu_entry(
    name: str,
    family: GpuFamily,
    gpus: Fraction,
    vcpu: float,
    memory_gib: float | None,
    network: int,
    local_ssd_gib: int,
    bare: str = "",
    max_vcpu: bool = False,
) -> Entry:
    gpu: Gpu = family.gpu
    return Entry(
        name=name,
        kind="gpu",
        family=family.name,
        vcpu=vcpu,
        memory_gib=memory_gib,
        architecture=family.architecture,
        capacity_modes=family.capacity_modes,
        source=family.source,
        accelerator=gpu.name,
        gke_accelerator=gpu.gke_accelerator,
        accelerators=gpus,
        memory_each=gpu.memory_gb,
        memory_unit="GB",
        bf16_dense_tflops_each=gpu.bf16_dense_tflops,
        network_gbits_per_s=network,
        fabric=family.fabric,
        local_ssd_gib=local_ssd_gib,
        local_ssd_bundled=family.local_ssd_bundled,
        without_local_ssd=bare,
        min_gke_version=family.min_gke_version,
        offers=tuple(offers_of(family.zones_key)),
        max_nodes_of_a_domain=family.max_pool_nodes,
        max_vcpu=max_vcpu,
    )


def _attached() -> Iterator[Entry]:
    local_ssd_gib = MAX_LOCAL_SSD_DISKS * LOCAL_SSD_GIB_PER_DISK
    for gpu, family in ATTACHED_FAMILIES.items():
        for count, vcpu in attachable(gpu).items():
            largest = max(host.memory_gib for host in host_machines().values() if host.vcpu <= vcpu)
            yield _gpu_entry(N1, family, Fraction(count), vcpu, largest, N1_NETWORK_GBITS_PER_S, local_ssd_gib, max_vcpu=True)


def _tpu_hosts() -> Iterator[Entry]:
    for generation in TPU_GENERATIONS.values():
        for host in generation.machines:
            yield tpu_entry(generation, host)


def tpu_entry(generation: TpuGeneration, host: TpuMachine) -> Entry:
    """Return the line of a TPU host."""
    return Entry(
        name=host.name,
        kind="tpu",
        family=generation.product,
        vcpu=host.vcpu,
        memory_gib=host.memory_gib,
        architecture="amd64",
        capacity_modes=generation.capacity_modes,
        source=host.source,
        accelerator=generation.product,
        gke_accelerator=generation.gke_accelerator,
        accelerators=Fraction(host.chips),
        memory_each=generation.hbm_gib_per_chip,
        bf16_dense_tflops_each=generation.bf16_tflops_per_chip,
        network_gbits_per_s=host.network_gbits_per_s,
        fabric=host.fabric,
        allow_listed_modes=generation.allow_listed_modes,
        min_gke_version=generation.min_gke_version,
        offers=tuple(offers_of(generation.name)),
        generation=generation,
        host=host,
    )


def cpu_entry(machine: CpuMachine) -> Entry:
    """Return the line of a machine without accelerators; regions alone are known of it."""
    return Entry(
        name=machine.name,
        kind="cpu",
        family=machine.series,
        vcpu=machine.vcpu,
        memory_gib=machine.memory_gib,
        architecture=machine.architecture,
        capacity_modes=CLASSIC_MODES,
        source=MACHINE_TYPE_LIST,
        offers=tuple(
            Offer(machine.name, region, "", "machine type list", MACHINE_TYPE_LIST.text) for region in sorted(machine.sold_regions)
        ),
    )
