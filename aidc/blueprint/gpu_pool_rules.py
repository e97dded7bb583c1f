"""What a GPU machine, its capacity and its placement exclude in a pool: the rules of gpu_pools beyond those of every pool.

Rules NP03 to NP07 and NP17 of the node pool rules as collected from GoogleCloudPlatform/cluster-toolkit@1047080; limits are the catalogue's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aidc.blueprint.capacity import plan_capacity
from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Rule
from aidc.catalog.attached_gpus import ATTACHED_FAMILIES, attachable, host_machines
from aidc.catalog.capacity_modes import RESERVED_MODES
from aidc.catalog.gpu_machines import GPU_MACHINES, GpuMachine
from aidc.catalog.local_ssd_raid import LOCAL_SSD_LABEL
from aidc.did_you_mean import did_you_mean

if TYPE_CHECKING:
    from aidc.blueprint.gpu_pool import GpuPoolSpec


def machine_rules(spec: GpuPoolSpec, machine: GpuMachine) -> Iterator[Rule]:
    """Yield every setting that the machine, the capacity modes or each other exclude."""
    yield from _capacity_rules(spec, machine)
    yield from _size_rules(spec, machine)
    yield from _placement_rules(spec, machine)
    yield from _local_ssd_rules(spec, machine)
    yield from _confidential_rules(spec, machine)


def attached_gpu_rules(spec: GpuPoolSpec) -> Iterator[Rule]:
    """Yield GPUs that an N1 machine does not take, and GPUs asked for beside a machine that has its own."""
    if spec.machine_type not in host_machines():
        for field in ("gpu", "gpus_per_node"):
            if getattr(spec, field) is not None:
                yield field, f"goes with N1 machines; {spec.machine_type} has GPUs of its own. Remove it"
        return
    if spec.gpu not in ATTACHED_FAMILIES:
        given = "is missing; an N1 machine has no GPU of its own" if spec.gpu is None else f"{shown(spec.gpu)} is not attached to N1"
        yield "gpu", f"{given}.{did_you_mean(spec.gpu or '', ATTACHED_FAMILIES)} Allowed: {', '.join(ATTACHED_FAMILIES)}"
        return
    counts, count = attachable(spec.gpu), spec.gpus_per_node or 1
    if count not in counts:
        yield "gpus_per_node", f"{count} is not a number of {spec.gpu} that one machine takes; use {', '.join(map(str, counts))}"
    elif spec.machine is None:
        most, vcpu = counts[count], host_machines()[spec.machine_type].vcpu
        fitting = [str(number) for number, limit in counts.items() if vcpu <= limit]
        more = f"Use {' or '.join(fitting)} GPUs, or a smaller machine" if fitting else "Use a smaller machine"
        yield "gpus_per_node", f"{spec.machine_type} has {vcpu:g} vCPU; {count} of {spec.gpu} go with at most {most}. {more}"


def _capacity_rules(spec: GpuPoolSpec, machine: GpuMachine) -> Iterator[Rule]:
    modes = machine.family.capacity_modes
    for index, way in enumerate(spec.capacity.ways):
        if way.mode not in modes:
            where = "capacity.mode" if index == 0 else f"capacity.fallbacks[{index - 1}].mode"
            yield where, f"{way.mode} is not sold for {machine.name}; use {', '.join(modes)}"
    if spec.capacity.fallbacks and spec.nodes.is_fixed:
        yield (
            "nodes",
            "a fallback takes over when the pools before it cannot grow, so the number cannot be fixed. "
            f"Use nodes: {{min: 0, max: {spec.nodes.max}}}",
        )
    elif plan_capacity(spec.capacity, "").starts_empty and spec.nodes.min != 0:
        why = {
            "calendar": "a booking has no machines before its first day, so the pool starts empty",
            "queued": "queued pools grow from zero when a request is granted",
        }.get(spec.capacity.mode, "flex-start pools grow from zero when work arrives")
        yield "nodes", f"{why}. Use nodes: {{min: 0, max: {spec.nodes.max}}}"


def _size_rules(spec: GpuPoolSpec, machine: GpuMachine) -> Iterator[Rule]:
    most = machine.family.max_pool_nodes
    if most is not None and spec.nodes.max > most:
        yield (
            "nodes",
            f"{spec.nodes.max} nodes are more than the {most} of one NVLink domain, and a pool of {machine.name} is one domain. "
            f"Make pools of at most {most}",
        )


def _confidential_rules(spec: GpuPoolSpec, machine: GpuMachine) -> Iterator[Rule]:
    if spec.confidential is not None and spec.confidential != machine.confidential:
        has = f"has {machine.confidential}" if machine.confidential else "is not sold as a confidential node"
        able = ", ".join(f"{other.name} ({other.confidential})" for other in GPU_MACHINES.values() if other.confidential)
        yield "confidential", f"{machine.name} {has}. GPU machines that are: {able}"


def _placement_rules(spec: GpuPoolSpec, machine: GpuMachine) -> Iterator[Rule]:
    zones = spec.zones or []
    if machine.family.fabric.vpcs and len(zones) > 1:
        yield (
            "zones",
            f"{machine.name} talks over {machine.family.fabric.transport}, which stays in one zone. Make one pool for each zone",
        )
    if not spec.compact:
        return
    if machine.family.max_compact_nodes is None:
        yield "compact", f"{machine.name} has no compact placement. Remove it"
    elif spec.nodes.max > machine.family.max_compact_nodes:
        yield (
            "compact",
            f"{spec.nodes.max} nodes are more than the {machine.family.max_compact_nodes} that {machine.name} places compactly",
        )
    if len(zones) > 1:
        yield "compact", f"compact placement lies in exactly one zone, not in {len(zones)}. Name one zone"
    modes = {way.mode for way in spec.capacity.ways}
    if "flex-start" in modes and not machine.family.flex_start_compact:
        yield (
            "compact",
            f"flex-start places {machine.name} as it comes; compact placement goes with it only on A3 Ultra and A4. Remove it",
        )
    if "queued" in modes:
        yield "compact", "queued provisioning of GPUs takes no compact placement. Remove it"
    if modes & set(RESERVED_MODES):
        yield "compact", "a reservation has its own placement; a policy of the pool would not match it. Remove it"


def _local_ssd_rules(spec: GpuPoolSpec, machine: GpuMachine) -> Iterator[Rule]:
    if LOCAL_SSD_LABEL in spec.labels:
        yield "labels", f"{LOCAL_SSD_LABEL} is what local_ssd: raid0 gives nodes whose disks may be formatted. Remove it"
    if not machine.family.local_ssd_declared and spec.model_fields_set & {"local_ssd", "local_ssd_disks"}:
        yield "local_ssd", f"the disks of {machine.name} are ephemeral storage without any setting. Remove it"
        return
    yield from _raid_rules(spec, machine)
    if spec.local_ssd_disks is None:
        return
    if machine.family.local_ssd_bundled and spec.local_ssd_disks != machine.local_ssd_disks:
        yield "local_ssd_disks", f"{machine.name} always comes with {machine.local_ssd_disks} Local SSD disks. Remove it"
    elif spec.local_ssd_disks > machine.local_ssd_disks:
        yield "local_ssd_disks", f"{spec.local_ssd_disks} is more than the {machine.local_ssd_disks} that {machine.name} takes"


def _raid_rules(spec: GpuPoolSpec, machine: GpuMachine) -> Iterator[Rule]:
    if spec.local_ssd != "raid0":
        return
    if not machine.local_ssd_disks:
        yield "local_ssd", f"raid0 is an array of Local SSD disks, and {machine.name} has none. Remove it"
    elif not machine.family.local_ssd_bundled and not spec.local_ssd_disks:
        yield (
            "local_ssd",
            f"raid0 is an array of Local SSD disks, and {machine.name} has none without local_ssd_disks. "
            f"Set it, at most {machine.local_ssd_disks}, or remove local_ssd",
        )
