"""Facts that stay unverified: collected from the status of the sources and from the notes, with what would settle each.

Nothing is listed by hand. A fact whose source is unverified is found by walking everything that the pages show; a note, by the words in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from aidc.catalog.collective_plugins import COLLECTIVE_PLUGINS
from aidc.catalog.hyperdisks import HYPERDISKS, STORAGE_POOLS
from aidc.catalog.lustre_tiers import LUSTRE_TIERS
from aidc.catalog.regions import regions
from aidc.catalog.reservations import CALENDAR_TPUS, TPU_FAMILIES
from aidc.catalog.source import Source
from aidc.catalog.storage import BUCKET_TIERS, FILESTORE_TIERS
from aidc.report.machines.fact import Fact, Subject
from aidc.report.machines.find import every_subject

_DOUBT = re.compile(r"unverified|general knowledge|derived", re.IGNORECASE)
_SETTLED_BY = {
    "zones.": "gcloud compute machine-types list --zones=ZONE, then quota, before anything counts on it",
    "capacity.": "ask Google, or start one node in the mode",
    "gpu.tdp_w": "read it on a node: nvidia-smi -q -d POWER",
    "gpu.": "measure a large matrix multiplication on one GPU",
    "bf16_dense_pflops": "measure a large matrix multiplication on one GPU",
    "tpu.": "measure a large matrix multiplication on one chip",
    "confidential": "read the supported configurations of Confidential VM",
    "attach.": "gcloud compute accelerator-types list --filter=zone:ZONE",
    "note": "read the named sources again, newest first",
    "table": "read the page that is named, and test one on the smallest size",
    "pue": "look for a figure of the site in Google's next environmental report",
    "": "gcloud compute machine-types describe MACHINE --zone=ZONE",
}
"""What settles a fact, by the beginning of its key."""
_TABLES: dict[str, Mapping[Any, Any]] = {
    "Filestore tier": FILESTORE_TIERS,
    "bucket tier": BUCKET_TIERS,
    "Managed Lustre tier": LUSTRE_TIERS,
    "Hyperdisk": HYPERDISKS,
    "storage pool": STORAGE_POOLS,
    "TPU in a future reservation": TPU_FAMILIES,
    "TPU in calendar mode": CALENDAR_TPUS,
    "NCCL plug-in": COLLECTIVE_PLUGINS,
}
_OF_A_GPU = ("gpu.", "bf16_dense_pflops")


@dataclass(frozen=True, slots=True)
class Unverified:
    """Facts that one reason leaves open."""

    facts: tuple[str, ...]
    used_by: tuple[str, ...]
    why: str
    settled_by: str


def unverified() -> list[Unverified]:
    """Return every fact that is not verified, facts of one reason together, in the order of the catalogue."""
    facts: dict[tuple[str, str], dict[str, None]] = {}
    users: dict[tuple[str, str], dict[str, None]] = {}
    for subject in every_subject():
        for key, label, why in (*_sourced(subject), *_noted(subject)):
            reason = (why, _settled_by(key))
            facts.setdefault(reason, {})[label] = None
            users.setdefault(reason, {})[_user(subject, key)] = None
    found = [Unverified(tuple(facts[reason]), tuple(users[reason]), *reason) for reason in facts]
    return [*found, *_tables(), *_fleet_means()]


def _sourced(subject: Subject) -> Iterator[tuple[str, str, str]]:
    for fact in subject.facts.values():
        if fact.source and fact.source.status == "unverified" and not _says_nothing(fact, subject):
            # A list of zones has a source for each family; what is open is the kind of list.
            zones = "zones." in fact.key
            yield ("zones." if zones else fact.key, f"zones: {fact.label}" if zones else fact.label, _why(fact, zones))


def _says_nothing(fact: Fact, subject: Subject) -> bool:
    """Tell whether there is nothing to verify: a figure that is not published, a series that is not said to be confidential."""
    return fact.value is None or (fact.key == "confidential" and subject.kind == "cpu machine" and not fact.value)


def _why(fact: Fact, zones: bool) -> str:
    assert fact.source is not None
    return fact.shown.rpartition("\n")[2].strip("()") if zones else fact.source.text


def _noted(subject: Subject) -> Iterator[tuple[str, str, str]]:
    yield from (("note", f"note on {about}", note) for about, note in subject.notes if _DOUBT.search(note))


def _user(subject: Subject, key: str) -> str:
    """Return who uses a fact: the GPU for its own figures, the series for a machine without accelerators, else the family."""
    if subject.kind == "cpu machine":
        return f"{subject.name.partition('-')[0]} machines"
    owner = subject.facts.get("gpu.name" if key.startswith(_OF_A_GPU) else "family")
    return str(owner.value) if owner else subject.name


def _settled_by(key: str) -> str:
    return next(what for beginning, what in _SETTLED_BY.items() if key.startswith(beginning))


def _tables() -> Iterator[Unverified]:
    """Yield what the tables beside the machines carry: storage, reservations, plug-ins."""
    users: dict[tuple[str, str], dict[str, None]] = {}
    for what, table in _TABLES.items():
        for name, entry in table.items():
            for source in _sources(entry):
                if source.status == "unverified":
                    users.setdefault((what, source.text), {})[str(name)] = None
    yield from (Unverified((what,), tuple(names), why, _settled_by("table")) for (what, why), names in users.items())


def _sources(entry: Any) -> Iterator[Source]:
    """Yield every source inside a literal of the catalogue."""
    if isinstance(entry, Source):
        yield entry
    elif isinstance(entry, tuple):
        yield from (source for one in entry for source in _sources(one))
    elif is_dataclass(entry):
        yield from (source for one in fields(entry) for source in _sources(getattr(entry, one.name)))


def _fleet_means() -> Iterator[Unverified]:
    without = tuple(region.name for region in regions().values() if region.pue_basis != "site")
    if without:
        yield Unverified(
            ("PUE",), without, "the region has no published figure of its own; the mean of the fleet stands in", _settled_by("pue")
        )
