"""Operating system licences, read from the image of the boot disk.

Windows and Red Hat are billed by vCPU, SUSE by machine (for SAP by its size). They run with the machine and have no sustained-use discount. An
image that brings its own subscription, and every free system, costs nothing. Sizes and rates: Compute Engine price list, premium images.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap
from aidc.estimator.cost.compute.machine import Running
from aidc.estimator.cost.compute.shape import shape_of

_WITHOUT_RATE = (
    (re.compile(r"windows-sql-cloud|\bsql-(?:std|ent|web|standard|enterprise)"), "SQL Server"),
    (re.compile(r"ubuntu-os-pro-cloud|ubuntu-pro-"), "Ubuntu Pro"),
)
_KINDS = (
    ("rhel-sap", re.compile(r"rhel-sap-cloud|\brhel-[\w\-]*sap")),
    ("rhel", re.compile(r"rhel-cloud|\brhel-\d")),
    ("sles-sap", re.compile(r"suse-sap-cloud|\bsles-[\w\-]*sap")),
    ("sles", re.compile(r"suse-cloud|\bsles-\d")),
    ("windows", re.compile(r"windows-cloud|windows-sql-cloud|\bwindows-(?:server-)?\d|\bsql-[\w\-]*-win")),
)


def licence_of(image: str) -> str | None:
    """Return which licence an image carries, or None for one that costs nothing or brings its own subscription."""
    if "byos" in image or "byol" in image:
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(image)), None)


def licences(component: str, machine_type: str, image: str | None, running: Running) -> Iterator[Charge | Gap]:
    """Yield the licences of machines started from an image. A reserved or spot machine pays them in full."""
    running = replace(running, term="on-demand", commitment=None)
    for pattern, product in _WITHOUT_RATE:
        if image and pattern.search(image):
            yield Gap(f"{component} licence", f"no price of {product} is known here")
    kind = licence_of(image) if image else None
    if kind is None:
        return
    shown = f"{component} licence ({kind})"
    if kind == "sles":
        small = machine_type in ("f1-micro", "g1-small")
        yield running.of(shown, "licence.sles.shared-core" if small else "licence.sles", "instance-hour")
        return
    shape = shape_of(machine_type)
    if shape is None:
        yield Gap(shown, f"how many vCPUs {machine_type} has is not known")
    elif kind == "sles-sap":
        yield running.of(shown, f"licence.sles-sap.{_sap_size(shape.vcpus)}-vcpu", "instance-hour")
    else:
        item = "licence.windows" if kind == "windows" else f"licence.{kind}.{_red_hat_size(shape.vcpus)}"
        yield running.of(shown, item, "vCPU-hour", _windows_vcpus(machine_type, shape.vcpus) if kind == "windows" else shape.vcpus)


def _windows_vcpus(machine_type: str, vcpus: Decimal) -> Decimal:
    """Windows costs 0.023 an hour on f1-micro, which is the rate of half a vCPU."""
    return Decimal("0.5") if machine_type == "f1-micro" else vcpus


def _red_hat_size(vcpus: Decimal) -> str:
    return "small" if vcpus <= 8 else "medium" if vcpus < 128 else "large"


def _sap_size(vcpus: Decimal) -> int:
    return 2 if vcpus <= 2 else 4 if vcpus <= 4 else 6
