"""The kept histories of spot prices grow by what a refresh finds changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from aidc.catalog.prices.folder import Row, Tables
from aidc.estimator.cost.refresh.description import Column
from aidc.estimator.cost.refresh.unit import text

_ROUNDING = Decimal("0.00001")
"""Histories come from sources of different precision: a smaller difference is no change."""


def with_spot_changes(tables: Tables, machines: dict[tuple[str, str], dict[Column, Decimal]], day: date) -> Tables:
    """Return tables in which each history that is kept has the spot price of the day, where it is another than the last one seen."""
    latest: dict[tuple[str, str], Row] = {}
    for row in sorted(tables.spot_history, key=lambda row: row["first_seen"]):
        latest[row["machine_type"], row["region"]] = row
    new = [
        {"machine_type": name, "region": region, "first_seen": day.isoformat(), "on_demand": text(listed), "spot": text(spot)}
        for (name, region), row in latest.items()
        if (found := machines.get((name, region))) and row["first_seen"] < day.isoformat()
        for spot, listed in [(found.get("spot"), found.get("on_demand"))]
        if spot is not None and listed is not None and abs(spot - Decimal(row["spot"])) > _ROUNDING
    ]
    rows = sorted([*tables.spot_history, *new], key=lambda row: (row["machine_type"], row["region"], row["first_seen"]))
    return replace(tables, spot_history=tuple(rows))
