"""Machine tiers of Cloud SQL: what their names say of vCPUs and memory.

Source: Cloud SQL documentation, machine series and instance settings: 3.75 GiB a vCPU in standard, 6.5 in high memory, 8 in Enterprise Plus.
A lightweight machine has 3,840 MiB whatever its vCPUs (Infracost open-source engine).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SHARED = {"db-f1-micro": "f1-micro", "db-g1-small": "g1-small"}
"""Tiers that share a core, by the last part of their price item."""

_CUSTOM = re.compile(r"^db-custom-(\d+)-(\d+)$")
_LIGHTWEIGHT = re.compile(r"^db-lightweight-(\d+)$")
_BY_VCPU = (
    (re.compile(r"^db-(?:n1-)?standard-(\d+)$"), Decimal("3.75"), False),
    (re.compile(r"^db-(?:n1-)?highmem-(\d+)$"), Decimal("6.5"), False),
    (re.compile(r"^db-perf-optimized-n-(\d+)$"), Decimal(8), True),
)


@dataclass(frozen=True, slots=True)
class SqlMachine:
    """A dedicated machine. `enterprise_plus` machines have rates of their own."""

    vcpus: Decimal
    memory_gib: Decimal
    enterprise_plus: bool


def sql_machine(tier: str) -> SqlMachine | None:
    """Return what a tier holds, or None for one that is not known."""
    name = tier.lower()
    if custom := _CUSTOM.match(name):
        return SqlMachine(Decimal(custom[1]), Decimal(custom[2]) / 1024, False)
    if light := _LIGHTWEIGHT.match(name):
        return SqlMachine(Decimal(light[1]), Decimal("3.75"), False)
    for pattern, gib_per_vcpu, plus in _BY_VCPU:
        if found := pattern.match(name):
            return SqlMachine(Decimal(found[1]), Decimal(found[1]) * gib_per_vcpu, plus)
    return None
