"""Managed instance groups: as many machines as the group has, each as its template says.

How many: usage `instances`, else `targetSize`, else the autoscaler's least. An autoscaler makes the bill a range. Groups without either have no
machine (the provider's default is 0) but those of per-instance configurations: the provider makes each through createInstances, so a group has at
least as many machines as it has configurations. Disks that such a configuration keeps are resources of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.buying import readable, running_of
from aidc.estimator.cost.compute.instance import own_disks, template_of, whole_machine
from aidc.estimator.cost.compute.per_instance_config import configured
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import MACHINE, Keys, UsageKey

GROUPS = ("gcp:compute/instanceGroupManager:InstanceGroupManager", "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager")
_AUTOSCALERS = ("gcp:compute/autoscaler:Autoscaler", "gcp:compute/regionAutoscaler:RegionAutoscaler")
_Said = Iterator[Charge | Gap | Note]


@dataclass(frozen=True, slots=True)
class Size:
    """How many machines a group is expected to have, and between which numbers it moves where it scales."""

    expected: Decimal
    least: Decimal | None = None
    most: Decimal | None = None

    def scaled(self, part: Decimal) -> Size:
        """Return the size of a version that has `part` of the expected machines."""
        if self.least is None or self.most is None or not self.expected:
            return Size(part, self.least, self.most)
        share = part / self.expected
        return Size(part, self.least * share, self.most * share)


def group(reader: Reader) -> _Said:
    """Price a zonal or regional group with the templates of its versions."""
    size = _size(reader)
    if reader.usage.number("instances") is None and reader.number("targetSize") is None:
        yield Note(f"neither targetSize nor usage says how many instances it has; {size.expected.normalize():f} are assumed")
    if reader.value("instanceFlexibilityPolicy") is not None:
        yield Note("it may pick other machine types than its template's, which is the one that is priced")
    yield from readable((f"Instances of version {index}", part) for index, part in enumerate(_versions(reader, size)))


def _versions(reader: Reader, size: Size) -> Iterator[_Said]:
    versions = list(reader.items("versions")) or [*reader.items("version")]
    if not versions:
        raise Unreadable("versions names no instance template")
    fixed = [_target(version, size.expected) for version in versions]
    rest = max(size.expected - sum((part for part in fixed if part is not None), Decimal(0)), Decimal(0))
    for version, part in zip(versions, fixed, strict=True):
        yield _machines(reader, version, size.scaled(rest if part is None else part))


def _machines(reader: Reader, version: Reader, size: Size) -> _Said:
    template = template_of(version, "instanceTemplate")
    inside = replace(reader, inside=template.inputs, prefix=f"{template.name}.")
    running = replace(running_of(inside, size.expected), minimum=size.least, maximum=size.most)
    yield from whole_machine(inside, "Instances", running)
    stopped = reader.number("targetStoppedSize") or Decimal(0)
    if stopped:
        waiting = replace(running, count=stopped, minimum=None, maximum=None)
        yield from own_disks(inside, inside.tail("machineType") or "", waiting)
        yield Note(f"{stopped:f} stopped instances wait in the group: their disks are billed")
    if reader.number("targetSuspendedSize"):
        yield Gap("Suspended instances", "their memory is billed as storage, at a rate that is not known here")


def _target(version: Reader, total: Decimal) -> Decimal | None:
    """Return how many machines a version is to have, or None for the one that takes the rest; Google rounds percentages up."""
    fixed, percent = version.number("targetSize.fixed"), version.number("targetSize.percent")
    if fixed is not None:
        return min(fixed, total)
    return None if percent is None else (total * percent / 100).to_integral_value(ROUND_CEILING)


def _size(reader: Reader) -> Size:
    said, target = reader.usage.number("instances"), reader.number("targetSize")
    scaler = autoscaler_of(reader)
    if scaler is None:
        return Size(_first(said, max(target or Decimal(0), configured(reader))))
    least = scaler.number("autoscalingPolicy.minReplicas") or Decimal(0)
    most = scaler.number("autoscalingPolicy.maxReplicas")
    if (scaler.text("autoscalingPolicy.mode") or "ON") == "OFF":
        return Size(_first(said, target, least))
    return Size(_first(said, target, least), least, most)


def _first(*numbers: Decimal | None) -> Decimal:
    return next(number for number in numbers if number is not None)


def autoscaler_of(reader: Reader) -> Reader | None:
    """Return a reader of the autoscaler whose target is this group, or None."""
    for resource in (found for kind in _AUTOSCALERS for found in reader.whole.of_type(kind)):
        if reader.whole.referred(resource, resource.inputs.get("target"), GROUPS) is reader.resource:
            return replace(reader, resource=resource, inside=None, prefix=f"{resource.name}.")
    return None


PRICERS: dict[str, Pricer] = dict.fromkeys(GROUPS, group)
KEYS: dict[str, Keys] = dict.fromkeys(GROUPS, (UsageKey("instances", "instances", "Instances that the group has on average"), *MACHINE))
