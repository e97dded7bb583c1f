"""TPU VMs: nodes, what they are and how they are obtained; and the requests that somebody has to send by hand."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType

from aidc.blueprint.tpu_vm import TpuVmPlan
from aidc.report.layout import facts, section, table
from aidc.report.units import count, plural

MADE_BY = {"V2Vm": "TPU VM", "V2QueuedResource": "queued resource", "request": "request, to be sent by hand"}


def tpu_vms_section(entries: Sequence[TpuVmPlan]) -> RenderableType:
    """Return one row for each entry, and below it what runs there and what is left to do."""
    made = table(
        [
            ("TPU VM", "left"),
            ("type", "left"),
            ("topology", "left"),
            ("nodes", "right"),
            ("hosts", "right"),
            ("chips", "right"),
            ("zone", "left"),
            ("capacity", "left"),
            ("made as", "left"),
        ]
    )
    for one in entries:
        shape = one.topology or "Google's"
        sizes = (count(one.node_count), count(one.hosts), count(one.chips))
        made.add_row("", one.name, one.accelerator_type, shape, *sizes, one.zone, one.mode, MADE_BY[one.made_by])
    lines = [(one.name, _detail(one)) for one in entries]
    chips = sum(one.chips for one in entries)
    return section("TPU VMs (Cloud TPU API)", made, facts([*lines, ("together", f"{plural(chips, 'TPU chip')} outside GKE")]))


def _detail(one: TpuVmPlan) -> str:
    identity = f"runs as {one.account_id}" if one.account_id else "runs as the project's default account, without Secure Boot and tag"
    said = [one.runtime_version, identity, "private addresses"]
    said += ["secure boot"] * one.secure_boot + [f"{grant.role.rpartition('/')[2]}: {grant.bucket}" for grant in one.grants]
    said += [f"disk {disk.own or disk.disk}" for disk in one.data_disks]
    line = " · ".join(said)
    if one.request is None:
        return line
    wishes = " · ".join(one.request.said) or "first in the queue"
    name = f"pulumi stack output tpu_requests, entry {one.name}"
    return f"{line}\nrequest {one.request.id}: {wishes} · to send it: {name} · before a destroy: {one.request.withdraw}"
