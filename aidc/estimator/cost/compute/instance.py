"""Virtual machines: the machine, what is attached to it, its boot disk, its licence and its external addresses.

A stopped machine pays for its disks and addresses alone. Machines that a reservation of the same record holds for them are paid there. Disks under
`attachedDisks` and `bootDisk.source` are resources of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.boot_disk import boot_disk, template_disk
from aidc.estimator.cost.compute.buying import readable, running_of
from aidc.estimator.cost.compute.disk_size import DISKS, stated
from aidc.estimator.cost.compute.held import TEMPLATES
from aidc.estimator.cost.compute.licence import licences
from aidc.estimator.cost.compute.machine import LOCAL_SSD_GIB, Running, attached_gpus, bundles_local_ssd, local_ssds, machines
from aidc.estimator.cost.compute.reservation_use import taken
from aidc.estimator.cost.compute.sole_tenancy import on_own_nodes
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import MACHINE, Keys
from aidc.inventory.resource import UNKNOWN, Resource

_Said = Iterator[Charge | Gap | Note]


def instance(reader: Reader) -> _Said:
    """Price gcp:compute/instance:Instance."""
    yield from whole_machine(reader, "Instance", running_of(reader))


def from_template(reader: Reader) -> _Said:
    """Price gcp:compute/instanceFromTemplate:InstanceFromTemplate: the template's properties under the instance's own."""
    template = template_of(reader, "sourceInstanceTemplate")
    merged = replace(reader, inside={**template.inputs, **reader.resource.inputs})
    yield from whole_machine(merged, "Instance", running_of(merged))


def from_machine_image(reader: Reader) -> _Said:
    """Price gcp:compute/instanceFromMachineImage:InstanceFromMachineImage; its disks are in the image, and nobody says how large."""
    source = reader.whole.referred(
        reader.resource, reader.resource.inputs.get("sourceMachineImage"), ("gcp:compute/machineImage:MachineImage",)
    )
    origin = source and reader.whole.referred(source, source.inputs.get("sourceInstance"), ("gcp:compute/instance:Instance",))
    merged = replace(reader, inside={**(origin.inputs if origin else {}), **reader.resource.inputs})
    if merged.text("machineType") is None:
        raise Unreadable("its machine type is that of the machine image, which is not in the record")
    yield from whole_machine(merged, "Instance", running_of(merged))
    if origin is None:
        yield Gap("Disks", "they come from the machine image, and their size is not in the record")


def template_of(reader: Reader, key: str) -> Resource:
    """Return the instance template that a property names. Raises Unreadable when it is not in the record."""
    value = stated(reader, key)
    found = reader.whole.referred(reader.resource, value, TEMPLATES)
    if found is None and isinstance(value, str):  # the unique link of a template that has its name from the program
        found = reader.whole.referred(reader.resource, value.split("?uniqueId=")[0], TEMPLATES)
    if found is None:
        raise Unreadable(f"{reader.prefix}{key} names an instance template that is not in the record")
    return found


def whole_machine(reader: Reader, component: str, running: Running) -> _Said:
    """Yield everything of machines that `reader` describes, an instance or a template; `running` says how many."""
    machine_type = reader.tail("machineType")
    if machine_type is None:
        raise Unreadable("machineType is not stated")
    yield from readable(
        (
            (component, _running_parts(reader, component, machine_type, running)),
            ("Boot disk", own_disks(reader, machine_type, running)),
            ("External address", _addresses(reader, running)),
        )
    )


def _running_parts(reader: Reader, component: str, machine_type: str, running: Running) -> _Said:
    """Yield what is paid only while it runs."""
    status = (reader.text("desiredStatus") or "RUNNING").upper()
    if status == "TERMINATED":
        yield Note("it is stopped: its disks and addresses are billed, the machine is not")
        return
    if status == "SUSPENDED":
        yield Gap(component, "the memory of a suspended machine is billed as storage, at a rate that is not known here")
        return
    if on_own_nodes(reader):
        yield Note("it runs on sole-tenant nodes, which are billed whole: the machine is not billed again")
        left = replace(running, count=Decimal(0))
    else:
        left, reserved = taken(reader, machine_type, running)
        if reserved:
            yield Note(f"{running.count - left.count:f} of {running.count:f} run on {reserved}, where they are paid")
    if left.count or left.maximum:
        yield from machines(component, machine_type, left)
        yield from _attached(reader, machine_type, left)
    yield from licences(component, machine_type, image_of(reader), running)
    if reader.value("confidentialInstanceConfig") and reader.flag("confidentialInstanceConfig.enableConfidentialCompute"):
        yield Gap("Confidential VM", "its surcharge on vCPUs and memory is not known here")
    if reader.text("networkPerformanceConfig.totalEgressBandwidthTier") == "TIER_1":
        yield Gap("Tier_1 networking", "its price for each machine is not known here")


def _attached(reader: Reader, machine_type: str, running: Running) -> _Said:
    for entry in reader.items("guestAccelerators"):
        gpu, each = entry.tail("type"), entry.number("count")
        if gpu:
            yield from attached_gpus("GPUs", machine_type, gpu, Decimal(1) if each is None else each, running)
    if bundles_local_ssd(machine_type):
        return
    for size, count in _scratch(reader):
        yield from local_ssds("Local SSD", count, running, size)


def _scratch(reader: Reader) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield size and number of scratch disks, of an instance or of a template."""
    sizes = [entry.number("size") or LOCAL_SSD_GIB for entry in reader.items("scratchDisks")]
    sizes += [entry.number("diskSizeGb") or LOCAL_SSD_GIB for entry in reader.items("disks") if _is_scratch(entry)]
    for size in sorted(set(sizes)):
        yield size, Decimal(sizes.count(size))


