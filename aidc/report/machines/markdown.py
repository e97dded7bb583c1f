"""The whole catalogue as a page in Markdown: docs/catalog.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aidc.catalog.capacity_modes import EVERY_MODE, MODE_RULES
from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.fabrics import FABRICS
from aidc.catalog.gpus import GPUS
from aidc.catalog.left_out import LEFT_OUT
from aidc.catalog.source import READ_ON
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.catalog.zones import LISTS, is_ai_zone, offers_of
from aidc.report.machines.entry import Entry, accelerator_entries
from aidc.report.machines.fabric_facts import fabric_group
from aidc.report.machines.fact import Subject
from aidc.report.machines.filters import Filters
from aidc.report.machines.find import every_subject
from aidc.report.machines.gpu_facts import gpu_subject
from aidc.report.machines.list_page import machine_name, modes
from aidc.report.machines.sites import sites
from aidc.report.machines.tpu_facts import generation_subject
from aidc.report.machines.unverified import unverified
from aidc.report.units import count, percent

MOST_USERS = 12
INTRODUCTION = f"""\
# The catalogue

Made by `aidc machines --markdown`; do not edit. Facts were read until {READ_ON}. `aidc machines NAME` shows one thing with the source, the status and
the date of every fact; `aidc machines` lists and filters; `--json` gives both to programs. Missing is missing: an empty cell is not published.
"""


def catalogue_page() -> str:
    """Return the page."""
    return "\n".join((INTRODUCTION.rstrip(), *_machines(), *_models(), *_fabrics(), *_places(), *_sites(), *_doubts())) + "\n"


def _machines() -> Iterator[str]:
    every = accelerator_entries()
    yield from _section("GPU machines", _entries(entry for entry in every if entry.kind == "gpu" and not entry.max_vcpu))
    yield from _section("N1 machines with attached GPUs", _entries(entry for entry in every if entry.max_vcpu))
    yield from _section("TPU hosts", _entries(entry for entry in every if entry.kind == "tpu"))
    series = sorted({machine.series for machine in cpu_machines().values()})
    text = f"{count(len(cpu_machines()))} machine types of {', '.join(series)}: `aidc machines --kind cpu`, `aidc machines n2-standard-8`."
    yield from _section("Machines without accelerators", [text])
    letters = "; ".join(f"**{mode[0].upper()}** {mode}: {MODE_RULES[mode]}" for mode in EVERY_MODE)
    yield from _section("Capacity modes", [f"A small letter: Google opens the mode to a project on request. {letters}."])


def _entries(entries: Iterable[Entry]) -> Iterator[str]:
    head = (
        "machine",
        "accelerators",
        "each",
        "together",
        "vCPU",
        "memory GiB",
        "Gbit/s",
        "fabric",
        "Local SSD GiB",
        "modes",
        "GKE from",
        "regions/zones",
    )
    yield from _table(head, (_entry(entry) for entry in entries))


def _entry(entry: Entry) -> Sequence[str]:
    ssd = f"{'' if entry.local_ssd_bundled else 'at most '}{count(entry.local_ssd_gib)}" if entry.local_ssd_gib else ""
    bare = f"<br>none: `{entry.without_local_ssd}`" if entry.without_local_ssd else ""
    most = "at most " if entry.max_vcpu else ""
    return (
        f"`{machine_name(entry)}`",
        f"{entry.accelerators} × {entry.accelerator}",
        f"{entry.memory_each} {entry.memory_unit}",
        f"{count(entry.memory)} {entry.memory_unit}",
        f"{most}{count(entry.vcpu)}",
        f"{most}{count(entry.memory_gib or 0)}",
        count(entry.network_gbits_per_s) if entry.network_gbits_per_s else "",
        entry.fabric.name if entry.fabric else "",
        ssd + bare,
        f"`{modes(entry)}`",
        entry.min_gke_version or "",
        f"{len(entry.regions)}/{len(entry.zones)}",
    )


def _models() -> Iterator[str]:
    yield from _section("GPUs", _transposed([gpu_subject(gpu) for gpu in GPUS.values()], "gpu."))
    yield from _section("TPU generations, per chip", _transposed([generation_subject(one) for one in TPU_GENERATIONS.values()], "tpu."))
    slices = [fact for one in TPU_GENERATIONS.values() for fact in generation_subject(one).facts.values() if fact.key.startswith("slices.")]
    yield from _section("TPU slices", _table(("host", "slices"), ((f"`{fact.label}`", fact.shown) for fact in slices)))


def _transposed(subjects: Sequence[Subject], beginning: str) -> Iterator[str]:
    """Yield a table of one row for each thing: the facts whose keys begin so. A * marks what is not verified."""
    labels = {key: fact.label for subject in subjects for key, fact in subject.facts.items() if key.startswith(beginning)}
    yield from _table(list(labels.values()), ([_cell(subject, key) for key in labels] for subject in subjects))
    yield ""
    yield "\\* not verified, see the last table."


def _cell(subject: Subject, key: str) -> str:
    fact = subject.facts.get(key)
    if fact is None or fact.value is None:
        return ""
    return fact.shown + "\\*" * bool(fact.source and fact.source.status == "unverified")


def _fabrics() -> Iterator[str]:
    rows = [[fact.shown for fact in fabric_group(fabric).facts] for fabric in FABRICS]
    yield from _section("Fabrics", _table([fact.label for fact in fabric_group(FABRICS[0]).facts], rows))


def _places() -> Iterator[str]:
    families = list(dict.fromkeys(offer.family for entry in accelerator_entries() for offer in entry.offers))
    rows = []
    for family in families:
        for kind in LISTS:
            places = sorted(_place(offer.zone, offer.region) for offer in offers_of(family) if offer.listed_in == kind)
            if places:
                rows.append((family, kind, ", ".join(places)))
    yield from _section(
        "Zones", [*_table(("list", "means", "status"), ((name, kind.meaning, kind.status) for name, kind in LISTS.items())), ""]
    )
    yield from _table(("family", "list", "zones"), rows)


def _place(zone: str, region: str) -> str:
    return f"**{zone}** (AI zone)" if zone and is_ai_zone(zone) else zone or f"{region} (zone not published)"


def _sites() -> Iterator[str]:
    head = ("region", "place", "carbon-free energy", "grid gCO2/kWh", "PUE", "basis", "accelerators in any list")
    rows = []
    for site in sites(Filters()):
        power = ("", "", "", "", "")
        if energy := site.energy:
            share = "" if energy.cfe_fraction is None else percent(energy.cfe_fraction)
            grid = "" if energy.grid_gco2_per_kwh is None else count(round(energy.grid_gco2_per_kwh))
            power = (energy.place, share, grid, "" if energy.pue is None else f"{energy.pue:.2f}", energy.pue_basis)
        rows.append((site.region, *power, ", ".join(site.families)))
    yield from _section("Sites", _table(head, rows))


def _doubts() -> Iterator[str]:
    notes = {note: about for subject in every_subject() for about, note in subject.notes}
    yield from _section("Where sources disagree or say less", _table(("about", "what"), ((about, note) for note, about in notes.items())))
    yield from _section("Left out on purpose", _table(("name", "why"), ((f"`{name}`", why) for name, why in LEFT_OUT.items())))
    rows = (("; ".join(one.facts), _users(one.used_by), one.why, one.settled_by) for one in unverified())
    yield from _section("Facts that stay unverified", _table(("fact", "where it is used", "why", "what settles it"), rows))


def _users(names: Sequence[str]) -> str:
    more = len(names) - MOST_USERS
    return "; ".join(names[:MOST_USERS]) + (f" and {more} more" if more > 0 else "")


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield from lines


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), '<br>') for cell in row)} |"
