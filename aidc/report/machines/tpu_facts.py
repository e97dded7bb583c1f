"""Everything about a TPU generation and about a TPU host, each fact with its source."""

from __future__ import annotations

from aidc.catalog.source import Source
from aidc.catalog.tpus import BOOT_DISK_SOURCE, TpuGeneration, TpuMachine
from aidc.report.machines.capacity_facts import capacity_group, version_facts
from aidc.report.machines.entry import tpu_entry
from aidc.report.machines.fabric_facts import fabric_group
from aidc.report.machines.fact import Fact, Group, Subject, about, known
from aidc.report.machines.need import slices
from aidc.report.machines.places import places_group
from aidc.report.units import count, pflops, plural

MOST_SHAPES = 12


def generation_subject(generation: TpuGeneration) -> Subject:
    """Return a TPU generation and its hosts."""
    groups = (
        chip_group(generation),
        slices_group(generation, generation.machines),
        capacity_group(generation, generation.allow_listed_modes),
        _pool(generation),
        places_group(generation.name),
    )
    hosts = tuple(machine.name for machine in generation.machines)
    called = f" ({generation.marketing_name})" if generation.marketing_name else ""
    summary = f"{generation.torus} torus, slices of up to {count(generation.max_slice_chips)} chips{called}"
    return Subject(generation.product, "tpu", summary, groups, about((generation.product, generation.note)), hosts)


def host_subject(generation: TpuGeneration, host: TpuMachine) -> Subject:
    """Return a TPU host with everything that its generation and its fabric say."""
    groups = (
        _shape(generation, host),
        chip_group(generation),
        slices_group(generation, (host,)),
        fabric_group(host.fabric),
        capacity_group(generation, generation.allow_listed_modes),
        _pool(generation),
        places_group(generation.name),
    )
    notes = about((host.name, host.note), (generation.product, generation.note), (f"fabric {host.fabric.name}", host.fabric.note))
    return Subject(host.name, "tpu host", f"{host.chips} × {generation.product}", groups, notes)


def chip_group(generation: TpuGeneration) -> Group:
    """Return the facts of one chip."""
    source = generation.source
    ici = generation.ici_bidirectional_gb_per_s_per_chip
    return Group(
        "one chip",
        known(
            (
                Fact("tpu.name", "TPU", generation.name, generation.product, source),
                Fact("tpu.gke_accelerator", "GKE's name", generation.gke_accelerator, generation.gke_accelerator, source),
                Fact("tpu.hbm_gib", "HBM", generation.hbm_gib_per_chip, f"{generation.hbm_gib_per_chip} GiB", source),
                Fact(
                    "tpu.hbm_gb_per_s",
                    "HBM bandwidth",
                    generation.hbm_gb_per_s_per_chip,
                    f"{count(generation.hbm_gb_per_s_per_chip)} GB/s",
                    source,
                ),
                Fact(
                    "tpu.bf16_tflops", "bf16", generation.bf16_tflops_per_chip, f"{count(generation.bf16_tflops_per_chip)} TFLOP/s", source
                ),
                _peak("tpu.fp8_tflops", "fp8", generation.fp8_tflops_per_chip, "TFLOP/s", source),
                _peak("tpu.int8_tops", "int8", generation.int8_tops_per_chip, "TOP/s", source),
                Fact("tpu.ici_gb_per_s", "ICI", ici, f"{count(ici)} GB/s, both ways together", source),
                Fact("tpu.torus", "torus", generation.torus, generation.torus, source),
            )
        ),
    )


def _peak(key: str, label: str, value: float | None, unit: str, source: Source) -> Fact:
    return Fact(key, label, value, f"{count(value)} {unit}" if value is not None else "not published", source)


def _shape(generation: TpuGeneration, host: TpuMachine) -> Group:
    entry, source = tpu_entry(generation, host), host.source
    network = host.network_gbits_per_s
    return Group(
        "machine",
        (
            Fact("family", "family", generation.product, generation.product, source),
            Fact("accelerators", "chips", host.chips, count(host.chips), source),
            Fact("accelerator_memory_gib", "HBM", entry.memory, f"{count(entry.memory)} GiB", generation.source),
            Fact(
                "bf16_dense_pflops",
                "bf16 of all chips",
                entry.bf16_dense_pflops,
                f"{pflops(entry.bf16_dense_pflops or 0)} PFLOP/s",
                generation.source,
            ),
            Fact("vcpu", "vCPU", host.vcpu, count(host.vcpu), source),
            Fact("memory_gib", "memory of the host", host.memory_gib, f"{count(host.memory_gib)} GiB", source),
            Fact("architecture", "architecture", "amd64", "amd64", source),
            Fact(
                "network_gbits_per_s",
                "network",
                network,
                f"{count(network)} Gbit/s, all interfaces together" if network else "not published",
                source,
            ),
        ),
    )


def slices_group(generation: TpuGeneration, hosts: tuple[TpuMachine, ...]) -> Group:
    """Return the slices that each host shape forms."""
    return Group("slices", tuple(_slices(generation, host) for host in hosts))


def _slices(generation: TpuGeneration, host: TpuMachine) -> Fact:
    shapes = slices(generation.name, host.name)
    largest, hosts = max(shapes, key=lambda found: (found[0].chips, -max(found[0].sides)))
    listed = ", ".join(str(shape) for shape, _ in shapes) if len(shapes) <= MOST_SHAPES else _span(generation, len(shapes))
    hbm = largest.chips * generation.hbm_gib_per_chip
    peak = largest.chips * generation.bf16_tflops_per_chip / 1000
    shown = f"{listed}\nlargest {largest}: {plural(largest.chips, 'chip')}, {plural(hosts, 'host')}, {count(hbm)} GiB, {pflops(peak)} PFLOP/s bf16"
    value = {"shapes": len(shapes), "largest": str(largest), "chips": largest.chips, "hosts": hosts, "hbm_gib": hbm, "bf16_pflops": peak}
    return Fact(f"slices.{host.name}", host.name, value, shown, generation.source)


def _span(generation: TpuGeneration, number: int) -> str:
    below = ", ".join("x".join(map(str, sides)) for sides in generation.shapes_below_a_cube)
    order = " in ascending order" if generation.ordered_sides else ""
    return f"{below}, and 4x4x4 cubes with sides{order}: {number} shapes (aidc explain STACK tpu_slices[0].topology)"


def _pool(generation: TpuGeneration) -> Group:
    policy = (
        "a workload policy for a slice of several hosts"
        if generation.workload_policy
        else "compact, with the topology, for a slice of several hosts"
    )
    return Group(
        "node pool",
        (
            Fact("boot_disks", "boot disks", list(generation.boot_disks), ", ".join(generation.boot_disks), BOOT_DISK_SOURCE),
            *version_facts(generation),
            Fact("placement", "placement", {"workload_policy": generation.workload_policy}, policy, generation.capacity_source),
            Fact("local_ssd", "Local SSD", {"gib": 0, "disks": 0, "bundled": False}, "none", BOOT_DISK_SOURCE),
            Fact("confidential", "confidential", None, "not sold"),
            Fact(
                "max_pods_per_node",
                "pods",
                generation.max_pods_per_node,
                f"at most {generation.max_pods_per_node} a node of a slice of several hosts",
            ),
        ),
    )
