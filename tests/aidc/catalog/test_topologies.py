"""The rule of legal TPU topologies, held to an independent statement of it, and the hosts that carry a slice."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.topologies import (
    Topology,
    hosts_on,
    is_legal,
    legal_topologies,
    machine_for,
    nearest_legal,
    parse_topology,
    wrapped_axes,
)
from aidc.catalog.tpus import TPU_GENERATIONS, TpuGeneration

V5E, V5P, V6E = (TPU_GENERATIONS[name] for name in ("v5e", "v5p", "v6e"))
GENERATIONS = pytest.mark.parametrize("generation", TPU_GENERATIONS.values(), ids=TPU_GENERATIONS.keys())
generations = st.sampled_from(list(TPU_GENERATIONS.values()))
sides_2d = st.tuples(st.integers(1, 32), st.integers(1, 32))
sides_3d = st.tuples(*[st.one_of(st.sampled_from([1, 2, 4, 8, 12, 16, 20, 24, 64, 256]), st.integers(1, 300))] * 3)
topologies = st.one_of(sides_2d, sides_3d).map(Topology)
LISTED_2D = ["1x1", "2x2", "2x4", "4x4", "4x8", "8x8", "8x16", "16x16"]
LISTED_V3 = ["2x2", "4x4", "4x8", "8x8", "8x16", "16x16", "16x32", "32x32"]
LARGEST_SLICE = {"v4": 4096, "v5p": 6144, "tpu7x": 9216}
BELOW_A_CUBE = ["2x2x1", "2x2x2", "2x2x4", "2x4x4"]


def legal(text: str, generation: TpuGeneration) -> bool:
    """Say it again in the words of Google's pages: a list for 2D; for 3D a few small shapes and multiples of four up to the largest slice."""
    sides = [int(side) for side in text.split("x")]
    if generation.torus == "2D":
        return text in (LISTED_V3 if generation.name == "v3" else LISTED_2D)
    cubes = len(sides) == 3 and all(side % 4 == 0 and side <= 256 for side in sides)
    ascending = sides == sorted(sides) or generation.name == "v4"
    small = text in BELOW_A_CUBE or (text == "1x1x1" and generation.name == "tpu7x")
    return small or (cubes and ascending and math.prod(sides) <= LARGEST_SLICE[generation.name])


@given(topologies, generations)
def test_a_topology_is_legal_exactly_when_the_rule_of_its_generation_says_so(topology: Topology, generation: TpuGeneration):
    assert is_legal(topology, generation) == legal(str(topology), generation)


@GENERATIONS
def test_the_listed_topologies_are_legal_different_and_in_order_of_size(generation: TpuGeneration):
    listed = legal_topologies(generation)
    assert all(is_legal(topology, generation) for topology in listed)
    assert len(set(listed)) == len(listed)
    assert [topology.chips for topology in listed] == sorted(topology.chips for topology in listed)


@given(st.tuples(*[st.integers(1, 10).map(lambda fours: 4 * fours)] * 3).map(lambda sides: Topology(tuple(sorted(sides)))))
def test_no_legal_cube_built_topology_is_missing_from_the_list(topology: Topology):
    assert (topology in legal_topologies(V5P)) == (topology.chips <= 6144)


def test_2d_generations_have_the_eight_sizes_of_google():
    assert [str(topology) for topology in legal_topologies(V5E)] == LISTED_2D
    assert [str(topology) for topology in legal_topologies(V6E)] == LISTED_2D


def test_v5p_has_278_shapes_because_google_schedules_slices_up_to_6144_chips():
    """xpk counts 414 shapes of at most 140 cubes (8960 chips, the pod); Google's v5p page stops at 16x16x24, 96 cubes."""
    assert len(legal_topologies(V5P)) == 278
    assert str(legal_topologies(V5P)[-1]) == "16x16x24"
    assert not is_legal(Topology((16, 20, 28)), V5P), "140 cubes, the whole pod: 8960 chips, more than a slice may have"


def test_without_googles_limit_the_rule_yields_the_414_shapes_of_xpk():
    """AI-Hypercomputer/xpk@367c838 system_characteristics: product of the sides at most 140 cubes, sides ascending."""
    whole_pod = replace(V5P, max_slice_chips=140 * 64)
    assert len(legal_topologies(whole_pod)) == 414
    assert is_legal(Topology((16, 20, 28)), whole_pod)


def test_the_same_rule_yields_xpks_counts_for_v4_and_tpu7x():
    v4, tpu7x = TPU_GENERATIONS["v4"], TPU_GENERATIONS["tpu7x"]
    assert len(legal_topologies(v4)) == 800, "xpk does not order the sides of v4"
    assert len(legal_topologies(tpu7x)) == 432 + 1, "and one chip by itself, which the rule of cubes leaves out"


@given(topologies)
def test_what_is_written_is_read_back(topology: Topology):
    assert parse_topology(str(topology)) == topology
    assert topology.chips == math.prod(topology.sides), "chips are the product of the sides"


