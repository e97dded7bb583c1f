"""Facts of reservations: families that the provider knows, and sizes that make sense."""

from __future__ import annotations

import csv
import gzip
from importlib.resources import files

from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.reservations import CALENDAR_GPU_FAMILIES, CALENDAR_TPUS, SMALL_V5E_CHIPS, TPU_FAMILIES
from aidc.catalog.tpus import TPU_GENERATIONS


def test_every_family_is_one_that_the_provider_takes():
    with gzip.open(str(files("aidc.rehearsal") / "facts" / "properties.csv.gz"), "rt", encoding="utf-8") as table:
        [row] = [row for row in csv.DictReader(table) if row["path"] == "aggregateReservation.vmFamily"]
    assert {family.vm_family for family in TPU_FAMILIES.values()} <= set(row["enum"].split("|"))


def test_a_family_and_its_accelerator_have_one_name():
    for family in TPU_FAMILIES.values():
        assert family.vm_family.endswith(f"_{family.accelerator_type.upper()}")


def test_families_of_calendar_mode_are_in_the_catalogue():
    assert set(CALENDAR_GPU_FAMILIES) <= {machine.family.name for machine in GPU_MACHINES.values()}


def test_calendar_mode_never_sells_more_chips_than_a_slice_has_room_for():
    for entry in CALENDAR_TPUS.values():
        assert max(entry.chips) <= TPU_GENERATIONS[entry.generation].max_slice_chips
        assert list(entry.chips) == sorted(set(entry.chips))
    assert set(SMALL_V5E_CHIPS) <= set(CALENDAR_TPUS["v5e"].chips)
