"""Machines as sums of their parts, and rates that follow from others: M2 from M1, one rate for a vCPU with its memory."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.prices.assembly import FIXED_MEMORY_GIB, parts
from aidc.catalog.prices.invariants.relations import CUSTOM_OVER_PREDEFINED, CUSTOM_SERIES
from aidc.estimator.cost.refresh.collect import ALL_REGIONS, Collected, Tiers
from aidc.estimator.cost.refresh.description import Column

COLUMNS: tuple[Column, ...] = get_args(Column)


def derived_rates(collected: Collected) -> dict[tuple[str, str, Column], Tiers]:
    """Return rates that no SKU names: sums of two, and custom shapes."""
    made: dict[tuple[str, str, Column], Tiers] = {}
    places: list[tuple[str, Column]] = sorted({(region, column) for _, region, column in collected.tiers})
    for region, column in places:
        for what in ("vcpu", "ram"):
            made |= _sum(
                collected, f"m2.predefined.{what}", region, column, (f"m1.predefined.{what}", 1), (f"m2-premium.predefined.{what}", 1)
            )
        for series, gib in FIXED_MEMORY_GIB.items():
            item = f"{series}.predefined.vcpu_with_{gib}_gib"
            made |= _sum(collected, item, region, column, (f"{series}.predefined.vcpu", 1), (f"{series}.predefined.ram", gib))
        if column == "on_demand":
            made |= _custom_rates(collected, region)
    return made


def _custom_rates(collected: Collected, region: str) -> dict[tuple[str, str, Column], Tiers]:
    """Return rates of custom shapes where no SKU of them was read: 1.05 times the predefined ones."""
    made: dict[tuple[str, str, Column], Tiers] = {}
    for series in CUSTOM_SERIES:
        for what in ("vcpu", "ram"):
            item, predefined = f"{series}.custom.{what}", collected.rate(f"{series}.predefined.{what}", region, "on_demand")
            if predefined is not None and collected.rate(item, region, "on_demand") is None:
                made[item, region, "on_demand"] = ((Decimal(0), predefined * CUSTOM_OVER_PREDEFINED),)
    return made


def machine_rates(collected: Collected) -> Iterator[tuple[str, str, Column, Decimal]]:
    """Yield machine type, region, column and US dollars an hour wherever every part has a rate. A part that is missing leaves the whole missing."""
    regions = sorted({region for _, region, _ in collected.tiers} - {ALL_REGIONS})
    for machine_type in sorted({*cpu_machines(), *GPU_MACHINES}):
        recipe = parts(machine_type)
        for region in regions if recipe else ():
            for column in COLUMNS:
                rates = [collected.rate(part.item, region, column) for part in recipe]
                if None not in rates:
                    total = sum((rate * part.per_hour for rate, part in zip(rates, recipe, strict=True) if rate is not None), Decimal(0))
                    yield machine_type, region, column, total


def _sum(
    collected: Collected, item: str, region: str, column: Column, first: tuple[str, int], second: tuple[str, int]
) -> dict[tuple[str, str, Column], Tiers]:
    one, other = collected.rate(first[0], region, column), collected.rate(second[0], region, column)
    if one is None or other is None:
        return {}
    return {(item, region, column): ((Decimal(0), one * first[1] + other * second[1]),)}
