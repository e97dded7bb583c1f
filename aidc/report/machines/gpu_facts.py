"""Everything about a GPU and about a GPU machine, each fact with its source."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.catalog.gpu_families import BOOT_DISK_SOURCE, GpuFamily
from aidc.catalog.gpu_machines import GPU_MACHINES, WITHOUT_LOCAL_SSD, GpuMachine
from aidc.catalog.gpus import MEMORY_SOURCE, MIG_SOURCE, Gpu
from aidc.catalog.source import CONFIDENTIAL_GKE_PAGE
from aidc.report.machines.capacity_facts import capacity_group, version_facts
from aidc.report.machines.entry import accelerator_entries, gpu_entry
from aidc.report.machines.fabric_facts import fabric_group
from aidc.report.machines.fact import Fact, Group, Subject, about, known
from aidc.report.machines.places import places_group
from aidc.report.units import count, pflops, plural


def gpu_subject(gpu: Gpu) -> Subject:
    """Return a GPU and the machines that have it."""
    machines = tuple(dict.fromkeys(entry.name for entry in accelerator_entries() if entry.gke_accelerator == gpu.gke_accelerator))
    return Subject(gpu.name, "gpu", f"{gpu.architecture} GPU, {gpu.memory_gb} GB", (gpu_group(gpu),), about((gpu.name, gpu.note)), machines)


def gpu_group(gpu: Gpu) -> Group:
    """Return the facts of one GPU. Peaks are dense."""
    return Group(
        "one GPU (peaks are dense)",
        known(
            (
                Fact("gpu.name", "GPU", gpu.name, f"{gpu.name}, {gpu.architecture}", MEMORY_SOURCE),
                Fact("gpu.gke_accelerator", "GKE's name", gpu.gke_accelerator, gpu.gke_accelerator, MEMORY_SOURCE),
                Fact("gpu.memory_gb", "memory", gpu.memory_gb, f"{gpu.memory_gb} GB", MEMORY_SOURCE),
                Fact("gpu.memory_gb_per_s", "memory bandwidth", gpu.memory_gb_per_s, f"{count(gpu.memory_gb_per_s)} GB/s", MEMORY_SOURCE),
                Fact(
                    "gpu.nvlink_gb_per_s",
                    "NVLink",
                    gpu.nvlink_gb_per_s,
                    f"{count(gpu.nvlink_gb_per_s)} GB/s" if gpu.nvlink_gb_per_s else "none",
                    MEMORY_SOURCE,
                ),
                *_peaks(gpu),
                Fact("gpu.tdp_w", "board power", gpu.tdp_w, f"{count(gpu.tdp_w)} W", gpu.tdp_source) if gpu.tdp_w else None,
                Fact(
                    "gpu.mig_partitions",
                    "MIG partitions",
                    list(gpu.mig_partitions),
                    ", ".join(gpu.mig_partitions) or "none on GKE",
                    MIG_SOURCE,
                ),
            )
        ),
    )


def _peaks(gpu: Gpu) -> Iterator[Fact]:
    for name, value, unit in (
        ("bf16", gpu.bf16_dense_tflops, "TFLOP/s"),
        ("fp16", gpu.fp16_dense_tflops, "TFLOP/s"),
        ("fp8", gpu.fp8_dense_tflops, "TFLOP/s"),
        ("fp4", gpu.fp4_dense_tflops, "TFLOP/s"),
        ("int8", gpu.int8_dense_tops, "TOP/s"),
    ):
        if name == "fp16" and value is None:
            continue
        shown = f"{count(value)} {unit}" if value is not None else "no unit, or no dense figure published"
        yield Fact(f"gpu.{name}_dense_{'tops' if name == 'int8' else 'tflops'}", name, value, shown, gpu.source)


def machine_subject(machine: GpuMachine) -> Subject:
    """Return a GPU machine with everything that its family, its GPU and its fabric say."""
    family = machine.family
    groups = (
        _shape(machine),
        gpu_group(family.gpu),
        fabric_group(family.fabric),
        capacity_group(family),
        node_group(machine),
        places_group(family.zones_key),
    )
    notes = about((family.name, family.note), (family.gpu.name, family.gpu.note), (f"fabric {family.fabric.name}", family.fabric.note))
    return Subject(machine.name, "gpu machine", f"{family.name}: {machine.gpus} × {family.gpu.name}", groups, notes)


def _shape(machine: GpuMachine) -> Group:
    family, entry = machine.family, gpu_entry(machine)
    source, peak = family.source, entry.bf16_dense_pflops
    return Group(
        "machine",
        known(
            (
                Fact("family", "family", family.name, family.name, source),
                Fact("accelerators", "GPUs", float(machine.gpus), f"{machine.gpus} × {family.gpu.name}", source),
                Fact(
                    "accelerator_memory_gib",
                    "memory of GPUs",
                    round(entry.hbm_gib, 1),
                    f"{count(machine.gpu_memory_gb)} GB, {count(round(entry.hbm_gib))} GiB at 10^9 bytes a GB",
                    source,
                ),
                Fact("bf16_dense_pflops", "bf16 of all GPUs", peak, f"{pflops(peak)} PFLOP/s dense", family.gpu.source) if peak else None,
                Fact("vcpu", "vCPU", machine.vcpu, count(machine.vcpu), source),
                Fact("memory_gib", "memory of the host", machine.memory_gib, f"{count(machine.memory_gib)} GiB", source),
                Fact("architecture", "architecture", family.architecture, family.architecture, source),
                Fact(
                    "network_gbits_per_s",
                    "network",
                    machine.network_gbits_per_s,
                    f"{count(machine.network_gbits_per_s)} Gbit/s, all interfaces together",
                    source,
                ),
            )
        ),
    )


def node_group(machine: GpuMachine) -> Group:
    """Return what a node pool of the machine must be told."""
    family = machine.family
    return Group(
        "node pool",
        known(
            (
                _local_ssd(machine),
                Fact("boot_disks", "boot disks", list(family.boot_disks), ", ".join(family.boot_disks), BOOT_DISK_SOURCE),
                *version_facts(family),
                Fact(
                    "driver",
                    "NVIDIA driver",
                    family.driver or None,
                    f"{family.driver} or newer" if family.driver else "no floor published",
                    family.gke_version_source,
                ),
                _placement(family),
                Fact(
                    "confidential",
                    "confidential",
                    machine.confidential,
                    f"{machine.confidential}, in preview" if machine.confidential else "not sold",
                    CONFIDENTIAL_GKE_PAGE,
                ),
                Fact("max_pods_per_node", "pods", family.max_pods_per_node, f"at most {family.max_pods_per_node} a node"),
                *_special(family),
            )
        ),
    )


def _local_ssd(machine: GpuMachine) -> Fact:
    family, gib = machine.family, machine.local_ssd_total_gib
    bare = f"{machine.name}{WITHOUT_LOCAL_SSD}"
    value = {"gib": gib, "disks": machine.local_ssd_disks, "bundled": family.local_ssd_bundled}
    if not gib:
        return Fact("local_ssd", "Local SSD", value, "none", family.source)
    held = f"{count(gib)} GiB on {plural(machine.local_ssd_disks, 'disk')}"
    shown = f"{held}, always there" if family.local_ssd_bundled else f"at most {held}, as many as one attaches"
    if bare in GPU_MACHINES:
        shown += f"; without: {bare}"
    if not family.local_ssd_declared:
        shown += "; ephemeral storage of which GKE is told nothing"
    return Fact("local_ssd", "Local SSD", value, shown, family.source)


def _placement(family: GpuFamily) -> Fact:
    if family.nvlink_domain_topology:
        shown = f"workload policy {family.nvlink_domain_topology}: a pool is one NVLink domain of at most {family.max_pool_nodes} nodes"
        return Fact("placement", "placement", {"nvlink_domain_nodes": family.max_pool_nodes}, shown, family.source)
    if family.max_compact_nodes is None:
        return Fact("placement", "placement", {"max_compact_nodes": None}, "no compact placement", family.source)
    flex = "; with flex-start too" if family.flex_start_compact else ""
    value = {"max_compact_nodes": family.max_compact_nodes, "with_flex_start": family.flex_start_compact}
    return Fact(
        "placement", "placement", value, f"compact for at most {count(family.max_compact_nodes)} nodes, in one zone{flex}", family.source
    )


def _special(family: GpuFamily) -> Iterator[Fact]:
    if not family.shielded:
        yield Fact("shielded", "shielded nodes", False, "not possible: the cluster has them off", family.source)
    if not family.gvnic:
        yield Fact("gvnic", "primary interface", "IDPF", "IDPF, which needs no setting", family.source)
    if family.huge_pages_2mib:
        yield Fact("huge_pages_2mib", "huge pages", family.huge_pages_2mib, f"{count(family.huge_pages_2mib)} of 2 MiB", family.source)
