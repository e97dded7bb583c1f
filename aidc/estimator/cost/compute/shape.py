"""What is inside a machine type: vCPUs and memory, for licences and commitments that are counted by them.

Predefined shapes come from the machine list of Compute Engine; a custom shape says itself. What a licence and a commitment count of a
shared-core machine is the fraction that is billed, not the two vCPUs that its guest sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES

SHARED_VCPUS = {
    "e2-micro": Decimal("0.25"),
    "e2-small": Decimal("0.5"),
    "e2-medium": Decimal(1),
    "f1-micro": Decimal("0.2"),
    "g1-small": Decimal("0.5"),
}
"""vCPUs that a shared-core machine is billed for. Source: Compute Engine machine type list of 2026-08-17, shared-core fraction."""
CUSTOM = re.compile(r"^(?:(?P<series>[a-z]\d+[a-z]?)-)?custom-(?P<vcpus>\d+)-(?P<mib>\d+)(?P<ext>-ext)?$")
CUSTOM_SHARED = re.compile(r"^e2-custom-(?P<size>micro|small|medium)-(?P<mib>\d+)$")


@dataclass(frozen=True, slots=True)
class Shape:
    """Billed vCPUs and memory in GiB."""

    series: str
    vcpus: Decimal
    gib: Decimal


@cache
def shape_of(machine_type: str) -> Shape | None:
    """Return what is inside a machine type, or None where no list says."""
    if shared := CUSTOM_SHARED.match(machine_type):
        return Shape("e2", SHARED_VCPUS[f"e2-{shared['size']}"], Decimal(shared["mib"]) / 1024)
    if custom := CUSTOM.match(machine_type):
        return Shape(custom["series"] or "n1", Decimal(custom["vcpus"]), Decimal(custom["mib"]) / 1024)
    if machine_type not in cpu_machines():
        gpu = GPU_MACHINES.get(machine_type)
        return Shape(machine_type.split("-")[0], Decimal(str(gpu.vcpu)), Decimal(str(gpu.memory_gib))) if gpu else None
    found = cpu_machines()[machine_type]
    return Shape(found.series, SHARED_VCPUS.get(machine_type, Decimal(str(found.vcpu))), Decimal(str(found.memory_gib)))
