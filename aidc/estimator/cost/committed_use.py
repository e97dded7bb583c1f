"""What resource commitments of the record cover: taken off the lines of the machines that run under them.

A commitment covers vCPUs and memory of its series and region, predefined and custom alike, machines on demand and in reservations, in its own
project. In no hour does it cover more than was committed, and over the month no more than it has paid for. A covered hour gets no sustained-use
discount, so the discount is taken back in the same line. Source: Compute Engine documentation of resource-based commitments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from aidc.catalog.prices import price
from aidc.estimator.cost.bill import Line
from aidc.estimator.cost.compute.commitment import COMMITMENT, joint_item
from aidc.estimator.cost.compute.shape import shape_of

_STORED = "GiB-month"
_WORDS = {"vCPU-hour": "vCPUs", "GiB-hour": "memory", "GPU-hour": "GPUs", "machine-hour": "machines", _STORED: "Local SSD"}


@dataclass(slots=True)
class _Bought:
    """What one line of a commitment has left: so much in every hour, so much in the month."""

    line: Line
    each_hour: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class _Used:
    """What a line consumes of one committed item: so much in every hour, and what a unit-hour of it costs on the line."""

    item: str
    each_hour: Decimal
    usd_per_unit: Decimal


def committed_use(lines: Iterable[Line], projects: Mapping[str, str], hours_per_month: Decimal) -> Iterator[Line]:
    """Yield a discount line for every part of a line that a commitment of the record pays for."""
    lines = list(lines)
    bought: dict[tuple[str, str, str], list[_Bought]] = defaultdict(list)
    for line in lines:
        if line.type == COMMITMENT:
            each_hour = line.quantity / (1 if line.unit == _STORED else hours_per_month)
            bought[line.item, line.region, projects.get(line.resource, "")].append(_Bought(line, each_hour, line.quantity))
    items = frozenset(item for item, _, _ in bought)
    for line, paid_share in _payable(lines) if bought else ():
        for used in _uses(line, items):
            key = (used.item, line.region, projects.get(line.resource, ""))
            yield from _taken_off(line, used, bought.get(key, []), paid_share)


def _payable(lines: list[Line]) -> Iterator[tuple[Line, Decimal]]:
    """Yield lines that a commitment may cover, and the share of the list price that sustained use has left of them."""
    for index, line in enumerate(lines):
        if line.kind != "list" or line.term not in ("on-demand", "reservation") or not (line.running or line.unit == _STORED):
            continue
        discounts = [other for other in lines[index + 1 : index + 3] if other.kind == "discount" and _is_of(other, line)]
        if any(other.term in ("1y", "3y") for other in discounts) or not line.usd_per_month:
            continue
        yield line, 1 + sum((other.usd_per_month for other in discounts), Decimal(0)) / line.usd_per_month


def _is_of(discount: Line, line: Line) -> bool:
    return discount.resource == line.resource and discount.component.startswith(f"{line.component}: ")


def _uses(line: Line, items: frozenset[str]) -> Iterator[_Used]:
    """Yield what a line consumes of the committed items."""
    parts = line.item.split(".")
    if line.item in items:
        yield _Used(line.item, line.running or line.quantity, line.usd_per_unit)
    elif not line.running:
        return
    elif line.item.startswith("machine."):
        yield from _of_machine(line, items)
    elif len(parts) == 3 and parts[1] == "custom":
        yield _Used(f"{parts[0]}.predefined.{parts[2]}", line.running, line.usd_per_unit)


def _of_machine(line: Line, items: frozenset[str]) -> Iterator[_Used]:
    assert line.running is not None
    name = line.item.removeprefix("machine.")
    shape = shape_of(name)
    if shape is None:
        return
    for item in sorted(items):
        whole = shape_of(item.removeprefix("machine.")) if item.startswith("machine.") else None
        if whole and item.rpartition("-")[0] == line.item.rpartition("-")[0]:
            machines = shape.vcpus / whole.vcpus
            yield _Used(item, line.running * machines, line.usd_per_unit / machines)
    for item, each in _parts(shape.series, shape.vcpus, shape.gib):
        rate = price(item, line.region)
        if item in items and rate:
            yield _Used(item, line.running * each, rate.usd_per_unit)


def _parts(series: str, vcpus: Decimal, gib: Decimal) -> Iterator[tuple[str, Decimal]]:
    yield f"{series}.predefined.vcpu", vcpus
    yield f"{series}.predefined.ram", gib
    if joint := joint_item(series):
        yield joint, vcpus


def _taken_off(line: Line, used: _Used, bought: list[_Bought], paid_share: Decimal) -> Iterator[Line]:
    """Yield the discounts of what commitments cover of a line, and take it off what they have left."""
    hours = line.hours_each or Decimal(1)
    open_hours = used.each_hour * hours
    for one in tuple(bought):
        covered = min(open_hours, one.each_hour * hours, one.left)
        if covered > 0:
            yield _discount(line, used, one, covered, paid_share)
        open_hours -= covered
        one.left -= covered
        if one.left <= 0:
            bought.remove(one)
        if open_hours <= 0:
            return


def _discount(line: Line, used: _Used, one: _Bought, covered: Decimal, paid_share: Decimal) -> Line:
    usd_off = used.usd_per_unit * paid_share

    def off(bound: Decimal | None) -> Decimal | None:
        """Return the discount where the line is at one of its bounds: no more is covered than runs."""
        whole = used.each_hour * (line.hours_each or 1)
        return None if bound is None else -usd_off * min(covered, whole * bound / line.usd_per_month)

    return replace(
        line,
        component=f"{line.component}: {_WORDS.get(one.line.unit, one.line.unit)} covered by a {one.line.term} commitment",
        kind="discount",
        item=one.line.item,
        term=one.line.term,
        quantity=covered,
        unit=one.line.unit,
        usd_per_unit=-usd_off,
        usd_per_month=-covered * usd_off,
        minimum_usd=off(line.minimum_usd),
        maximum_usd=off(line.maximum_usd),
        running=None,
        hours_each=None,
        note="",
    )
