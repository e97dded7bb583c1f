"""What a machine type is billed as: no SKU names a machine, its price is the sum of its vCPUs, memory, GPUs and bundled Local SSD.

Sources: Google Cloud price pages of the families (November 2026), whose machine prices these sums give; SKU names of the Cloud Billing Catalog
as mapped by gcosts (Cyclenerd/google-cloud-pricing-cost-calculator build/mapping.csv). A4 is one slice for each GPU, host included. The price of
G2 and G4 holds no Local SSD: the smallest G4 shape has none and still costs what its memory says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aidc.catalog.cpu_machines import CpuMachine, cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES, WITHOUT_LOCAL_SSD, GpuMachine

HOURS_PER_MONTH = Decimal(730)
"""By which a rate for a GiB-month becomes one for an hour."""

FIXED_MEMORY_GIB = {"c2": 4, "t2a": 4, "t2d": 4, "h3": 4, "g2": 4, "z3": 8}
"""GiB to a vCPU in series of one memory ratio, of which rates.csv holds one rate for a vCPU with its memory."""

E2_SHARED_VCPUS = {"e2-micro": Decimal("0.25"), "e2-small": Decimal("0.5"), "e2-medium": Decimal(1)}
"""vCPUs that shared-core machines are billed for; the guest sees two (Compute Engine price page, shared-core machine types)."""

OWN_LOCAL_SSD = frozenset({"c4", "c4a", "c4d", "h4d"})
"""Series whose Local SSD has an SKU of its own."""

OWN_HOST = {"m4-ultramem-224": "m4-ultramem-224"}
"""Machine types with vCPU and memory SKUs beside those of their series."""

ONE_PRICE = frozenset({"f1-micro", "g1-small"})
"""Machine types that are one SKU, not a sum."""

HOST_AND_GPU = {
    "a2-highgpu": ("a2", "a2.gpu.A100-40GB"),
    "a2-megagpu": ("a2", "a2.gpu.A100-40GB"),
    "a2-ultragpu": ("a2", "a2.gpu.A100-80GB"),
    "a3-highgpu": ("a3", "a3.gpu.H100"),
    "a3-megagpu": ("a3-mega", "a3-mega.gpu.H100"),
    "a3-ultragpu": ("a3-ultra", "a3-ultra.gpu.H200"),
    "a4-highgpu": ("", "a4.gpu.B200"),
    "g2-standard": ("g2", "g2.gpu.L4"),
    "g4-standard": ("g4", "g4.gpu.RTX-PRO-6000"),
}
"""By the name of a machine type without its size: the series whose vCPUs and memory are billed (none where the slice holds them), the GPU."""

_SSD_NOT_IN_PRICE = ("a2-highgpu", "a2-megagpu", "g2-standard", "g4-standard", "a4-highgpu")


@dataclass(frozen=True, slots=True)
class Part:
    """`quantity` units of a price item in every hour of a machine. Local SSD is GiB-hours at the rate of a GiB-month."""

    item: str
    quantity: Decimal

    @property
    def per_hour(self) -> Decimal:
        """Return by what the item's rate is multiplied for an hour of the machine."""
        return self.quantity / HOURS_PER_MONTH if self.item.endswith(".local_ssd") else self.quantity


def parts(machine_type: str) -> tuple[Part, ...]:
    """Return what a machine type is billed as; empty where it is one price, or its Local SSD is not known, or nobody knows the type."""
    if gpu_machine := GPU_MACHINES.get(machine_type):
        return tuple(_gpu_parts(gpu_machine))
    machine = cpu_machines().get(machine_type)
    if machine is None or machine.local_ssd_gib is None or machine_type in ONE_PRICE:
        return ()
    return tuple(_cpu_parts(machine, _exact(machine.local_ssd_gib)))


def _cpu_parts(machine: CpuMachine, local_ssd_gib: Decimal) -> Iterator[Part]:
    vcpus = E2_SHARED_VCPUS.get(machine.name, _exact(machine.vcpu))
    yield from _host(OWN_HOST.get(machine.name, machine.series), vcpus, _exact(machine.memory_gib))
    if local_ssd_gib:
        yield Part(f"{machine.series if machine.series in OWN_LOCAL_SSD else 'all'}.local_ssd.local_ssd", local_ssd_gib)


def _gpu_parts(machine: GpuMachine) -> Iterator[Part]:
    plain = machine.name.removesuffix(WITHOUT_LOCAL_SSD)
    family = plain.rpartition("-")[0]
    if family not in HOST_AND_GPU or (plain != machine.name and family == "a4-highgpu"):  # what an A4 slice is without its SSD nobody says
        return
    host, gpu = HOST_AND_GPU[family]
    yield Part(gpu, Decimal(machine.gpus.numerator) / machine.gpus.denominator)
    if host:
        yield from _host(host, _exact(machine.vcpu), _exact(machine.memory_gib))
    if family not in _SSD_NOT_IN_PRICE and machine.local_ssd_total_gib:
        yield Part("all.local_ssd.local_ssd", Decimal(machine.local_ssd_total_gib))


def _host(series: str, vcpus: Decimal, memory_gib: Decimal) -> Iterator[Part]:
    if gib := FIXED_MEMORY_GIB.get(series):
        yield Part(f"{series}.predefined.vcpu_with_{gib}_gib", vcpus)
        return
    yield Part(f"{series}.predefined.vcpu", vcpus)
    yield Part(f"{series}.predefined.ram", memory_gib)


def _exact(number: float) -> Decimal:
    return Decimal(str(number))
