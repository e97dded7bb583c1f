"""Reservations: what is held, where and until when, who draws on it, and what of it nobody uses."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType

from aidc.blueprint.reservation import ReservationPlan
from aidc.report.layout import facts, section, table
from aidc.report.units import count, duration, plural


def reservations_section(reservations: Sequence[ReservationPlan]) -> RenderableType:
    """Return one row for each reservation and its terms below."""
    made = table(
        [("reservation", "left"), ("kind", "left"), ("holds", "left"), ("zone", "left"), ("used", "right"), ("by", "left")],
    )
    for one in reservations:
        made.add_row("", one.resource_name, one.kind, _held(one), one.zone or "not said", _used(one), ", ".join(one.used_by) or "nobody")
    return section(
        "reservations", made, facts([(one.resource_name, " · ".join(_terms(one))) for one in reservations] + _total(reservations))
    )


def _held(one: ReservationPlan) -> str:
    if one.tpus is not None:
        return plural(one.tpus.chips, f"{one.tpus.generation} chip")
    attached = f" with {one.gpus_per_machine} × {one.gpu}" if one.gpu else ""
    what = (one.machine_type or one.instance_template) + attached
    return f"{count(one.machines)} × {what}" if one.machines and what else what or "not said"


def _used(one: ReservationPlan) -> str:
    held = one.tpus.chips if one.tpus else one.machines
    return f"{count(one.used)} of {count(held)}" if held else count(one.used)


def _terms(one: ReservationPlan) -> list[str]:
    said = []
    if one.kind == "existing":
        said.append(f"{one.name} of {one.project}, made elsewhere")
    if one.is_order:
        said.append("order sent to Google" if one.planning_status == "SUBMITTED" else "draft, not ordered")
        said.append("delivered" if one.delivered else "not delivered yet")
    if one.window is not None:
        until = f"to {one.window.end}" if one.window.end else f"for {duration(int(one.window.seconds))}"
        said.append(f"from {one.window.start} {until}")
    if one.delete_after_seconds:
        said.append(f"deleted after {duration(int(one.delete_after_seconds))}")
    said += [f"deleted at {one.delete_at}"] * bool(one.delete_at) + ["kept after its end"] * (
        one.kind == "future" and not one.delete_at_end
    )
    said += [f"commitment {one.commitment.name} {one.commitment.plan}"] if one.commitment else []
    said += [f"shared with {', '.join(one.share_with)}"] * bool(one.share_with)
    said += ["open to any machine"] * (not one.by_name_only) + ["open to Google's services"] * (one.google_services == "ALLOW_ALL")
    said += [one.deployment.lower()] * bool(one.deployment) + [one.scheduling.lower()] * bool(one.scheduling)
    return said + ["guarded" if one.guarded else "not guarded"] * one.is_made_here


def _total(reservations: Sequence[ReservationPlan]) -> list[tuple[str, RenderableType]]:
    machines = sum(one.machines or 0 for one in reservations)
    chips = sum(one.tpus.chips for one in reservations if one.tpus)
    said = [plural(machines, "machine")] * bool(machines) + [plural(chips, "TPU chip")] * bool(chips)
    return [("held", " · ".join(said))] if said else []
