"""Words that a field takes because a catalogue lists them: what `aidc schema` offers an editor and `aidc explain` a reader.

Owns which field draws on which catalogue. Where the choice depends on another field of the same entry, the entry narrows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aidc.blueprint.cpu_pool import CpuPoolSpec
from aidc.blueprint.filestore import FilestoreSpec
from aidc.blueprint.gpu_pool import GpuPoolSpec
from aidc.blueprint.lustre import LustreSpec
from aidc.blueprint.node_pool import PoolSpec
from aidc.blueprint.reservation import ReservationSpec
from aidc.blueprint.site import SiteSpec
from aidc.blueprint.spec import Spec
from aidc.blueprint.tpu_slice import TpuSliceSpec
from aidc.blueprint.tpu_vm import TpuVmSpec
from aidc.catalog.attached_gpus import ATTACHED_FAMILIES, attachable, host_machines
from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.lustre_tiers import LUSTRE_TIERS
from aidc.catalog.regions import region_names
from aidc.catalog.reservations import TPU_FAMILIES
from aidc.catalog.storage import FILESTORE_TIERS
from aidc.catalog.topologies import legal_topologies
from aidc.catalog.tpu_vms import TPU_VM_GENERATIONS
from aidc.catalog.tpus import TPU_GENERATIONS

CLOSED: dict[tuple[type[Spec], str], Callable[[], Sequence[str]]] = {
    (SiteSpec, "region"): lambda: sorted(region_names()),
    (CpuPoolSpec, "machine_type"): lambda: sorted(cpu_machines()),
    (GpuPoolSpec, "machine_type"): lambda: [*GPU_MACHINES, *host_machines()],
    (GpuPoolSpec, "gpu"): lambda: list(ATTACHED_FAMILIES),
    (TpuSliceSpec, "generation"): lambda: list(TPU_GENERATIONS),
    (TpuVmSpec, "generation"): lambda: list(TPU_VM_GENERATIONS),
    (ReservationSpec, "machine_type"): lambda: [*GPU_MACHINES, *sorted(cpu_machines())],
    (ReservationSpec, "gpu"): lambda: list(ATTACHED_FAMILIES),
    (ReservationSpec, "generation"): lambda: list(TPU_FAMILIES),
}
"""Fields that take nothing but a word of their catalogue, whatever the rest of the entry says."""


def closed_choices(model: type[Spec], field: str) -> Sequence[str]:
    """Return the words of a field whose catalogue is complete, or nothing."""
    words = CLOSED.get((model, field))
    return words() if words else ()


def choices_in(entry: Spec, field: str) -> Sequence[str]:
    """Return the words that a field of this very entry may have, given its other fields, or nothing where no catalogue lists them."""
    if isinstance(entry, TpuSliceSpec) and field in {"topology", "machine_type"}:
        generation = TPU_GENERATIONS[entry.generation]
        if field == "topology":
            return [str(topology) for topology in legal_topologies(generation)]
        return [machine.name for machine in generation.machines]
    if isinstance(entry, GpuPoolSpec) and field == "gpus_per_node" and entry.gpu:
        return [str(count) for count in attachable(entry.gpu)]
    if isinstance(entry, TpuVmSpec) and field in {"topology", "accelerator_type"}:
        made = TPU_VM_GENERATIONS[entry.generation]
        known = made.topologies()
        return (
            [str(one) for one in known] if field == "topology" else list(dict.fromkeys(made.accelerator_type(one.chips) for one in known))
        )
    if isinstance(entry, FilestoreSpec | LustreSpec) and field == "capacity_gib":
        bands = FILESTORE_TIERS[entry.tier].bands if isinstance(entry, FilestoreSpec) else LUSTRE_TIERS[entry.tier].bands
        return [f"{band.min_gib:,} to {band.max_gib:,} in steps of {band.step_gib:,}" for band in bands]
    return closed_choices(type(entry), field)


def pool_choices(pool: PoolSpec, field: str) -> Sequence[str]:
    """Return the words that a part of a pool (capacity.mode, boot_disk.type) may have on the pool's machine, or nothing."""
    if isinstance(pool, CpuPoolSpec):
        disks, modes = cpu_machines()[pool.machine_type].boot_disks, ("on-demand", "spot", "reservation")
    elif isinstance(pool, GpuPoolSpec):
        assert pool.machine is not None, "the schema admits only machines that exist"
        family = pool.machine.family
        disks, modes = family.boot_disks, family.capacity_modes
    elif isinstance(pool, TpuSliceSpec):
        generation = TPU_GENERATIONS[pool.generation]
        disks, modes = generation.boot_disks, generation.capacity_modes
    else:
        return ()
    return {"boot_disk.type": disks, "capacity.mode": modes, "fallbacks.mode": modes}.get(field, ())
