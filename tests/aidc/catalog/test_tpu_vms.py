"""The Cloud TPU API's names: the suffix of a type counts cores or chips, and both ways agree with what Google publishes."""

from __future__ import annotations

import pytest

from aidc.catalog.topologies import parse_topology
from aidc.catalog.tpu_vms import GKE_ONLY, TPU_VM_GENERATIONS, chips_of_type
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.catalog.zones import offers_of

EVERY = list(TPU_VM_GENERATIONS.values())
# Google's pages of each generation, as collected in November 2026.
PUBLISHED = [
    ("v2", "2x2", "v2-8", 1),
    ("v2", "16x16", "v2-512", 64),
    ("v3", "2x2", "v3-8", 1),
    ("v3", "8x16", "v3-256", 32),
    ("v3", "32x32", "v3-2048", 256),
    ("v5e", "1x1", "v5litepod-1", 1),
    ("v5e", "4x4", "v5litepod-16", 4),
    ("v5e", "16x16", "v5litepod-256", 64),
    ("v5p", "2x2x1", "v5p-8", 1),
    ("v5p", "4x4x8", "v5p-256", 32),
    ("v6e", "2x4", "v6e-8", 1),
    ("v6e", "16x16", "v6e-256", 64),
]


@pytest.mark.parametrize(("generation", "topology", "name", "hosts"), PUBLISHED)
def test_a_shape_has_the_type_and_the_hosts_that_google_publishes(generation, topology, name, hosts):
    entry, shape = TPU_VM_GENERATIONS[generation], parse_topology(topology)
    assert shape in entry.topologies()
    assert (entry.accelerator_type(shape.chips), entry.hosts(shape)) == (name, hosts), "trap T049"


@pytest.mark.parametrize("generation", EVERY, ids=lambda entry: entry.name)
def test_a_type_is_read_back_as_the_chips_it_was_made_from(generation):
    for shape in generation.topologies()[:200]:
        assert chips_of_type(generation.accelerator_type(shape.chips), generation) == shape.chips


@pytest.mark.parametrize(("name", "generation"), [("v5p-9", "v5p"), ("v5e-8", "v5e"), ("v6e-", "v6e"), ("8", "v2"), ("v3-8x", "v3")])
def test_what_is_no_type_of_the_generation_has_no_chips(name, generation):
    assert chips_of_type(name, TPU_VM_GENERATIONS[generation]) is None


@pytest.mark.parametrize("generation", EVERY, ids=lambda entry: entry.name)
def test_a_type_names_its_shape_exactly_where_no_two_shapes_have_its_chips(generation):
    sizes = [shape.chips for shape in generation.topologies()]
    assert (len(set(sizes)) == len(sizes)) is generation.names_its_shape


@pytest.mark.parametrize("generation", EVERY, ids=lambda entry: entry.name)
def test_every_generation_is_offered_somewhere_and_is_sourced(generation):
    assert offers_of(generation.name)
    assert generation.source.text
    assert generation.runtime_version


def test_what_gke_alone_has_is_not_here():
    assert not set(GKE_ONLY) & set(TPU_VM_GENERATIONS)
    assert set(TPU_GENERATIONS) <= set(TPU_VM_GENERATIONS) | set(GKE_ONLY)
