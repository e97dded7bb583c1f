"""What the words of a SKU's description stand for, word for word: a series' vCPU or memory, a GPU, a TPU chip, Local SSD, a disk, a bucket.

Sources: SKU mapping of gcosts (Cyclenerd/google-cloud-pricing-cost-calculator build/mapping.csv); SKU prefixes of CloudPilot's instance price
reader (2025); descriptions of DWS, calendar mode and TPU SKUs as public projects quote them from the live catalogue (2026-08).
"""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """A price item and the unit it is rated by in the tables."""

    name: str
    unit: str


_SERIES = {
    "e2": "E2",
    "n1": "N1 Predefined",
    "n2": "N2",
    "n2d": "N2D AMD",
    "n4": "N4",
    "n4a": "N4A",
    "n4d": "N4D",
    "t2a": "T2A Arm",
    "t2d": "T2D AMD",
    "c2": "Compute optimized",
    "c2d": "C2D AMD",
    "c3": "C3",
    "c3d": "C3D",
    "c4": "C4",
    "c4a": "C4A Arm",
    "c4d": "C4D",
    "c4n": "C4N",
    "h3": "H3",
    "h4d": "H4D",
    "m1": "Memory-optimized",
    "m3": "M3 Memory-optimized",
    "m4": "M4",
    "m4-ultramem-224": "M4Ultramem224",
    "m4n": "M4N",
    "z3": "Z3",
    "a2": "A2",
    "a3": "A3",
    "a3-mega": "A3Plus",
    "a3-ultra": "A3Ultra",
    "g2": "G2",
    "g4": "G4",
}
_CUSTOM = {"n1": "Custom", "n2": "N2 Custom", "n2d": "N2D AMD Custom", "n4": "N4 Custom", "n4d": "N4D Custom", "e2": "E2 Custom"}
_COMMITTED_ELSE = {"n1": "", "n2d": "N2D", "t2d": "T2D", "c2d": "C2D"}
"""Series that commitments name otherwise (N1 by no name at all), beside the words of on-demand."""
M2_PREMIUM = "Memory Optimized Upgrade Premium for Memory-optimized Instance"
"""What M2 pays on top of M1, for a vCPU and for a GiB."""

_GPUS = {
    "a2.gpu.A100-40GB": ("Nvidia Tesla A100 GPU",),
    "a2.gpu.A100-80GB": ("Nvidia Tesla A100 80GB GPU",),
    "a3.gpu.H100": ("Nvidia H100 80GB GPU",),
    "a3-mega.gpu.H100": ("Nvidia H100 80GB Mega GPU", "Nvidia H100 Mega 80GB GPU", "Nvidia H100 80GB Plus GPU"),
    "a3-ultra.gpu.H200": ("H200 141GB GPU", "Nvidia H200 141GB GPU"),
    "a4.gpu.B200": ("A4 Nvidia B200 (1 gpu slice)",),
    "g2.gpu.L4": ("Nvidia L4 GPU",),
    "g4.gpu.RTX-PRO-6000": ("RTX 6000 96GB",),
    "n1.gpu.T4": ("Nvidia Tesla T4 GPU",),
    "n1.gpu.V100": ("Nvidia Tesla V100 GPU",),
    "n1.gpu.P100": ("Nvidia Tesla P100 GPU",),
    "n1.gpu.P4": ("Nvidia Tesla P4 GPU",),
}
"""The GPU of A3 Mega is called Plus in the Americas; neither name is that of A3 High."""
_TPUS = {
    "tpu.v5e": ("TpuV5e", "V5e", "V5e TPU"),
    "tpu.v5p": ("TpuV5p", "V5p", "V5p TPU"),
    "tpu.v6e": ("TpuV6e", "V6e", "V6e TPU"),
    "tpu.tpu7x": ("TPU7x",),
}
_LOCAL_SSD = {"all": "SSD backed Local Storage", "c4": "C4 Instance Local SSD", "c4a": "C4A Instance Local SSD"}
_LOCAL_SSD |= {"c4d": "C4D Instance Local SSD", "h4d": "H4D Instance Local SSD"}
_COMMITTED_LOCAL_SSD = {"all": "Local SSD", "c4": "C4 Local SSD", "c4a": "C4A Local SSD", "c4d": "C4D Local SSD", "h4d": "H4D Local SSD"}
_DISKS = {
    "disk.pd-standard.capacity": "Storage PD Capacity",
    "disk.pd-balanced.capacity": "Balanced PD Capacity",
    "disk.pd-ssd.capacity": "SSD backed PD Capacity",
    "disk.pd-extreme.capacity": "Extreme PD Capacity",
    "disk.regional.pd-standard.capacity": "Regional Storage PD Capacity",
    "disk.regional.pd-balanced.capacity": "Regional Balanced PD Capacity",
    "disk.regional.pd-ssd.capacity": "Regional SSD backed PD Capacity",
    "disk.hyperdisk-balanced.capacity": "Hyperdisk Balanced Capacity",
    "disk.hyperdisk-extreme.capacity": "Hyperdisk Extreme Capacity",
    "disk.hyperdisk-throughput.capacity": "Hyperdisk Throughput Capacity",
    "disk.hyperdisk-ml.capacity": "Hyperdisk ML Capacity",
    "disk.snapshot": "Storage PD Snapshot",
    "disk.image": "Storage Image",
}
_PROVISIONED = {
    "disk.pd-extreme.iops": ("Extreme PD IOPS", "IOPS-month"),
    "disk.hyperdisk-balanced.iops": ("Hyperdisk Balanced IOPS", "IOPS-month"),
    "disk.hyperdisk-extreme.iops": ("Hyperdisk Extreme IOPS", "IOPS-month"),
    "disk.hyperdisk-balanced.throughput": ("Hyperdisk Balanced Throughput", "MiBps-month"),
    "disk.hyperdisk-throughput.throughput": ("Hyperdisk Throughput Throughput", "MiBps-month"),
    "disk.hyperdisk-ml.throughput": ("Hyperdisk ML Throughput", "MiBps-month"),
}
SMALL_MACHINES = {
    "Micro Instance with burstable CPU": Item("machine.f1-micro", "machine-hour"),
    "Small Instance with 1 VCPU": Item("machine.g1-small", "machine-hour"),
}


