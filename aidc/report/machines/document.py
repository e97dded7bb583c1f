"""The catalogue as one JSON document with stable keys: lists, single things, comparisons, sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aidc.catalog.source import READ_ON, Source
from aidc.catalog.zones import LISTS, Offer, is_ai_zone
from aidc.report.machines.compare_page import differs, grouped
from aidc.report.machines.entry import Entry
from aidc.report.machines.fact import Fact, Subject
from aidc.report.machines.filters import Filters, Nothing
from aidc.report.machines.need import fit
from aidc.report.machines.sites import Site


def list_document(found: Sequence[Entry], filters: Filters, nothing: Nothing | None = None) -> dict[str, Any]:
    """Return the list. `nothing` says why it is empty, else it is null."""
    why = {"removed_by": nothing.removed_by, "candidates": list(nothing.candidates), "nearest": list(nothing.nearest)} if nothing else None
    return {"filters": _filters(filters), "machines": [_entry(entry, filters) for entry in found], "nothing": why, "lists": _lists()}


def subjects_document(subjects: Sequence[Subject], entries: Sequence[Entry]) -> dict[str, Any]:
    """Return single things with every fact and its source, and the machines that have them."""
    return {"subjects": [_subject(one) for one in subjects], "machines": [_entry(one, Filters()) for one in entries], "lists": _lists()}


def comparison_document(subjects: Sequence[Subject]) -> dict[str, Any]:
    """Return things side by side: each fact, whether it differs, and its value for each; null where a thing has none."""
    rows = [
        {
            "fact": key,
            "differs": differs(key, subjects),
            "values": {subject.name: fact.value if (fact := subject.facts.get(key)) else None for subject in subjects},
        }
        for keys in grouped(subjects).values()
        for key in keys
    ]
    return {"compared": [subject.name for subject in subjects], "facts": rows}


def sites_document(found: Sequence[Site], filters: Filters) -> dict[str, Any]:
    """Return regions with their power and the accelerators that any list has there."""
    return {"filters": _filters(filters), "sites": [_site(site) for site in found], "lists": _lists()}


def _filters(filters: Filters) -> dict[str, Any]:
    return {
        "kind": filters.kind,
        "accelerator": filters.accelerator or None,
        "arch": filters.arch or None,
        "fabric": filters.fabric or None,
        "mode": filters.mode or None,
        "region": filters.region or None,
        "zone": filters.zone or None,
        "hbm_gib": filters.need.hbm_gib or None,
        "bf16_pflops": filters.need.bf16_pflops or None,
    }


def _lists() -> Mapping[str, Any]:
    return {name: {"means": kind.meaning, "status": kind.status} for name, kind in LISTS.items()}


def _entry(entry: Entry, filters: Filters) -> dict[str, Any]:
    found = fit(entry, filters.need) if filters.need else None
    return {
        "name": entry.name,
        "kind": entry.kind,
        "family": entry.family,
        "accelerator": entry.accelerator or None,
        "gke_accelerator": entry.gke_accelerator or None,
        "accelerators": float(entry.accelerators),
        "accelerator_memory": {"each": entry.memory_each, "together": entry.memory, "unit": entry.memory_unit},
        "accelerator_memory_gib": round(entry.hbm_gib, 1),
        "bf16_dense_pflops": entry.bf16_dense_pflops,
        "vcpu": None if entry.max_vcpu else entry.vcpu,
        "max_vcpu": entry.vcpu if entry.max_vcpu else None,
        "memory_gib": None if entry.max_vcpu else entry.memory_gib,
        "architecture": entry.architecture,
        "network_gbits_per_s": entry.network_gbits_per_s,
        "fabric": entry.fabric.name if entry.fabric else None,
        "local_ssd_gib": entry.local_ssd_gib,
        "local_ssd_bundled": entry.local_ssd_bundled,
        "without_local_ssd": entry.without_local_ssd or None,
        "capacity_modes": list(entry.capacity_modes),
        "allow_listed_modes": list(entry.allow_listed_modes),
        "min_gke_version": entry.min_gke_version,
        "regions": entry.regions,
        "offers": [_offer(offer) for offer in entry.offers if entry.kind != "cpu"],
        "takes": None if found is None else {"machines": found.machines, "topology": found.topology or None, "chips": found.chips or None},
        "source": _source(entry.source),
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {"region": offer.region, "zone": offer.zone or None, "list": offer.listed_in, "source": offer.source, "read_on": str(READ_ON)}


def _source(source: Source | None) -> dict[str, str] | None:
    return {"text": source.text, "read_on": str(source.read_on), "status": source.status} if source else None


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "name": subject.name,
        "kind": subject.kind,
        "summary": subject.summary,
        "facts": {key: _fact(fact) for key, fact in subject.facts.items()},
        "notes": [{"about": about, "note": note} for about, note in subject.notes],
        "machines": list(subject.machines),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {"label": fact.label, "value": fact.value, "shown": fact.shown, "source": _source(fact.source)}


def _site(site: Site) -> dict[str, Any]:
    energy = site.energy
    return {
        "region": site.region,
        "place": energy.place if energy else None,
        "cfe_fraction": energy.cfe_fraction if energy else None,
        "grid_gco2_per_kwh": energy.grid_gco2_per_kwh if energy else None,
        "carbon_year": energy.carbon_year if energy else None,
        "pue": energy.pue if energy else None,
        "pue_basis": energy.pue_basis if energy else None,
        "source": energy.source if energy else None,
        "accelerators": [{"family": offer.family, "ai_zone": is_ai_zone(offer.zone), **_offer(offer)} for offer in site.offers],
    }
