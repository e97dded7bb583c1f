"""Vertex AI Workbench instances: the machine, its GPUs, its boot disk and its data disk; a stopped one pays for its disks alone.

Without a size the boot disk has 150 GB and a data disk 100 (provider documentation). The management fee has no rate here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.buying import readable, running_of
from aidc.estimator.cost.compute.disk import Disk, disks
from aidc.estimator.cost.compute.machine import Running, attached_gpus, machines
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import MACHINE, Keys

_BOOT_GIB, _DATA_GIB = Decimal(150), Decimal(100)
_DEFAULT_MACHINE, _DEFAULT_DISK = "e2-standard-4", "pd-balanced"
_GPUS = {"NVIDIA_TESLA_T4": "nvidia-tesla-t4", "NVIDIA_TESLA_P4": "nvidia-tesla-p4", "NVIDIA_TESLA_P100": "nvidia-tesla-p100"}
_GPUS |= {"NVIDIA_TESLA_V100": "nvidia-tesla-v100"}
_Said = Iterator[Charge | Gap | Note]


def instance(reader: Reader) -> _Said:
    """Price gcp:workbench/instance:Instance."""
    setup = reader.at("gceSetup") or replace(reader, inside={}, prefix="gceSetup.")
    running = running_of(reader)
    if (reader.text("desiredState") or "ACTIVE").upper() == "STOPPED":
        running = replace(running, count=Decimal(0))
    yield from readable(
        (
            ("Boot disk", _disk("Boot disk", setup.at("bootDisk"), running.region, _BOOT_GIB)),
            ("Data disk", _data_disks(setup, running.region)),
            ("Instance", _machine(setup, running)),
        )
    )
    if running.count:
        yield Gap("Management fee", "its rate is not in the price tables")


def _machine(setup: Reader, running: Running) -> _Said:
    given = setup.tail("machineType")
    if given is None:
        yield Note(f"no machine type is stated: {_DEFAULT_MACHINE} is counted")
    machine_type = given or _DEFAULT_MACHINE
    if not running.count:
        return
    yield from machines("Instance", machine_type, running)
    for accelerator in setup.items("acceleratorConfigs"):
        kind = (accelerator.text("type") or "").upper()
        count = accelerator.number("coreCount") or Decimal(1)
        yield from attached_gpus("Instance", machine_type, _GPUS.get(kind, kind.lower().replace("_", "-")), count, running)


def _data_disks(setup: Reader, region: str) -> _Said:
    for entry in setup.items("dataDisks"):
        yield from _disk("Data disk", entry, region, _DATA_GIB)


def _disk(component: str, entry: Reader | None, region: str, default_gib: Decimal) -> _Said:
    kind = (entry.text("diskType") or "").lower().replace("_", "-") if entry else ""
    gib = entry.number("diskSizeGb", 1) if entry else None
    if not kind or gib is None:
        yield Note(f"{component}: what is not stated is taken as {_DEFAULT_DISK} and {default_gib} GB")
    yield from disks(component, Disk(kind or _DEFAULT_DISK, region, gib or default_gib))


PRICERS: dict[str, Pricer] = {"gcp:workbench/instance:Instance": instance}
KEYS: dict[str, Keys] = {"gcp:workbench/instance:Instance": MACHINE}
