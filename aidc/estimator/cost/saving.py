"""Savings: changes to a bill that would move it most, each with what it trades and what it breaks. Every figure is rated from the same tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from aidc.catalog.cpu_machines import CpuMachine, cpu_machines
from aidc.catalog.prices import Term, price, price_regions
from aidc.estimator.cost.bill import Bill, Line
from aidc.estimator.cost.discounts import sustained_use_share
from aidc.inventory.urn import short_name

What = Literal["term", "region", "machine", "tier", "idle hours"]
WORKING_HOURS = Decimal(12 * 22)
"""Twelve hours on twenty-two working days: what a pool that nobody uses at night needs."""


@dataclass(frozen=True, slots=True)
class Saving:
    """One change. `usd_per_month` is what it takes off the expected month."""

    resource: str
    what: What
    change: str
    usd_per_month: Decimal
    trade_off: str
    breaks: str


def savings(bill: Bill) -> tuple[Saving, ...]:
    """Return every change that lowers the bill, largest first; the best of each kind for each line."""
    found = [saving for line in _candidates(bill) for find in _FINDERS for saving in find(line, bill) if saving.usd_per_month > 0]
    return tuple(sorted(found, key=lambda saving: (-saving.usd_per_month, saving.resource, saving.change)))


def _candidates(bill: Bill) -> Iterator[Line]:
    return (line for line in bill.lines if line.kind == "list" and line.usd_per_month > 0)


def _now(line: Line, bill: Bill) -> Decimal:
    """Return what a line comes to with its own discounts."""
    discounts = (
        other.usd_per_month
        for other in bill.lines
        if other.kind == "discount"
        and (other.resource, other.item) == (line.resource, line.item)
        and other.component.startswith(line.component)
    )
    return line.usd_per_month + sum(discounts, Decimal(0))


def _at(line: Line, item: str, region: str, term: Term, hours_per_month: Decimal) -> Decimal | None:
    """Return what the same machines come to as another item, elsewhere or on another term; None where there is no such price."""
    found = price(item, region, term)
    if found is None or found.sold is False or found.unit != line.unit or line.running is None or line.hours_each is None:
        return None
    if term in ("1y", "3y"):
        return line.running * hours_per_month * found.usd_per_unit
    share = sustained_use_share(item, line.hours_each, hours_per_month) if term == "on-demand" else Decimal(0)
    return line.running * line.hours_each * found.usd_per_unit * (1 - share)


_TERMS: dict[Term, tuple[str, str]] = {
    "spot": (
        "may be taken away within 30 seconds, and its price moves every few weeks",
        "runs that do not checkpoint, and anything that must answer; recreates the pool",
    ),
    "flex-start": (
        "waits for capacity and runs at most seven days",
        "services that stay up, fixed sizes, reservations; recreates the pool",
    ),
    "1y": ("is billed for every hour of a year, run or not, and does not move between regions or series", "nothing in the stack"),
    "3y": ("is billed for every hour of three years, run or not, and does not move between regions or series", "nothing in the stack"),
}


def _other_terms(line: Line, bill: Bill) -> Iterator[Saving]:
    if line.term not in ("on-demand", "reservation") or line.running is None:
        return
    now = _now(line, bill)
    for term, (trade_off, breaks) in _TERMS.items():
        if line.term == "reservation" and term not in ("1y", "3y"):
            continue  # reserved machines may be committed to; spot and flex-start never draw on a reservation
        then = _at(line, line.item, line.region, term, bill.hours_per_month)
        if then is not None:
            even = f"; pays above {then / now * 100:.0f} % of today's hours" if term in ("1y", "3y") and now else ""
            yield Saving(short_name(line.resource), "term", f"{_short(line)}: {line.term} → {term}", now - then, trade_off + even, breaks)


def _other_regions(line: Line, bill: Bill) -> Iterator[Saving]:
    if line.running is None or not line.item.startswith(("machine.", "tpu.")):
        return
    now = _now(line, bill)
    there = {region: _at(line, line.item, region, line.term, bill.hours_per_month) for region in price_regions(line.item, line.term)}
    known = {region: usd for region, usd in there.items() if usd is not None and region != line.region}
    if known:
        best = min(known, key=lambda region: (known[region], region))
        change = f"{_short(line)}: {line.region} → {best}"
        yield Saving(
            short_name(line.resource),
            "region",
            change,
            now - known[best],
            "data, quota and users are elsewhere; copying the data costs egress once",
            "everything regional is made anew: network, cluster, keys, storage",
        )


def _other_machines(line: Line, bill: Bill) -> Iterator[Saving]:
    """Yield the cheapest machine of another series with as many vCPUs and no less memory; accelerators have no substitute."""
    machine = cpu_machines().get(line.item.removeprefix("machine."))
    if machine is None:
        return
    now = _now(line, bill)
    known = {
        other.name: usd
        for other in cpu_machines().values()
        if _can_replace(machine, other)
        and (usd := _at(line, f"machine.{other.name}", line.region, line.term, bill.hours_per_month)) is not None
    }
    if known:
        best = min(known, key=lambda name: (known[name], name))
        arm = cpu_machines()[best].architecture != machine.architecture
        breaks = (
            "images built for one architecture alone; recreates the nodes"
            if arm
            else "recreates the nodes; disk types that the series does not take"
        )
        change = f"{_short(line)} → {best}"
        yield Saving(short_name(line.resource), "machine", change, now - known[best], "other processors, other speed for each vCPU", breaks)


def _can_replace(machine: CpuMachine, other: CpuMachine) -> bool:
    return other.series != machine.series and other.vcpu == machine.vcpu and other.memory_gib >= machine.memory_gib


_TIERS: dict[str, tuple[str, str, str]] = {
    "disk.pd-ssd.capacity": (
        "disk.pd-balanced.capacity",
        "fewer IOPS for each GiB",
        "recreates the disk; a snapshot carries the data over",
    ),
    "disk.pd-balanced.capacity": (
        "disk.pd-standard.capacity",
        "spinning disks: a fraction of the IOPS",
        "recreates the disk; series that boot from SSD only",
    ),
    "disk.regional.pd-ssd.capacity": ("disk.pd-ssd.capacity", "one copy in one zone", "failover to the other zone; recreates the disk"),
    "disk.regional.pd-balanced.capacity": (
        "disk.pd-balanced.capacity",
        "one copy in one zone",
        "failover to the other zone; recreates the disk",
    ),
    "filestore.regional": ("filestore.zonal", "one zone instead of three", "survival of a zone; recreates the share"),
    "lustre.1000": ("lustre.500", "half the throughput for each TiB, in larger steps", "checkpoint times; recreates the file system"),
    "lustre.500": ("lustre.250", "half the throughput for each TiB, in larger steps", "checkpoint times; recreates the file system"),
    "lustre.250": ("lustre.125", "half the throughput for each TiB, in larger steps", "checkpoint times; recreates the file system"),
    "storage.standard.region": (
        "storage.nearline.region",
        "reading costs 0.01 USD a GiB, at least 30 days are billed",
        "nothing; reads of hot data get dear",
    ),
}


def _other_tiers(line: Line, bill: Bill) -> Iterator[Saving]:
    if line.item not in _TIERS:
        return
    item, trade_off, breaks = _TIERS[line.item]
    if (found := price(item, line.region)) is not None and found.unit == line.unit:
        change = f"{line.item.removesuffix('.capacity')} → {item.removesuffix('.capacity')}"
        yield Saving(short_name(line.resource), "tier", change, _now(line, bill) - line.quantity * found.usd_per_unit, trade_off, breaks)


def _fewer_hours(line: Line, bill: Bill) -> Iterator[Saving]:
    if line.running is None or line.hours_each is None or line.hours_each <= WORKING_HOURS or line.term in ("reservation", "calendar"):
        return
    found = price(line.item, line.region, line.term)
    if found is None:
        return
    share = sustained_use_share(line.item, WORKING_HOURS, bill.hours_per_month) if line.term == "on-demand" else Decimal(0)
    then = line.running * WORKING_HOURS * found.usd_per_unit * (1 - share)
    change = f"{_short(line)}: {line.hours_each.normalize():f} → {WORKING_HOURS} hours a month"
    yield Saving(
        short_name(line.resource),
        "idle hours",
        change,
        _now(line, bill) - then,
        "off at night and on weekends",
        "work that runs through the night",
    )


def _short(line: Line) -> str:
    return line.item.removeprefix("machine.")


_FINDERS: tuple[Callable[[Line, Bill], Iterator[Saving]], ...] = (
    _other_terms,
    _other_regions,
    _other_machines,
    _other_tiers,
    _fewer_hours,
)