def _is_scratch(entry: Reader) -> bool:
    return (entry.text("type") or "").upper() == "SCRATCH" or entry.tail("diskType") == "local-ssd"


def own_disks(reader: Reader, machine_type: str, running: Running) -> _Said:
    """Yield the disks that are made with machines, running or not."""
    if boot := reader.at("bootDisk"):
        if stated(boot, "source") is None:  # known or not, a disk that is named is billed as itself
            yield from boot_disk("Boot disk", boot.at("initializeParams") or replace(boot, inside={}), machine_type, running)
        return
    for entry in reader.items("disks"):
        if not _is_scratch(entry):
            name = "Boot disk" if entry.value("boot") in (None, True) else "Disk"
            yield from template_disk(name, entry, machine_type, running)


def image_of(reader: Reader) -> str | None:
    """Return the image of the boot disk; one that is not known yet is the record's own and carries no licence."""
    boot = reader.at("bootDisk") or next((entry for entry in reader.items("disks") if entry.value("boot") in (None, True)), None)
    if boot is None:
        return None
    disk = reader.whole.referred(reader.resource, stated(boot, "source"), DISKS)
    holder = replace(boot, inside=disk.inputs) if disk else boot.at("initializeParams") or boot
    image = stated(holder, "image") or stated(holder, "sourceImage")
    return image if isinstance(image, str) and image != UNKNOWN else None


def _addresses(reader: Reader, running: Running) -> _Said:
    """Yield external addresses that Google picks; a reserved one is a resource of its own. IPv6 is free."""
    ephemeral = sum(
        1 for interface in reader.items("networkInterfaces") for access in interface.items("accessConfigs") if not stated(access, "natIp")
    )
    if ephemeral and (reader.text("desiredStatus") or "RUNNING").upper() == "RUNNING":
        item = "address.used.spot" if running.term == "spot" else "address.used"
        plain = replace(running, term="on-demand", commitment=None)
        yield plain.of("External address (ephemeral)", item, "IP-hour", Decimal(ephemeral))


PRICERS: dict[str, Pricer] = {
    "gcp:compute/instance:Instance": instance,
    "gcp:compute/instanceFromTemplate:InstanceFromTemplate": from_template,
    "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage": from_machine_image,
}
KEYS: dict[str, Keys] = dict.fromkeys(PRICERS, MACHINE)