def _host(series: str, word: str, kind: str = "predefined") -> Item:
    return Item(f"{series}.{kind}.{'ram' if word == 'Ram' else 'vcpu'}", "GiB-hour" if word == "Ram" else "vCPU-hour")


def _accelerators() -> dict[str, Item]:
    gpus = {word: Item(item, "GPU-hour") for item, words in _GPUS.items() for word in words}
    return gpus | {word: Item(item, "chip-hour") for item, words in _TPUS.items() for word in words}


def _local_ssd(names: dict[str, str]) -> dict[str, Item]:
    return {words: Item(f"{series}.local_ssd.local_ssd", "GiB-month") for series, words in names.items()}


BY_THE_HOUR: dict[str, Item] = {
    **{f"{words} Instance {word}": _host(series, word) for series, words in _SERIES.items() for word in ("Core", "Ram")},
    **{f"{_SERIES['c2']} {word}": _host("c2", word) for word in ("Core", "Ram")},
    **{f"{words} Instance {word}": _host(series, word, "custom") for series, words in _CUSTOM.items() for word in ("Core", "Ram")},
    **{f"{words} Extended Instance Ram": _host(series, "Ram", "custom_extended") for series, words in _CUSTOM.items()},
    **{f"{M2_PREMIUM} {word}": _host("m2-premium", word) for word in ("Core", "Ram")},
    **_accelerators(),
    **_local_ssd(_LOCAL_SSD),
    **SMALL_MACHINES,
}
"""What on-demand and spot SKUs name."""

SCHEDULED: dict[str, Item] = {
    **{
        f"{words} {word}": _host(series, word)
        for series, words in _SERIES.items()
        for word in ("Core", "Ram", "Instance Core", "Instance Ram")
    },
    **_accelerators(),
    **_local_ssd(_LOCAL_SSD),
}
"""What SKUs of flex-start and calendar mode name: the series without the word Instance."""

COMMITTED: dict[str, Item] = {
    **{
        f"{words} {word}".strip(): _host(series, word)
        for names in (_SERIES, _COMMITTED_ELSE)
        for series, words in names.items()
        if (series, words) != ("n1", _SERIES["n1"])
        for word in ("Cpu", "Core", "Ram")
    },
    **_accelerators(),
    **_local_ssd(_COMMITTED_LOCAL_SSD),
}
"""What SKUs of commitments name."""

BY_THE_MONTH: dict[str, Item] = {
    **{words: Item(item, "GiB-month") for item, words in _DISKS.items()},
    **{words: Item(item, unit) for item, (words, unit) in _PROVISIONED.items()},
}
"""What SKUs of disks name; the place may follow or not."""

BUCKETS: dict[str, Item] = {
    f"{name} Storage": Item(f"storage.{name.lower()}.region", "GiB-month") for name in ("Standard", "Nearline", "Coldline", "Archive")
}
"""What SKUs of objects at rest in one region name, the place after it without a word between."""
