"""docs/catalog.md is what the catalogue says today, and its last table leaves nothing unverified out."""

from __future__ import annotations

import os
from pathlib import Path

from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.hyperdisks import HYPERDISKS
from aidc.catalog.left_out import LEFT_OUT
from aidc.catalog.regions import regions
from aidc.report.machines.entry import accelerator_entries
from aidc.report.machines.find import every_subject
from aidc.report.machines.markdown import catalogue_page
from aidc.report.machines.unverified import unverified
from aidc.report.machines.words import accelerator_words

COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "catalog.md"


def test_the_committed_page_is_the_one_of_today():
    if os.environ.get("AIDC_GOLDEN"):
        COMMITTED.write_text(catalogue_page(), encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == catalogue_page(), "run: aidc machines --markdown --out docs/catalog.md"


def test_every_machine_and_every_note_is_on_the_page():
    page = catalogue_page()
    for entry in accelerator_entries():
        assert f"| `{entry.name}" in page
    for name in GPU_MACHINES:
        assert f"`{name}`" in page
    for subject in every_subject():
        for _, note in subject.notes:
            assert note in page


def test_every_row_of_a_table_has_the_cells_of_its_head():
    width = 0
    for line in catalogue_page().splitlines():
        cells = line.replace("\\|", "").count("|")
        width = 0 if not cells else width or cells
        assert cells in (0, width), line


def test_every_unverified_source_is_in_the_last_table():
    reasons = {one.why for one in unverified()}
    for subject in every_subject():
        for fact in subject.facts.values():
            if fact.source and fact.source.status == "unverified" and fact.value and "zones." not in fact.key:
                assert fact.source.text in reasons, f"{subject.name} {fact.key}"


def test_every_unverified_fact_says_who_uses_it_and_what_settles_it():
    found = unverified()
    assert all(one.facts and one.used_by and one.why and one.settled_by for one in found)
    assert len({(one.why, one.settled_by) for one in found}) == len(found), "facts of one reason stand together"
    assert {"board power", "zones: api-catalogue", "note on TPU7x", "PUE"} <= {fact for one in found for fact in one.facts}


def test_tables_beside_the_machines_are_walked_too():
    said = {(one.facts, one.used_by) for one in unverified()}
    doubtful = tuple(name for name, disk in HYPERDISKS.items() if disk.source.status == "unverified")
    assert doubtful, "the formulas of Hyperdisks are from knowledge of the page"
    assert set(doubtful) == {name for facts, users in said if facts == ("Hyperdisk",) for name in users}
    assert ("Filestore tier",) in {facts for facts, _ in said}, "a source inside a tier counts like the tier's own"


def test_a_region_without_a_figure_of_its_own_is_listed():
    [pue] = [one for one in unverified() if one.facts == ("PUE",)]
    assert set(pue.used_by) == {name for name, region in regions().items() if region.pue_basis != "site"}


def test_what_is_left_out_is_not_in_the_catalogue():
    names = {entry.name for entry in accelerator_entries()} | set(accelerator_words())
    assert names.isdisjoint(LEFT_OUT)
    assert all(why.rpartition("use ")[2] in names for why in LEFT_OUT.values()), "what to use instead is there"
