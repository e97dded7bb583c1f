"""Savings: the changes that would move the bill most, each with its price."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType

from aidc.estimator.cost.saving import Saving
from aidc.report.cost.words import usd
from aidc.report.layout import facts, section, table

MOST_SHOWN = 15


def saving_section(savings: Sequence[Saving]) -> RenderableType:
    """Return the largest savings; they exclude each other on the same resource, so their sum is not shown."""
    if not savings:
        return section(
            "savings", facts([("none", "no other term, region, machine, tier or hours would lower this bill by the tables at hand")])
        )
    made = table([("saves a month", "right"), ("resource", "left"), ("change", "left"), ("in exchange", "left"), ("breaks", "left")])
    for saving in savings[:MOST_SHOWN]:
        made.add_row("", usd(saving.usd_per_month), saving.resource, f"{saving.what}: {saving.change}", saving.trade_off, saving.breaks)
    more = f"{len(savings) - MOST_SHOWN} smaller ones are in --json" if len(savings) > MOST_SHOWN else ""
    return section("savings (each by itself; on one resource they exclude each other)", made, *([facts([("", more)])] if more else []))
