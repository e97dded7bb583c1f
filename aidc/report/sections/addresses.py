"""Addresses: every range, how much of it is needed, and the block on one line."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from aidc.blueprint import Blueprint, Plan
from aidc.report.address_use import FREE, LETTERS, AddressUse, address_map, address_uses, used_share
from aidc.report.layout import facts, section, share_style, table
from aidc.report.units import bar, count, percent

MAP_CELLS = 64
BAR_CELLS = 20
LETTER_STYLES = {"P": "green", "N": "yellow", "S": "cyan", "V": "magenta", "C": "red", "A": "blue", FREE: "dim"}


def addresses_section(blueprint: Blueprint, plan: Plan) -> RenderableType:
    """Return the table of ranges and the map of the block."""
    made = table([("range", "left"), ("CIDR", "left"), ("addresses", "right"), ("needed", "right"), ("share needed", "left")])
    for use in address_uses(plan.addresses):
        made.add_row(
            "", use.purpose.replace("_", " "), use.cidr, count(use.addresses), "" if use.needed is None else count(use.needed), _share(use)
        )
    block = blueprint.network.cidr
    growth = f"needed: today's largest node counts with room to grow {blueprint.network.growth:g}-fold"
    notes: list[tuple[str, RenderableType]] = [("", growth)]
    if plan.network.existing:
        notes.append(("", "the network exists: its nodes, pods and services keep the ranges that it has, not these"))
    if plan.network.admin_host:
        kept = f"{plan.network.admin_host}, kept free for the host that makes directories on file systems"
        notes.append(("admin host", kept))
    return section("addresses", made, facts([*notes, (block, _map(plan, block)), ("", _legend())]))


def _share(use: AddressUse) -> Text:
    if use.share is None:
        return Text("")
    return Text.assemble((bar(use.share, BAR_CELLS), share_style(use.share)), f" {percent(use.share):>5}")


def _map(plan: Plan, block: str) -> Text:
    drawn = ((letter, LETTER_STYLES[letter]) for letter in address_map(plan.addresses, block, MAP_CELLS))
    return Text.assemble(*drawn, f"  {percent(used_share(plan.addresses, block))} laid out")


def _legend() -> str:
    letters = ", ".join(f"{letter} {name.replace('_', ' ')}" for name, letter in LETTERS.items())
    return f"{letters}, {FREE} free"
