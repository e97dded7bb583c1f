"""The candidate: the tables as they are, with what was read put over it, each row dated. What was not read stays as it was, with its own day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.prices.assembly import FIXED_MEMORY_GIB, ONE_PRICE
from aidc.catalog.prices.folder import RATE_COLUMNS, Row, Tables
from aidc.estimator.cost.refresh.collect import Collected, Tiers
from aidc.estimator.cost.refresh.description import Column
from aidc.estimator.cost.refresh.machines import derived_rates, machine_rates
from aidc.estimator.cost.refresh.spot_changes import with_spot_changes
from aidc.estimator.cost.refresh.unit import text

SOURCE = "cloud-billing-catalog"
SOURCE_TEXT = "Cloud Billing Catalog API, list prices in USD, read with aidc prices refresh"
SUM_NOTE = "the sum of its SKUs"
_TIERED = ("disk.", "storage.")
_PARTS_ONLY = tuple(f"{series}.predefined.{what}" for series in FIXED_MEMORY_GIB for what in ("vcpu", "ram"))

Rates = dict[tuple[str, str], dict[Column, Decimal]]


def candidate(tables: Tables, collected: Collected, day: date) -> Tables:
    """Return the tables with what was read on a day over what they had."""
    derived = derived_rates(collected)
    machines, rates = _read_rates(collected, derived)
    services = {(item, region): tiers for (item, region, _), tiers in collected.tiers.items() if item.startswith(_TIERED)}
    units = collected.units | {item: "GiB-hour" if item.endswith(".ram") else "vCPU-hour" for item, _, _ in derived}
    made = replace(
        tables,
        machines=_over(tables.machines, "machine_type", machines, day, {}, set()),
        rates=_over(tables.rates, "item", rates, day, units, {(item, region) for item, region, _ in derived}),
        services=_services_over(tables.services, services, collected.units, day),
        sources=_with_source(tables.sources),
    )
    return with_spot_changes(made, machines, day)


def _read_rates(collected: Collected, derived: dict[tuple[str, str, Column], Tiers]) -> tuple[Rates, Rates]:
    """Return the rates of machines (and TPU chips) and those of parts, by name and region."""
    machines, rates = Rates(), Rates()
    collected = replace(collected, tiers={**derived, **collected.tiers})
    for machine_type, region, column, usd in machine_rates(collected):
        machines.setdefault((machine_type, region), {})[column] = usd
    for (item, region, column), tiers in collected.tiers.items():
        if item.startswith(_TIERED) or item in _PARTS_ONLY or item.startswith("m2-premium.") or len(tiers) != 1:
            continue
        place = machines if item.startswith(("tpu.", "machine.")) else rates
        place.setdefault((item.removeprefix("machine."), region), {})[column] = tiers[0][1]
    return machines, rates


def _over(
    rows: tuple[Row, ...], name: str, read: Rates, day: date, units: dict[str, str], derived: set[tuple[str, str]]
) -> tuple[Row, ...]:
    """Put read rates over rows: a cell that was read anew leaves its old row, and a row without any cell left goes."""
    old: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        old.setdefault((row[name], row["region"]), []).append(row)
    for key, by_column in read.items():
        before = old.get(key, [])
        kept = [row for row in (_without(row, by_column) for row in before) if any(row[column] for column in RATE_COLUMNS)]
        new = {
            **_identity(before, name, key, units),
            **dict.fromkeys(RATE_COLUMNS, ""),
            **_origin(day, before, sums=_is_sum(key[0], units), derived=key in derived),
        }
        new |= {column: text(usd) for column, usd in by_column.items()}
        for same_day in [row for row in kept if row["as_of"] == new["as_of"]]:
            new |= {column: same_day[column] for column in RATE_COLUMNS if same_day[column]}
            kept.remove(same_day)
        old[key] = [*kept, {column: new[column] for column in (rows[0] if rows else new)}]
    return tuple(row for key in sorted(old) for row in old[key])


def _is_sum(name: str, units: dict[str, str]) -> bool:
    """Say whether a row of machines.csv is a sum: TPU chips and the two smallest machines are SKUs of their own."""
    return not units and not name.startswith("tpu.") and name not in ONE_PRICE


def _without(row: Row, columns: dict[Column, Decimal]) -> Row:
    return {**row, **dict.fromkeys(columns, "")}


def _identity(before: list[Row], name: str, key: tuple[str, str], units: dict[str, str]) -> Row:
    item, region = key
    machine = cpu_machines().get(item)
    said = [row["sold"] for row in before if row["sold"]]
    sold = said[-1] if said else "" if machine is None else "yes" if region in machine.sold_regions else "no"
    identity = {name: item, "region": region, "sold": sold}
    return identity | ({"unit": before[-1]["unit"] if before else units[item]} if units else {})


def _origin(day: date, before: list[Row], *, sums: bool, derived: bool) -> Row:
    doubtful = derived and any(row["confidence"] == "unverified" for row in before)
    confidence = "unverified" if doubtful else "derived" if sums or derived else "verified"
    return {"as_of": day.isoformat(), "confidence": confidence, "source": SOURCE, "note": SUM_NOTE if sums or derived else ""}


def _services_over(rows: tuple[Row, ...], read: dict[tuple[str, str], Tiers], units: dict[str, str], day: date) -> tuple[Row, ...]:
    """Replace every tier of an item and region that was read."""
    kept = [row for row in rows if (row["item"], row["region"]) not in read]
    new = [
        {"item": item, "region": region, "unit": units[item], "per": "1", "from_quantity": text(start), "usd": text(usd)}
        | {"as_of": day.isoformat(), "confidence": "verified", "source": SOURCE, "note": ""}
        for (item, region), tiers in read.items()
        for start, usd in tiers
    ]
    return tuple(sorted([*kept, *new], key=lambda row: (row["item"], row["region"], Decimal(row["from_quantity"]))))


def _with_source(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    if any(row["source"] == SOURCE for row in rows):
        return rows
    return tuple(sorted([*rows, {"source": SOURCE, "text": SOURCE_TEXT}], key=lambda row: row["source"]))
