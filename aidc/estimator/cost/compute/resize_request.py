"""Resize requests: flex-start machines that a managed group asks for at once, for a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.buying import running_of
from aidc.estimator.cost.compute.instance import template_of, whole_machine
from aidc.estimator.cost.compute.instance_group import GROUPS
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import MACHINE, Keys
from aidc.inventory.resource import Resource

REQUESTS = ("gcp:compute/resizeRequest:ResizeRequest", "gcp:compute/regionResizeRequest:RegionResizeRequest")


def resize_request(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price a resize request: flex-start machines of its group, for as long as it asks, in one month at most."""
    count, seconds = reader.number("resizeBy"), reader.number("requestedRunDuration.seconds")
    owner = reader.whole.referred(reader.resource, _owner(reader.resource), GROUPS)
    if owner is None or count is None:
        raise Unreadable("its group is not in the record, or resizeBy is not stated")
    version = next(replace(reader, resource=owner, inside=None, prefix=f"{owner.name}.").items("versions"), None)
    if version is None:
        raise Unreadable(f"{owner.name}.versions names no instance template")
    template = template_of(version, "instanceTemplate")
    inside = replace(reader, inside=template.inputs, prefix=f"{template.name}.")
    running = running_of(inside, count)
    month = reader.usage.hours_per_month
    said = reader.usage.number("monthly_hrs")
    hours = said if said is not None else month if seconds is None else min(seconds / 3600, month)
    if said is None:
        yield Note(f"one run of {hours.normalize():f} hours in the month is assumed")
    term = "flex-start" if running.term == "on-demand" else running.term
    yield from whole_machine(inside, "Instances asked for", replace(running, hours=hours, term=term))


def _owner(resource: Resource) -> object:
    return resource.inputs.get("instanceGroupManager") or resource.inputs.get("regionInstanceGroupManager")


PRICERS: dict[str, Pricer] = dict.fromkeys(REQUESTS, resize_request)
KEYS: dict[str, Keys] = dict.fromkeys(REQUESTS, MACHINE)
