"""Machines without accelerators of their own; of N1 also which GPUs can be attached, and how many."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.catalog.attached_gpus import ATTACHED_FAMILIES, MAX_LOCAL_SSD_DISKS, N1_NETWORK_GBITS_PER_S, attachable, host_machines
from aidc.catalog.capacity_modes import CLASSIC_MODES, MODE_RULES
from aidc.catalog.cpu_machines import CpuMachine
from aidc.catalog.gpu_machines import LOCAL_SSD_GIB_PER_DISK
from aidc.catalog.source import COMPUTE_GPU_PAGE, MACHINE_TYPE_LIST, READ_ON, Source
from aidc.report.machines.fact import Fact, Group, Subject, about
from aidc.report.machines.places import places_group
from aidc.report.units import count

_HYPERDISK_SOURCE = Source("Compute Engine documentation, Hyperdisk machine support", READ_ON)
_CONFIDENTIAL_SOURCE = Source(
    "Confidential VM documentation, supported configurations, not read again for this table", READ_ON, "unverified"
)


def host_subject(machine: CpuMachine) -> Subject:
    """Return a machine without accelerators of its own."""
    groups = [_shape(machine), Group("capacity modes", tuple(_modes())), _regions(machine)]
    notes: list[tuple[str, str]] = []
    if machine.name in host_machines():
        groups.insert(1, _attachable(machine))
        fitting = [family for gpu, family in ATTACHED_FAMILIES.items() if fitting_counts(machine, gpu)]
        groups += [
            Group(f"{family.gpu.name}: {group.title}", group.facts)
            for family in fitting
            for group in [_prefixed(places_group(family.zones_key), family.zones_key)]
        ]
        notes += [("N1", note) for note in dict.fromkeys(family.note for family in fitting)]
    return Subject(
        machine.name,
        "cpu machine",
        f"{machine.series}: {count(machine.vcpu)} vCPU, {count(machine.memory_gib)} GiB",
        tuple(groups),
        about(*notes),
    )


def _prefixed(group: Group, key: str) -> Group:
    return Group(group.title, tuple(Fact(f"{key}.{fact.key}", fact.label, fact.value, fact.shown, fact.source) for fact in group.facts))


def _shape(machine: CpuMachine) -> Group:
    confidential = ", ".join(machine.confidential)
    return Group(
        "machine",
        (
            Fact("family", "series", machine.series, machine.series, MACHINE_TYPE_LIST),
            Fact("vcpu", "vCPU", machine.vcpu, count(machine.vcpu), MACHINE_TYPE_LIST),
            Fact("memory_gib", "memory of the host", machine.memory_gib, f"{count(machine.memory_gib)} GiB", MACHINE_TYPE_LIST),
            Fact("architecture", "architecture", machine.architecture, machine.architecture, MACHINE_TYPE_LIST),
            Fact("boot_disks", "boot disks", list(machine.boot_disks), ", ".join(machine.boot_disks), _HYPERDISK_SOURCE),
            Fact("confidential", "confidential", list(machine.confidential), confidential or "not sold", _CONFIDENTIAL_SOURCE),
        ),
    )


def fitting_counts(machine: CpuMachine, gpu: str) -> list[int]:
    """Return how many of a GPU a machine takes: the numbers whose limit of vCPU it keeps."""
    return [number for number, most in attachable(gpu).items() if machine.vcpu <= most]


def _attachable(machine: CpuMachine) -> Group:
    facts = [_attached(machine, gpu) for gpu in ATTACHED_FAMILIES]
    disks = MAX_LOCAL_SSD_DISKS
    local_ssd = Fact(
        "local_ssd",
        "Local SSD",
        {"disks": disks, "bundled": False},
        f"at most {count(disks * LOCAL_SSD_GIB_PER_DISK)} GiB on {disks} disks",
        COMPUTE_GPU_PAGE,
    )
    network = Fact("network_gbits_per_s", "network", N1_NETWORK_GBITS_PER_S, f"{N1_NETWORK_GBITS_PER_S} Gbit/s with GPUs", COMPUTE_GPU_PAGE)
    return Group("GPUs that can be attached (gpu_pools: gpu, gpus_per_node)", (*facts, local_ssd, network))


def _attached(machine: CpuMachine, gpu: str) -> Fact:
    family, fits = ATTACHED_FAMILIES[gpu], fitting_counts(machine, gpu)
    limits = ", ".join(f"{number} up to {most} vCPU" for number, most in attachable(gpu).items())
    shown = (
        f"{' or '.join(map(str, fits))} of {family.gpu.memory_gb} GB"
        if fits
        else f"none: {count(machine.vcpu)} vCPU are too many ({limits})"
    )
    return Fact(f"attach.{gpu}", gpu, list(fits), shown, family.source)


def _modes() -> Iterator[Fact]:
    for mode in CLASSIC_MODES:
        yield Fact(f"capacity.{mode}", mode, {"sold": True, "rule": MODE_RULES[mode]}, MODE_RULES[mode])


def _regions(machine: CpuMachine) -> Group:
    regions = sorted(machine.sold_regions)
    return Group("regions", (Fact("regions", "sold in", list(regions), ", ".join(regions) or "no region", MACHINE_TYPE_LIST),))
