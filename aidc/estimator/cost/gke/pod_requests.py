"""What Autopilot bills for one pod: its requests, completed and raised as Autopilot does for its compute class.

Source: GKE documentation, resource requests in Autopilot (bursting clusters, created since 1.30.2): a container that requests nothing gets
0.5 vCPU, 2 GiB and 1 GiB of ephemeral storage; the least of a pod, and its memory for each vCPU, go by the class. Classes whose pods get a
machine of their own (Performance, Accelerator) bill that machine and a premium, and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from aidc.estimator.cost.gke.quantity import GIB, quantity_in
from aidc.estimator.cost.reader import Reader

DEFAULTS = (Decimal("0.5"), Decimal(2), Decimal(1))
LEAST_STORAGE_GIB = Decimal(10) / 1024
_KEYS = ("cpu", "memory", "ephemeral-storage")
_ACCELERATORS = ("nvidia.com/gpu", "google.com/tpu")
_Three = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class ComputeClass:
    """Price items, the smallest pod, and the range of memory for each vCPU, in GiB."""

    item: str
    least_vcpus: Decimal
    least_gib: Decimal
    least_gib_per_vcpu: Decimal
    most_gib_per_vcpu: Decimal


GENERAL = ComputeClass("gke.autopilot", Decimal("0.05"), Decimal(52) / 1024, Decimal(1), Decimal("6.5"))
CLASSES: dict[str, ComputeClass] = {
    "general-purpose": GENERAL,
    "autopilot": GENERAL,
    "autopilot-spot": GENERAL,
    "Balanced": ComputeClass("gke.autopilot.balanced", Decimal("0.25"), Decimal("0.5"), Decimal(1), Decimal(8)),
    "Scale-Out": ComputeClass("gke.autopilot.scale-out", Decimal("0.25"), Decimal(1), Decimal(4), Decimal(4)),
}


@dataclass(frozen=True, slots=True)
class PodRequests:
    """vCPUs, memory and ephemeral storage in GiB. `raised`: Autopilot completes or raises what is stated."""

    vcpus: Decimal
    memory_gib: Decimal
    storage_gib: Decimal
    raised: bool


def pod_requests(spec: Reader, chosen: ComputeClass = GENERAL) -> PodRequests:
    """Return what a pod of a class is billed for. Raises Unreadable for a quantity that is not known or none."""
    stated = [*_containers(spec)]
    running = _sum(three for three, starts in stated if not starts)
    starting = [three for three, starts in stated if starts]
    most = (max([running[0], *(three[0] for three in starting)]), max([running[1], *(three[1] for three in starting)]))
    storage = max([running[2], *(three[2] for three in starting)])
    vcpus, memory = _in_proportion(max(most[0], chosen.least_vcpus), max(most[1], chosen.least_gib), chosen)
    whole = all(_is_stated(container) for container in spec.items("containers"))
    return PodRequests(vcpus, memory, max(storage, LEAST_STORAGE_GIB), not whole or (vcpus, memory) != most)


def asks_for_accelerators(spec: Reader) -> bool:
    """Say whether a container asks for GPUs or TPUs."""
    containers = (*spec.items("containers"), *spec.items("initContainers"))
    return any(key in asked for container in containers for asked in _asked(container) for key in _ACCELERATORS)


def _in_proportion(vcpus: Decimal, memory_gib: Decimal, chosen: ComputeClass) -> tuple[Decimal, Decimal]:
    """Raise the smaller of the two into the range that the class takes."""
    return max(vcpus, memory_gib / chosen.most_gib_per_vcpu), max(memory_gib, vcpus * chosen.least_gib_per_vcpu)


def _containers(spec: Reader) -> Iterator[tuple[_Three, bool]]:
    """Yield each container's requests, and whether it only runs before the others; one that is restarted runs beside them."""
    for container in spec.items("containers"):
        yield _requests(container), False
    for container in spec.items("initContainers"):
        yield _requests(container), container.text("restartPolicy") != "Always"


def _requests(container: Reader) -> _Three:
    requests, limits = _asked(container)
    path = f"{container.prefix}resources"
    found: list[Decimal] = []
    for key, default in zip(_KEYS, DEFAULTS, strict=True):
        stated = quantity_in(requests, key, f"{path}.requests")
        stated = quantity_in(limits, key, f"{path}.limits") if stated is None else stated
        found.append(default if stated is None else stated if key == "cpu" else stated / GIB)
    return found[0], found[1], found[2]


def _asked(container: Reader) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """Return requests and limits; a request that is missing is its limit."""
    requests, limits = (container.value(f"resources.{kind}") for kind in ("requests", "limits"))
    return (requests if isinstance(requests, Mapping) else {}), (limits if isinstance(limits, Mapping) else {})


def _is_stated(container: Reader) -> bool:
    requests, limits = _asked(container)
    return all(requests.get(key) or limits.get(key) for key in _KEYS[:2])


def _sum(requests: Iterable[_Three]) -> _Three:
    total = [Decimal(0)] * 3
    for three in requests:
        total = [sofar + more for sofar, more in zip(total, three, strict=True)]
    return total[0], total[1], total[2]
