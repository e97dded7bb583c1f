"""Machines: whatever runs, by machine type. Predefined, custom, with accelerators inside or attached, TPU hosts, Local SSD.

A predefined machine is one price, accelerators and bundled Local SSD included: nothing is added to it. A custom shape is vCPUs and memory. A
TPU machine is its chips; the host is included. GPUs are added only to N1, which is the one series they are attached to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.prices import Term, no_public_price, price, priced_items
from aidc.did_you_mean import did_you_mean
from aidc.estimator.cost.charge import Charge, Commitment, Gap
from aidc.estimator.cost.compute.shape import CUSTOM, CUSTOM_SHARED, shape_of

_TPU = re.compile(r"^(?P<prefix>ct2|ct3p?|ct4p|ct5lp?|ct5p|ct6e|tpu7x)-(?:hightpu|standard)-(?P<chips>\d+)t$")
TPU_ITEM = {
    "ct2": "tpu.v2",
    "ct3": "tpu.v3",
    "ct3p": "tpu.v3",
    "ct4p": "tpu.v4",
    "ct5l": "tpu.v5e",
    "ct5lp": "tpu.v5e",
    "ct5p": "tpu.v5p",
    "ct6e": "tpu.v6e",
    "tpu7x": "tpu.tpu7x",
}
"""Price item of a chip, by the first word of TPU machine types."""
GPU_OF_TYPE = {
    "nvidia-tesla-t4": "T4",
    "nvidia-tesla-v100": "V100",
    "nvidia-tesla-p100": "P100",
    "nvidia-tesla-p4": "P4",
}
"""Price items of GPUs that are attached to N1 machines."""
LOCAL_SSD_GIB = Decimal(375)
_HAS_ACCELERATORS = re.compile(r"^(?:a2|a3|a4x?|g2|g4|ct\w+|tpu7x)-")
_BUNDLES_LOCAL_SSD = re.compile(r"^(?:a2-ultragpu|a3|a4x?|g4|z3)-|lssd(?:-metal)?$")
_RENAMED = re.compile(r"^n1-(?=(?:mega|ultra)mem-)")


@dataclass(frozen=True, slots=True)
class Running:
    """How many machines run, where, for how many hours each, and how they are bought."""

    region: str
    count: Decimal
    hours: Decimal
    term: Term = "on-demand"
    commitment: Commitment | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    by_usage: bool = False
    hours_per_month: Decimal = Decimal(730)

    def less(self, machines: Decimal) -> Running:
        """Return what is left when some machines are paid elsewhere."""

        def left(count: Decimal | None) -> Decimal | None:
            return None if count is None else max(count - machines, Decimal(0))

        return replace(self, count=max(self.count - machines, Decimal(0)), minimum=left(self.minimum), maximum=left(self.maximum))

    def of(self, component: str, item: str, unit: str, each: Decimal = Decimal(1)) -> Charge:
        """Return the charge of `each` units an hour in every machine."""
        hourly = each * self.hours

        def all_of(count: Decimal | None) -> Decimal | None:
            return None if count is None else count * hourly

        return Charge(
            component,
            item,
            self.region,
            self.count * hourly,
            unit,
            self.term,
            self.count * each,
            self.hours,
            self.commitment if self.term in ("on-demand", "reservation") else None,
            all_of(self.minimum),
            all_of(self.maximum),
            self.by_usage,
        )


def machines(component: str, machine_type: str, running: Running) -> Iterator[Charge | Gap]:
    """Yield the charges of machines of a type. `component` is what the bill calls them."""
    machine_type = _RENAMED.sub("m1-", machine_type)  # the first large-memory machines were sold as N1
    shown = f"{component} ({machine_type})"
    if tpu := tpu_of(machine_type):
        yield running.of(shown, tpu[0], "chip-hour", tpu[1])
    elif (CUSTOM.match(machine_type) or CUSTOM_SHARED.match(machine_type)) and (shape := shape_of(machine_type)):
        yield from _custom(shown, shape.series, shape.vcpus, shape.gib, running)
    elif not _is_known(machine_type):
        yield Gap(component, _unknown(machine_type))
    elif running.term == "flex-start" and price(f"machine.{machine_type}", running.region, "flex-start") is None:
        yield from _flex_parts(shown, machine_type, running)
    else:
        yield running.of(shown, f"machine.{machine_type}", "machine-hour")


def tpu_of(machine_type: str) -> tuple[str, Decimal] | None:
    """Return price item and chips of a TPU machine, or None for any other machine."""
    found = _TPU.match(machine_type)
    return (TPU_ITEM[found["prefix"]], Decimal(found["chips"])) if found else None


@cache
def _is_known(machine_type: str) -> bool:
    item = f"machine.{machine_type}"
    return item in priced_items() or no_public_price(item) is not None or shape_of(machine_type) is not None


@cache
def _unknown(machine_type: str) -> str:
    known = sorted(item.removeprefix("machine.") for item in priced_items() if item.startswith("machine."))
    return f"{machine_type:.60} is no machine type that is known here.{did_you_mean(machine_type, known)}"


MOST_GIB_PER_VCPU = {"n1": Decimal("6.5"), "n2": Decimal(8), "n2d": Decimal(8), "n4": Decimal(8), "n4d": Decimal(8), "n4a": Decimal(8)}
"""Memory of a custom shape above this is extended memory, at its own rate. Source: Compute Engine documentation, custom machine types."""


def _custom(component: str, series: str, vcpus: Decimal, gib: Decimal, running: Running) -> Iterator[Charge | Gap]:
    plain = min(gib, MOST_GIB_PER_VCPU[series] * vcpus) if series in MOST_GIB_PER_VCPU else gib
    yield running.of(f"{component}: vCPUs", f"{series}.custom.vcpu", "vCPU-hour", vcpus)
    yield running.of(f"{component}: memory", f"{series}.custom.ram", "GiB-hour", plain)
    if gib > plain:
        yield running.of(f"{component}: extended memory", f"{series}.custom_extended.ram", "GiB-hour", gib - plain)


_FLEX_GPUS = {
    "a3-highgpu": "a3.gpu.H100",
    "a3-megagpu": "a3-mega.gpu.H100",
    "a3-ultragpu": "a3-ultra.gpu.H200",
    "a2-highgpu": "a2.gpu.A100-40GB",
    "a2-ultragpu": "a2.gpu.A100-80GB",
    "a4-highgpu": "a4.gpu.B200",
}


def _flex_parts(component: str, machine_type: str, running: Running) -> Iterator[Charge | Gap]:
    """Yield the parts of a flex-start machine: GPUs, and the host where its parts have flex-start rates; what has none is a gap."""
    family, _, size = machine_type.rpartition("-")
    item, shape = _FLEX_GPUS.get(family), GPU_MACHINES.get(machine_type)
    if item is None or shape is None:
        yield running.of(component, f"machine.{machine_type}", "machine-hour")
        return
    yield running.of(f"{component}: GPUs", item, "GPU-hour", Decimal(size[:-1]))
    series = family.partition("-")[0]
    if price(f"{series}.predefined.vcpu", running.region, "flex-start") and not bundles_local_ssd(machine_type):
        yield running.of(f"{component}: vCPUs", f"{series}.predefined.vcpu", "vCPU-hour", Decimal(shape.vcpu))
        yield running.of(f"{component}: memory", f"{series}.predefined.ram", "GiB-hour", Decimal(shape.memory_gib))
    elif family != "a4-highgpu":  # the slice of A4 has vCPUs and memory in it
        counted = "; only its GPUs are counted" if price(item, running.region, "flex-start") else ""
        yield Gap(component, f"the flex-start rate of its vCPUs, memory and Local SSD in {running.region} is not public{counted}")


def attached_gpus(component: str, machine_type: str, gpu_type: str, gpus_each: Decimal, running: Running) -> Iterator[Charge | Gap]:
    """Yield the GPUs attached to N1 machines; those inside A2, A3, A4, G2 and G4 machines are in the machine's price. No other series has any."""
    if not gpus_each or _HAS_ACCELERATORS.match(machine_type):
        return
    if not machine_type.startswith(("n1-", "custom-")):
        yield Gap(component, f"{gpu_type} cannot be attached to {machine_type or 'a machine of no stated type'}, only to N1")
        return
    gpu = GPU_OF_TYPE.get(gpu_type.removesuffix("-vws"))
    if gpu is None:
        yield Gap(component, f"no price of {gpu_type} attached to {machine_type} is known")
        return
    yield running.of(f"{component} ({gpu_type})", f"n1.gpu.{gpu}", "GPU-hour", gpus_each)
    if gpu_type.endswith("-vws"):
        yield Gap(component, f"no price of the virtual workstation licence of {gpu_type} is known")


def bundles_local_ssd(machine_type: str) -> bool:
    """Say whether the price of a machine type already holds its Local SSD."""
    return _BUNDLES_LOCAL_SSD.search(machine_type) is not None


def local_ssds(component: str, disks_each: Decimal, running: Running, gib_each: Decimal = LOCAL_SSD_GIB) -> Iterator[Charge]:
    """Yield Local SSD that is attached beside a machine for as long as it runs; what a machine type bundles is in its price already."""
    if disks_each:
        months = running.hours / running.hours_per_month
        charge = replace(running, hours=months).of(component, "all.local_ssd.local_ssd", "GiB-month", disks_each * gib_each)
        yield replace(charge, hours_each=None, running=None)
