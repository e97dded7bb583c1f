"""Resources: how many of which type the program declares."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import RenderableType
from rich.text import Text

from aidc.report.layout import facts, section
from aidc.report.resource_counts import short_type
from aidc.report.units import count


def resources_section(by_type: Mapping[str, int]) -> RenderableType:
    """Return one line for each module of each package, components first, and the total."""
    modules: dict[str, list[tuple[str, int]]] = {}
    for token, number in by_type.items():
        module, name = short_type(token)
        modules.setdefault(module, []).append((name, number))
    rows: list[tuple[str, RenderableType]] = [(module, _counted(types)) for module, types in modules.items()]
    return section("resources", facts([*rows, ("total", Text(f"{count(sum(by_type.values())):>3}", style="bold"))]))


def _counted(types: list[tuple[str, int]]) -> Text:
    said = " · ".join(f"{count(number)} {name}" for name, number in types)
    return Text.assemble(f"{count(sum(number for _, number in types)):>3}  ", (said, "dim"))
