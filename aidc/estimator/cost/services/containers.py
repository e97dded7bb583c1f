"""Containers of a serverless instance: vCPUs, memory and GPUs of all of them together, from quantities as Kubernetes writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.inventory.resource import UNKNOWN

_QUANTITY = re.compile(r"^(?P<number>\d+(?:\.\d+)?)(?P<unit>m|[kKMGT]i?|)B?$")
_FACTORS = {
    "m": Decimal("0.001"),
    "": Decimal(1),
    **{unit: Decimal(1000) ** power for power, unit in enumerate("kMGT", 1)},
    **{f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGT", 1)},
    "K": Decimal(1000),
}
DEFAULT_VCPUS = Decimal(1)
DEFAULT_MEMORY_BYTES = Decimal(512 * 1024**2)
"""What each container gets that says nothing. Source: Cloud Run documentation, CPU limits and memory limits of services."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What one instance holds."""

    vcpus: Decimal
    memory_gib: Decimal
    gpus: Decimal = Decimal(0)


def quantity(text: str) -> Decimal | None:
    """Return a quantity such as 1, 500m, 512Mi or 2G in its base unit (vCPUs, bytes), or None for any other text."""
    found = _QUANTITY.match(text.strip())
    return Decimal(found["number"]) * _FACTORS[found["unit"]] if found else None


def shape_of(containers: Iterable[Reader]) -> Shape:
    """Return what the containers hold together; no container at all counts as one with defaults. Raises Unreadable."""
    vcpus = memory = gpus = Decimal(0)
    for container in containers:
        vcpus += _limit(container, "cpu", DEFAULT_VCPUS)
        memory += _limit(container, "memory", DEFAULT_MEMORY_BYTES)
        gpus += _limit(container, "nvidia.com/gpu", Decimal(0))
    return Shape(vcpus or DEFAULT_VCPUS, (memory or DEFAULT_MEMORY_BYTES) / 1024**3, gpus)


def _limit(container: Reader, key: str, default: Decimal) -> Decimal:
    """Return one limit. Keys have dots in them, so the map is read as a whole."""
    resources = container.at("resources")
    limits = resources.at("limits") if resources else None
    given = limits.inside.get(key) if limits and limits.inside else None
    if given is None or given == "":
        return default
    if given == UNKNOWN:
        raise Unreadable(f"{container.prefix}resources.limits.{key} is not known before the resources it depends on exist")
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        raise Unreadable(f"{container.prefix}resources.limits.{key} is {given!r:.60}; a quantity such as 1, 500m or 512Mi is needed")
    whole = int(given) if isinstance(given, float) and given.is_integer() else given
    found = quantity(str(whole))
    if found is None:
        raise Unreadable(f"{container.prefix}resources.limits.{key} is {given!r:.60}; a quantity such as 1, 500m or 512Mi is needed")
    return found
