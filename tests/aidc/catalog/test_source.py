"""A figure without a source and a date is a defect: every literal of the catalogue carries both."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from aidc.catalog import fabrics, source
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.gpus import GPUS
from aidc.catalog.source import Source
from aidc.catalog.storage import BUCKET_TIERS, FILESTORE_TIERS
from aidc.catalog.tpus import TPU_GENERATIONS

FABRICS = {value.name: value for value in vars(fabrics).values() if isinstance(value, fabrics.Fabric)}
FAMILIES = {machine.family.name: machine.family for machine in GPU_MACHINES.values()}
TPU_MACHINES = {machine.name: machine for generation in TPU_GENERATIONS.values() for machine in generation.machines}
SOURCED = {
    f"{kind} {name}": entry
    for kind, entries in {
        "fabric": FABRICS,
        "GPU": GPUS,
        "GPU family": FAMILIES,
        "TPU generation": TPU_GENERATIONS,
        "TPU machine": TPU_MACHINES,
        "Filestore tier": FILESTORE_TIERS,
        "bucket tier": BUCKET_TIERS,
    }.items()
    for name, entry in entries.items()
}


@pytest.mark.parametrize("entry", SOURCED.values(), ids=SOURCED.keys())
def test_every_literal_says_where_it_comes_from_and_when_that_was_read(entry: Any):
    assert is_dataclass(entry)
    origin = entry.source
    assert isinstance(origin, Source)
    assert len(origin.text) > 10, "a source names a page or a repository"
    assert date(2026, 1, 1) <= origin.read_on <= source.LAST_READ_ON


def test_a_gpu_machine_is_sourced_through_its_family():
    for machine in GPU_MACHINES.values():
        assert isinstance(machine.family.source, Source), machine.name


def test_no_literal_can_be_changed_by_a_reader():
    for name, entry in SOURCED.items():
        field = fields(entry)[0].name
        with pytest.raises(AttributeError):
            setattr(entry, field, "changed")
        assert getattr(entry, field) != "changed", name


def test_names_are_the_keys_of_the_catalogue():
    assert all(name == entry.name for name, entry in {**TPU_GENERATIONS, **GPU_MACHINES, **FILESTORE_TIERS, **BUCKET_TIERS}.items())
    assert all(name == gpu.gke_accelerator for name, gpu in GPUS.items()), "GKE's name, because two models share a marketing name"