@pytest.mark.parametrize(
    "text", ["", "4", "4x", "x4", "4x4x4x4", "0x4", "4x04", "4X4", "4x4 ", "-4x4", "4x4.0", "４x4", "1４x4", "99999x1", "4×4"]
)
def test_what_is_no_topology_is_not_read_as_one(text: str):
    assert parse_topology(text) is None


@given(st.text())
def test_any_text_is_read_as_a_topology_or_as_none(text: str):
    topology = parse_topology(text)
    assert topology is None or str(topology) == text


@given(topologies, generations)
def test_suggestions_are_legal_and_get_no_closer(topology: Topology, generation: TpuGeneration):
    suggested = nearest_legal(topology, generation)
    distances = [abs(math.log(shape.chips / topology.chips)) for shape in suggested]
    assert len(suggested) == 3
    assert all(is_legal(shape, generation) for shape in suggested)
    assert distances == sorted(distances), "closest first"
    assert distances[0] == min(abs(math.log(shape.chips / topology.chips)) for shape in legal_topologies(generation))


def test_among_shapes_of_one_size_the_most_cubic_is_suggested_first():
    assert [str(shape) for shape in nearest_legal(Topology((4, 4, 6)), V5P)] == ["4x4x8", "4x4x4", "4x4x12"]
    assert str(nearest_legal(Topology((512, 1, 1)), V5P)[0]) == "8x8x8", "rather than 4x4x32, which is as large"


@GENERATIONS
def test_hosts_times_chips_is_the_slice(generation: TpuGeneration):
    for topology in legal_topologies(generation):
        machine = machine_for(topology, generation)
        hosts = hosts_on(topology, machine)
        assert hosts is not None
        assert hosts * machine.chips == topology.chips, f"{topology} on {machine.name}"


@pytest.mark.parametrize(
    ("generation", "text", "machine", "hosts"),
    [
        (V5E, "1x1", "ct5lp-hightpu-1t", 1),
        (V5E, "2x2", "ct5lp-hightpu-4t", 1),
        (V5E, "2x4", "ct5lp-hightpu-8t", 1),
        (V5E, "4x4", "ct5lp-hightpu-4t", 4),
        (V6E, "2x4", "ct6e-standard-8t", 1),
        (V6E, "16x16", "ct6e-standard-4t", 64),
        (V5P, "2x2x1", "ct5p-hightpu-4t", 1),
        (V5P, "2x2x2", "ct5p-hightpu-4t", 2),
        (V5P, "4x4x8", "ct5p-hightpu-4t", 32),
        (V5P, "16x16x24", "ct5p-hightpu-4t", 1536),
        (TPU_GENERATIONS["v3"], "2x2", "ct3-hightpu-4t", 1),
        (TPU_GENERATIONS["v3"], "4x4", "ct3p-hightpu-4t", 4),
        (TPU_GENERATIONS["v4"], "4x4x4", "ct4p-hightpu-4t", 16),
        (TPU_GENERATIONS["v4"], "8x4x4", "ct4p-hightpu-4t", 32),
        (TPU_GENERATIONS["tpu7x"], "1x1x1", "tpu7x-standard-1t", 1),
        (TPU_GENERATIONS["tpu7x"], "2x2x1", "tpu7x-standard-4t", 1),
        (TPU_GENERATIONS["tpu7x"], "16x24x24", "tpu7x-standard-4t", 2304),
    ],
)
def test_a_slice_stands_on_the_shape_with_the_fewest_hosts(generation: TpuGeneration, text: str, machine: str, hosts: int):
    topology = parse_topology(text)
    assert topology is not None
    carrier = machine_for(topology, generation)
    assert (carrier.name, hosts_on(topology, carrier)) == (machine, hosts)


def test_a_2x4_of_v5e_may_also_stand_on_two_hosts_of_four_chips():
    four = V5E.machine("ct5lp-hightpu-4t")
    assert four is not None
    assert hosts_on(Topology((2, 4)), four) == 2


def test_hosts_of_eight_chips_form_no_slice_of_several_hosts():
    eight = V6E.machine("ct6e-standard-8t")
    assert eight is not None
    assert hosts_on(Topology((4, 4)), eight) is None, "two hosts of eight chips would be 16, but 8t machines stand alone"
    assert hosts_on(Topology((2, 2)), eight) is None, "half a host is no slice"


@pytest.mark.parametrize(
    ("generation", "text", "wrapped"),
    [
        (V5E, "8x8", (False, False)),
        (V5E, "8x16", (False, True)),
        (V5E, "16x16", (True, True)),
        (V6E, "4x8", (False, False)),
        (TPU_GENERATIONS["v3"], "16x32", (False, True)),
        (V5P, "2x4x4", (False, False, False)),
        (V5P, "4x4x4", (True, True, True)),
        (V5P, "4x8x12", (True, True, True)),
    ],
)
def test_links_wrap_around_where_a_torus_closes(generation: TpuGeneration, text: str, wrapped: tuple[bool, ...]):
    topology = parse_topology(text)
    assert topology is not None
    assert wrapped_axes(topology, generation) == wrapped
