"""Resource commitments: vCPUs, memory, accelerators and Local SSD of one series in one region, billed for every hour of the term, used or not.

What runs under them is taken off in `committed_use.py`. A commitment of accelerator machines is priced as so many machines, since their commitment
rate is known for whole machines only. Source: Compute Engine documentation of resource-based commitments.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Literal

from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.prices import priced_items
from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.machine import GPU_OF_TYPE
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import Keys

COMMITMENT = "gcp:compute/regionCommitment:RegionCommitment"
_TERM: dict[str, Literal["1y", "3y"]] = {"TWELVE_MONTH": "1y", "THIRTY_SIX_MONTH": "3y"}
_SERIES = {
    "GENERAL_PURPOSE": "n1",
    "MEMORY_OPTIMIZED": "m1",
    "ACCELERATOR_OPTIMIZED": "a2",
    "GRAPHICS_OPTIMIZED": "g2",
    "COMPUTE_OPTIMIZED": "c2",
}
_MOST_MACHINES = 10_000


def commitment(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:compute/regionCommitment:RegionCommitment."""
    if (reader.text("category") or "MACHINE") == "LICENSE":
        yield Gap("Commitment", "no price of licence commitments is known here")
        return
    plan = reader.text("plan")
    if plan not in _TERM:
        raise Unreadable(f"plan is {plan!r:.40}; TWELVE_MONTH or THIRTY_SIX_MONTH is needed")
    series = series_of_type(reader.text("type") or "GENERAL_PURPOSE")
    yield Note("it is billed for every hour of its term, used or not; what it covers is taken off the machines of its series and region")
    bought = list(reader.items("resources"))
    if (machine := _whole_machines(series, bought)) is not None:
        name, count = machine
        yield _charge(reader, f"Committed machines ({name})", f"machine.{name}", count, "machine-hour", _TERM[plan])
        bought = [entry for entry in bought if entry.text("type") == "LOCAL_SSD"]
    for entry in bought:
        yield from _part(reader, series, entry, _TERM[plan])


def series_of_type(kind: str) -> str:
    """Return the machine series of a commitment type: n2 of GENERAL_PURPOSE_N2, n1 of GENERAL_PURPOSE."""
    return _SERIES.get(kind) or kind.rsplit("_", 1)[-1].lower()


def _part(reader: Reader, series: str, entry: Reader, term: Literal["1y", "3y"]) -> Iterator[Charge | Gap | Note]:
    amount, kind = entry.number("amount"), entry.text("type")
    if amount is None:
        raise Unreadable(f"{entry.prefix}amount is not stated")
    joint = joint_item(series)
    match kind:
        case "VCPU":
            yield _charge(reader, f"Committed vCPUs ({series})", joint or f"{series}.predefined.vcpu", amount, "vCPU-hour", term)
        case "MEMORY" if joint:
            yield Note(f"committed memory of {series} is in the rate of its vCPUs")
        case "MEMORY":
            yield _charge(reader, f"Committed memory ({series})", f"{series}.predefined.ram", amount / 1024, "GiB-hour", term)
        case "LOCAL_SSD":
            yield Charge("Committed Local SSD", "all.local_ssd.local_ssd", reader.region, amount, "GiB-month", term)
        case "ACCELERATOR":
            yield from _accelerators(reader, series, entry, amount, term)
        case _:
            yield Gap("Commitment", f"{entry.prefix}type is {kind!r:.40}; VCPU, MEMORY, LOCAL_SSD or ACCELERATOR is needed")


def _accelerators(reader: Reader, series: str, entry: Reader, amount: Decimal, term: Literal["1y", "3y"]) -> Iterator[Charge | Gap]:
    named = entry.tail("acceleratorType") or ""
    gpu = "L4" if named == "nvidia-l4" else GPU_OF_TYPE.get(named)
    if gpu is None:
        yield Gap(f"Committed accelerators ({series})", f"no commitment price of {named or 'an unnamed accelerator'} is known")
        return
    yield _charge(reader, f"Committed accelerators ({named})", f"{'g2' if gpu == 'L4' else 'n1'}.gpu.{gpu}", amount, "GPU-hour", term)


def _charge(reader: Reader, component: str, item: str, each_hour: Decimal, unit: str, term: Literal["1y", "3y"]) -> Charge:
    hours = reader.usage.hours_per_month
    return Charge(component, item, reader.region, each_hour * hours, unit, term, running=each_hour, hours_each=hours)


@cache
def joint_item(series: str) -> str | None:
    """Return the item of a series whose memory is in the rate of its vCPUs (C2, G2, H3, T2D, Z3), or None."""
    return next((item for item in priced_items() if item.startswith(f"{series}.predefined.vcpu_with_")), None)


def _whole_machines(series: str, bought: list[Reader]) -> tuple[str, Decimal] | None:
    """Return the smallest accelerator machine of which the resources are a whole number, and that number; None where there is none."""
    amounts = {entry.text("type"): entry.number("amount") or Decimal(0) for entry in bought}
    vcpus, gib, gpus = amounts.get("VCPU"), amounts.get("MEMORY", Decimal(0)) / 1024, amounts.get("ACCELERATOR")
    if not vcpus or not gpus or series in ("n1", "g2"):
        return None
    for machine in sorted(GPU_MACHINES.values(), key=lambda machine: machine.vcpu):
        count = vcpus / Decimal(str(machine.vcpu))
        fits = count * Decimal(str(machine.memory_gib)) == gib and count * machine.gpu_count == gpus
        if machine.name.split("-")[0] == series and fits and count == int(count) <= _MOST_MACHINES:
            return machine.name, count
    return None


PRICERS: dict[str, Pricer] = {COMMITMENT: commitment}
KEYS: dict[str, Keys] = {}
