"""The page of `aidc rehearse`: steps, what had to hold, what is left over."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.rehearsal.scenarios import Rehearsal
from aidc.report.layout import facts, section, table
from aidc.report.units import count, plural

OK, FAILED = "ok", "FAILED"


def rehearsal_page(rehearsal: Rehearsal) -> RenderableType:
    """Return the whole page."""
    left = ", ".join(rehearsal.left_over)
    return Group(
        Text.assemble((rehearsal.stack, "bold"), f" · rehearsed on Pulumi {rehearsal.pulumi_version} and a simulated Google Cloud"),
        _steps(rehearsal),
        _scenarios(rehearsal),
        section("left over", facts([(plural(len(rehearsal.left_over), "resource"), left or "nothing outlives destroy")])),
        Text(""),
        _verdict(rehearsal),
    )


def _steps(rehearsal: Rehearsal) -> RenderableType:
    made = table([("step", "left"), ("operation", "left"), ("changes", "left"), ("seconds", "right"), ("", "left")])
    for step in rehearsal.steps:
        made.add_row("", step.name, step.operation, _changes(step.changes), f"{step.seconds:.1f}", _mark(step.ok))
    return section("steps", made)


def _changes(changes: Mapping[str, int]) -> str:
    return ", ".join(f"{count(number)} {operation}" for operation, number in sorted(changes.items())) or "none"


def _scenarios(rehearsal: Rehearsal) -> RenderableType:
    made = table([("what must hold", "left"), ("", "left"), ("", "left")])
    for scenario in rehearsal.scenarios:
        made.add_row("", scenario.name, _mark(scenario.ok), scenario.message)
    return section("scenarios", made)


def _mark(ok: bool) -> Text:
    return Text(OK, style="green") if ok else Text(FAILED, style="bold red")


def _verdict(rehearsal: Rehearsal) -> RenderableType:
    failed = sum(not scenario.ok for scenario in rehearsal.scenarios)
    if failed:
        return Text.assemble((f"{plural(failed, 'scenario')} failed", "bold red"), ". The simulation proves our model of Google Cloud.")
    return Text.assemble(
        ("Everything held", "bold green"),
        ". The simulation proves our model of Google Cloud, not Google Cloud. Next: ",
        (f"pulumi up -s {rehearsal.stack}", "bold"),
    )
