"""What one reservation must say, and what it cannot hold: the rules of ReservationSpec.

Owns rules inside one entry. Rules with pools, zones and the site are in reservation_coherence.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.blueprint.errors import one_of, shown
from aidc.blueprint.reservation_fields import BELONGS, ORDERED, ReservationFields
from aidc.blueprint.spec import Rule, listed_twice
from aidc.catalog.attached_gpus import ATTACHED_FAMILIES, attachable, host_machines
from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.reservations import (
    CALENDAR_GPU_FAMILIES,
    CALENDAR_TPUS,
    MAX_CALENDAR_DAYS,
    MAX_CALENDAR_GPU_MACHINES,
    SMALL_V5E_CHIPS,
    TPU_FAMILIES,
)
from aidc.catalog.tpu_vms import TPU_VM_GENERATIONS
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.did_you_mean import did_you_mean

NO_TPUS_IN_A_SPECIFIC_ONE = (
    "kind: specific cannot hold TPUs: they are reserved in aggregate, by a future reservation. "
    "Use kind: future or calendar, or kind: existing with the name of one that you have"
)
_TPU_FIELDS = ("generation", "chips", "workload")


def broken_rules(spec: ReservationFields) -> Iterator[Rule]:
    """Yield every rule that one reservation breaks by itself."""
    yield from _foreign_fields(spec)
    yield from listed_twice("share_with", spec.share_with)
    yield from _machine_rules(spec)
    if spec.kind == "specific":
        yield from _held_machines(spec)
    if spec.kind in ORDERED:
        yield from _order_rules(spec)
    if spec.kind == "future":
        yield from _future_rules(spec)
    if spec.kind == "calendar":
        yield from _calendar_rules(spec)
    if spec.kind == "existing" and spec.generation is not None:
        yield from _generation_rules(spec, list(dict.fromkeys((*TPU_VM_GENERATIONS, *TPU_GENERATIONS))))


def _foreign_fields(spec: ReservationFields) -> Iterator[Rule]:
    for field, kinds in BELONGS.items():
        if field not in spec.model_fields_set or spec.kind in kinds:
            continue
        if spec.kind == "specific" and field in _TPU_FIELDS:
            yield field, NO_TPUS_IN_A_SPECIFIC_ONE
        else:
            yield field, f"goes with kind: {' or '.join(kinds)}, not with {spec.kind}. Remove it or change the kind"


def _machine_rules(spec: ReservationFields) -> Iterator[Rule]:
    if spec.machine_type is None:
        for field in ("local_ssd_disks", "gpu", "gpus_per_machine"):
            if getattr(spec, field) is not None:
                yield field, "goes with machine_type. Name the machine"
        return
    yield from _attached_gpus(spec, spec.machine_type)
    gpu = spec.gpu_machine
    if gpu is not None:
        if spec.local_ssd_disks is not None and gpu.family.local_ssd_bundled and spec.local_ssd_disks != gpu.local_ssd_disks:
            yield "local_ssd_disks", f"{gpu.name} always comes with {gpu.local_ssd_disks} Local SSD disks. Remove it"
        elif (spec.local_ssd_disks or 0) > gpu.local_ssd_disks:
            yield "local_ssd_disks", f"{spec.local_ssd_disks} is more than the {gpu.local_ssd_disks} that {gpu.name} takes"
    elif spec.machine_type in _tpu_hosts():
        advice = NO_TPUS_IN_A_SPECIFIC_ONE if spec.kind == "specific" else "is a TPU host; say generation and chips instead"
        yield "machine_type", advice if spec.kind == "specific" else f"{shown(spec.machine_type)} {advice}"
    elif spec.machine_type not in cpu_machines():
        known = [*GPU_MACHINES, *cpu_machines()]
        yield "machine_type", f"{shown(spec.machine_type)} is not a machine type in the catalogue.{did_you_mean(spec.machine_type, known)}"
    elif spec.local_ssd_disks:
        yield "local_ssd_disks", f"pools of {spec.machine_type} take no Local SSD here, and would not match the reservation. Remove it"


def _attached_gpus(spec: ReservationFields, machine_type: str) -> Iterator[Rule]:
    if spec.gpu is None:
        if spec.gpus_per_machine is not None:
            yield "gpus_per_machine", "goes with gpu. Name the GPU"
    elif machine_type not in host_machines():
        yield "gpu", f"only N1 machines take GPUs apart from their type; {shown(machine_type)} has its own or none. Remove it"
    elif spec.gpu not in ATTACHED_FAMILIES:
        yield "gpu", one_of(spec.gpu, list(ATTACHED_FAMILIES), "a GPU that is attached to N1")
    elif spec.gpu_machine is None:
        most = attachable(spec.gpu)
        allowed = ", ".join(f"{count} (at most {vcpu} vCPU)" for count, vcpu in most.items())
        text = f"{machine_type} does not take {spec.gpus_per_machine or 1} of {spec.gpu}; there are {allowed}"
        yield "gpus_per_machine", text


def _tpu_hosts() -> set[str]:
    return {machine.name for generation in TPU_GENERATIONS.values() for machine in generation.machines}


def _held_machines(spec: ReservationFields) -> Iterator[Rule]:
    """Trap T063: the properties of a machine, or a template that has them."""
    if (spec.machine_type is None) == (spec.instance_template is None):
        said = "neither" if spec.machine_type is None else "both"
        yield "machine_type", f"say either machine_type or instance_template, not {said}"
    if spec.machines is None:
        yield "machines", "is missing: how many machines are held"


def _order_rules(spec: ReservationFields) -> Iterator[Rule]:
    if spec.window is None:
        yield "window", "is missing: say when the capacity is held, such as {start: 2027-03-01T00:00:00Z, days: 30}"
    if spec.submit and not spec.yes_submit_order_to_google:
        cancel = "an order in calendar mode can never be cancelled" if spec.kind == "calendar" else "it commits to the capacity asked for"
        yield "submit", f"sends Google an order that costs money; {cancel}. Set yes_submit_order_to_google: true as well"
    if spec.delivered and not spec.submit:
        yield "delivered", "a draft is never delivered. Set submit: true, or remove it"
    if spec.generation is None:
        yield from _held_machines(spec)
        for field in ("chips", "workload"):
            if getattr(spec, field) is not None:
                yield field, "goes with generation. Name the TPU generation"
        return
    for field in ("machine_type", "instance_template", "machines"):
        if getattr(spec, field) is not None:
            yield field, f"a reservation holds machines or TPU chips, not both. Remove it or generation: {spec.generation}"
    yield from _generation_rules(spec, list(TPU_FAMILIES))


def _generation_rules(spec: ReservationFields, known: list[str]) -> Iterator[Rule]:
    if spec.generation not in known:
        what = (
            "a TPU generation that Compute Engine holds in a future reservation"
            if spec.kind != "existing"
            else "a TPU generation in the catalogue"
        )
        yield "generation", one_of(spec.generation, known, what)
    if spec.chips is None and spec.kind != "existing":
        yield "chips", "is missing: how many TPU chips are held"


def _future_rules(spec: ReservationFields) -> Iterator[Rule]:
    if spec.delete_at is not None and spec.delete_after_hours is not None:
        yield "delete_at", "say either delete_at or delete_after_hours"
    if spec.delete_at is not None and spec.delete_at.tzinfo is None:
        yield "delete_at", "times need a time zone: 2027-03-01T00:00:00Z"
    if not spec.delete_at_end and (spec.delete_at is not None or spec.delete_after_hours is not None):
        yield "delete_at_end", "is false, so nothing is deleted by itself. Remove delete_at and delete_after_hours, or this"


def _calendar_rules(spec: ReservationFields) -> Iterator[Rule]:
    if spec.window is not None and (spec.window.end is None or spec.window.end > spec.window.start):
        days = spec.window.length.total_seconds() / 86400
        if not 1 <= days <= MAX_CALENDAR_DAYS:
            yield (
                "window",
                f"calendar mode holds capacity for 1 to {MAX_CALENDAR_DAYS} days, this window lasts {days:.4g}. Use kind: future",
            )
    if spec.deployment == "FLEXIBLE":
        yield "deployment", "calendar mode places machines densely. Remove it"
    gpu = GPU_MACHINES.get(spec.machine_type or "")
    if spec.instance_template is None and spec.machine_type is not None and (gpu is None or gpu.family.name not in CALENDAR_GPU_FAMILIES):
        yield (
            "machine_type",
            f"calendar mode does not have {spec.machine_type}; it has {', '.join(CALENDAR_GPU_FAMILIES)} and TPUs. Use kind: future",
        )
    if spec.machines is not None and spec.machines > MAX_CALENDAR_GPU_MACHINES:
        yield "machines", f"one request in calendar mode takes at most {MAX_CALENDAR_GPU_MACHINES} GPU machines. Use kind: future"
    yield from _calendar_tpus(spec)


def _calendar_tpus(spec: ReservationFields) -> Iterator[Rule]:
    if spec.generation is None or spec.generation not in TPU_FAMILIES:
        return
    tpu = CALENDAR_TPUS.get(spec.generation)
    if tpu is None:
        yield "generation", f"calendar mode does not have TPU {spec.generation}; it has {', '.join(CALENDAR_TPUS)}. Use kind: future"
    elif spec.chips is not None and spec.chips not in tpu.chips:
        allowed = ", ".join(str(chips) for chips in tpu.chips)
        yield "chips", f"one request in calendar mode takes {allowed} chips of {spec.generation}, not {spec.chips}"
    if spec.generation == "v5e":
        if spec.workload is None:
            yield "workload", "is missing: calendar mode sells v5e for BATCH and SERVING in different zones"
        elif spec.workload == "BATCH" and spec.chips in SMALL_V5E_CHIPS:
            yield "workload", f"calendar mode sells {spec.chips} chips of v5e for SERVING only"
