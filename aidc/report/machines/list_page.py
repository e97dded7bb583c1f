"""The list: one aligned line for each machine that passes the filters, and what the short forms stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.catalog.capacity_modes import EVERY_MODE
from aidc.catalog.zones import LISTS, Offer, region_of
from aidc.report.layout import facts, section, table
from aidc.report.machines.entry import Entry
from aidc.report.machines.filters import Filters
from aidc.report.machines.need import Need, fit
from aidc.report.units import bar, count, plural

BAR_CELLS = 6
Column = tuple[str, bool, Callable[[Entry], RenderableType]]
"""Heading, whether it is a number, and the cell of an entry."""


def list_page(found: Sequence[Entry], filters: Filters) -> RenderableType:
    """Return the list and its legend."""
    parts: list[RenderableType] = [Text.assemble((plural(len(found), "line"), "bold"), f" of the catalogue{_asked(filters)}")]
    if with_accelerators := [entry for entry in found if entry.accelerators]:
        parts.append(accelerator_table("machines with accelerators", with_accelerators, filters))
    if without := [entry for entry in found if not entry.accelerators]:
        parts.append(cpu_table("machines without accelerators", without))
    return Group(*parts, section("how to read it", facts(_legend(found, filters))), Text(""), _next(found))


def accelerator_table(title: str, found: Sequence[Entry], filters: Filters) -> RenderableType:
    """Return the table of machines with accelerators under a title."""
    return _table(title, found, _columns(found, filters))


def cpu_table(title: str, found: Sequence[Entry]) -> RenderableType:
    """Return the table of machines without accelerators under a title."""
    return _table(title, found, _cpu_columns())


def _asked(filters: Filters) -> str:
    from aidc.report.machines.filters import steps

    options = [f"--kind {filters.kind}"] * bool(filters.kind) + [step.option for step in steps(filters)]
    return f" with {' '.join(options)}" if options else ""


def _table(title: str, found: Sequence[Entry], columns: Sequence[Column]) -> RenderableType:
    made = table([(heading, "right" if number else "left") for heading, number, _ in columns])
    made.padding = (0, 1, 0, 0)  # a line of twelve figures fits a page only with one blank between them
    made.columns[1].no_wrap = True
    for entry in found:
        made.add_row("", *(cell(entry) for _, _, cell in columns))
    return section(title, made)


def _columns(found: Sequence[Entry], filters: Filters) -> list[Column]:
    most = max(entry.hbm_gib for entry in found)
    columns: list[Column] = [
        ("machine", False, machine_name),
        ("accelerators", False, lambda one: f"{one.accelerators} × {one.accelerator}"),
        *_unless(filters.need, ("each", True, lambda one: f"{one.memory_each} {one.memory_unit}")),
        ("memory", True, lambda one: f"{count(one.memory)} {one.memory_unit}"),
        ("", False, lambda one: Text(bar(one.hbm_gib / most, BAR_CELLS), style="cyan")),
        ("Gbit/s", True, lambda one: count(one.network_gbits_per_s) if one.network_gbits_per_s else "?"),
        ("fabric", False, lambda one: one.fabric.name if one.fabric else ""),
        *_unless(filters.need, ("SSD GiB", True, _local_ssd)),
        ("modes", False, modes),
    ]
    if filters.need:
        columns.append((f"for {filters.need}", False, lambda one: str(fit(one, filters.need))))
    else:
        columns.append(("GKE from", False, lambda one: (one.min_gke_version or "any").partition("-")[0]))
    columns.append(_places(filters))
    return columns


def _unless(need: Need, column: Column) -> list[Column]:
    """Return a column that gives way to the answer to a need."""
    return [] if need else [column]


def _cpu_columns() -> list[Column]:
    return [
        ("machine", False, lambda one: one.name),
        ("vCPU", True, lambda one: count(one.vcpu)),
        ("memory GiB", True, lambda one: count(one.memory_gib or 0)),
        ("architecture", False, lambda one: one.architecture),
        ("modes", False, modes),
        ("regions", True, lambda one: count(len(one.regions))),
    ]


def machine_name(entry: Entry) -> str:
    """Return the name of a machine; for N1 with the largest that takes so many GPUs."""
    return f"{entry.name} to {count(entry.vcpu)} vCPU" if entry.max_vcpu else entry.name


def _local_ssd(entry: Entry) -> str:
    return f"{'' if entry.local_ssd_bundled else '≤'}{count(entry.local_ssd_gib)}" if entry.local_ssd_gib else ""


def modes(entry: Entry) -> str:
    """Return one letter for each capacity mode: a capital where it is sold, a small one where Google opens it on request, else a dot."""
    return "".join(_letter(mode, entry) for mode in EVERY_MODE)


def _letter(mode: str, entry: Entry) -> str:
    if mode not in entry.capacity_modes:
        return "·"
    return mode[0] if mode in entry.allow_listed_modes else mode[0].upper()


def _places(filters: Filters) -> Column:
    region = filters.region or region_of(filters.zone)
    if region:
        return (f"in {region}", False, lambda one: zones_in(one.offers, region))
    return ("places", True, lambda one: f"{len(one.regions)}/{len(one.zones) or '?'}")


def zones_in(offers: Sequence[Offer], region: str) -> str:
    """Return the zones of a region without the region, best list first: a bare one stands in a list to rely on, one with ° does not."""
    kinds = list(LISTS)
    marked: dict[str, str] = {}
    for offer in sorted(
        (offer for offer in offers if offer.region == region), key=lambda offer: (kinds.index(offer.listed_in), offer.zone)
    ):
        name = offer.zone.rpartition("-")[2] or "any zone"
        marked.setdefault(name, name + "°" * (LISTS[offer.listed_in].status != "verified"))
    return " ".join(marked[name] for name in sorted(marked))


def _legend(found: Sequence[Entry], filters: Filters) -> list[tuple[str, RenderableType]]:
    rows: list[tuple[str, RenderableType]] = []
    if any(entry.accelerators for entry in found):
        rows += [
            ("memory", "of accelerators, in the unit that is published: GPUs in GB, TPUs in GiB; the bar compares them"),
            ("Gbit/s", "all interfaces of a machine together; ? is not published"),
        ]
        if not filters.need:
            rows.append(("SSD GiB", "Local SSD that comes with the machine, ≤ the most that may be attached"))
    rows.append(
        ("modes", "On-demand, Spot, Flex-start, Queued, Reservation, Calendar; small letter: Google opens it on request; · not sold")
    )
    if filters.region or filters.zone:
        rows.append(
            ("zones", "° only an API, a third party or an older page names it, which is not capacity; the others: Google's own lists")
        )
    elif any(entry.accelerators for entry in found):
        rows.append(("places", "regions/zones in any list; which list, and what it means: aidc machines NAME"))
    if filters.need:
        rows.append(
            ("for", "one machine, else so many over their fabric; of TPU hosts the smallest slice. A GB of a GPU counts 10^9 bytes")
        )
    elif any(entry.accelerators for entry in found):
        rows.append(("GKE from", "without the patch of GKE, which counts too: aidc machines NAME; any: every version that GKE supports"))
    return rows


def _next(found: Sequence[Entry]) -> Text:
    names = list(dict.fromkeys(entry.name for entry in found if not entry.max_vcpu)) or ["n1-standard-8"]
    more = f" · aidc machines {names[0]} {names[-1]}" if len(names) > 1 else ""
    return Text.assemble("Next: ", (f"aidc machines {names[0]}{more}", "bold"))
