"""A machine costs what its parts cost, and n times the GPUs cost n times as much.

Without accelerators within 0.03 % (rates are solved from rounded prices), with GPUs within 0.1 %. Only terms that every part has a rate for; spot
moves every two weeks, so its parts must be of one day.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.prices.assembly import Part, parts
from aidc.catalog.prices.folder import RATE_COLUMNS
from aidc.catalog.prices.invariants.rates_by_place import Figure, Rates
from aidc.catalog.prices.invariants.violation import Violation
from aidc.catalog.prices.tables import areas_of

CPU_TOLERANCE = Decimal("0.0003")
GPU_TOLERANCE = Decimal("0.001")
SUMMED_TERMS = ("on_demand", "spot", "cud_1y", "cud_3y")
LINEAR_FAMILIES = ("a2-highgpu", "a2-ultragpu", "a3-highgpu", "g4-standard")
"""Families of which every shape has its share of everything. Not A2 Mega (96 vCPUs for 16 GPUs) and not G2 (vCPUs vary for each GPU)."""
NOT_LINEAR = ("g4-standard-6",)
"""22 GiB of memory where an eighth of the full shape would be 22.5: 0.5 % less (Compute Engine documentation, G4 machine types)."""


def machine_sums(rates: Rates) -> Iterator[Violation]:
    """Yield every machine that costs another sum than its parts, or leaves one out, and every GPU shape out of line with the smallest of its family."""
    recipes: dict[str, tuple[Part, ...]] = {}
    for (item, region), of in rates.items():
        machine_type = item.removeprefix("machine.")
        if machine_type == item:
            continue
        recipe = recipes.setdefault(machine_type, parts(machine_type))
        tolerance = GPU_TOLERANCE if machine_type in GPU_MACHINES else CPU_TOLERANCE
        for term in SUMMED_TERMS:
            if term in of:
                yield from _summed(rates, recipe, f"{item} {region}", term, of[term], tolerance)
        yield from _linear(rates, machine_type, region)


def sum_of_parts(rates: Rates, recipe: tuple[Part, ...], region: str, term: str) -> tuple[Decimal, set[str], list[str]]:
    """Return what the parts of a machine that have a rate cost an hour, the days of those rates, and the items without one."""
    total, days, missing = Decimal(0), set[str](), list[str]()
    for part in recipe:
        rate = next((found for area in areas_of(region) if (found := rates.get((part.item, area), {}).get(term))), None)
        if rate is None:
            missing.append(part.item)
            continue
        total += rate.usd * part.per_hour
        days.add(rate.as_of)
    return total, days, missing


def _summed(rates: Rates, recipe: tuple[Part, ...], where: str, term: str, whole: Figure, tolerance: Decimal) -> Iterator[Violation]:
    total, days, missing = sum_of_parts(rates, recipe, where.split(" ")[1], term)
    if not total or (term == "spot" and days != {whole.as_of}):
        return
    equal = abs(total - whole.usd) <= whole.usd * tolerance
    if missing and equal:
        yield Violation(f"{term} leaves out {', '.join(missing)}", where, f"{whole.usd} is the sum of the other parts")
    elif not missing and not equal:
        yield Violation(f"{term} is not the sum of its parts", where, f"{whole.usd} and {total:.6f}")


def _linear(rates: Rates, machine_type: str, region: str) -> Iterator[Violation]:
    family = machine_type.rpartition("-")[0]
    if family not in LINEAR_FAMILIES or machine_type in NOT_LINEAR:
        return
    shapes = [machine for machine in GPU_MACHINES.values() if machine.name.startswith(f"{family}-") and machine.name not in NOT_LINEAR]
    least = min(shapes, key=lambda machine: machine.gpus)
    share = GPU_MACHINES[machine_type].gpus / least.gpus
    times = Decimal(share.numerator) / share.denominator
    of, small = rates[f"machine.{machine_type}", region], rates.get((f"machine.{least.name}", region), {})
    for term in RATE_COLUMNS:
        one, other = of.get(term), small.get(term)
        if one and other and one.as_of == other.as_of and abs(one.usd - times * other.usd) > one.usd * GPU_TOLERANCE:
            what = f"{term} is not {times} times that of {least.name}"
            yield Violation(what, f"machine.{machine_type} {region}", f"{one.usd} and {other.usd}")
