"""The rule of legal TPU topologies, and which host shape carries each.

The rule, not a list: 3D generations have hundreds of shapes. Sources: GKE documentation "Plan TPUs"; AI-Hypercomputer/xpk@367c838
system_characteristics; Google's v5e and v6e pages for the 2D sizes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from aidc.catalog.tpus import TpuGeneration, TpuMachine

_CUBE_SIDE = 4
_MAX_SIDE_3D = 256
_CHIPS_PER_CUBE = 64


@dataclass(frozen=True, slots=True)
class Topology:
    """A slice shape: chips along each axis of the torus."""

    sides: tuple[int, ...]

    def __str__(self) -> str:
        return "x".join(str(side) for side in self.sides)

    @property
    def chips(self) -> int:
        """Chips of one slice: the product of the sides."""
        return math.prod(self.sides)


def parse_topology(text: str) -> Topology | None:
    """Return the topology written as 4x4x8, or None when the text is not of that form."""
    if not re.fullmatch(r"[1-9][0-9]{0,3}(x[1-9][0-9]{0,3}){1,2}", text):
        return None
    return Topology(tuple(int(side) for side in text.split("x")))


def is_legal(topology: Topology, generation: TpuGeneration) -> bool:
    """Tell whether this generation forms slices of this shape."""
    if generation.torus == "2D":
        return topology.sides in generation.shapes_2d
    return topology.sides in generation.shapes_below_a_cube or _is_cube_built(topology, generation)


def _is_cube_built(topology: Topology, generation: TpuGeneration) -> bool:
    sides = topology.sides
    return (
        len(sides) == 3
        and all(side % _CUBE_SIDE == 0 and side <= _MAX_SIDE_3D for side in sides)
        and (not generation.ordered_sides or list(sides) == sorted(sides))
        and topology.chips // _CHIPS_PER_CUBE <= generation.max_cubes
        and topology.chips <= generation.max_slice_chips
    )


def legal_topologies(generation: TpuGeneration) -> list[Topology]:
    """Return every legal topology of a generation, smallest first."""
    return list(_legal_topologies(generation))


@cache
def _legal_topologies(generation: TpuGeneration) -> tuple[Topology, ...]:
    if generation.torus == "2D":
        return tuple(Topology(sides) for sides in generation.shapes_2d)
    limit = min(generation.max_slice_chips, generation.max_cubes * _CHIPS_PER_CUBE)
    built = (Topology((a, b, c)) for a in _sides(limit) for b in _sides(limit // a) for c in _sides(limit // (a * b)))
    shapes = [Topology(sides) for sides in generation.shapes_below_a_cube] + [shape for shape in built if is_legal(shape, generation)]
    return tuple(sorted(shapes, key=lambda shape: (shape.chips, shape.sides)))


def _sides(limit: int) -> range:
    """Return the sides that a slice of cubes may have along one axis, none longer than the chips that are left for it."""
    return range(_CUBE_SIDE, min(_MAX_SIDE_3D, limit) + 1, _CUBE_SIDE)


def nearest_legal(topology: Topology, generation: TpuGeneration, count: int = 3) -> list[Topology]:
    """Return the legal topologies closest in chips to an illegal one, closest first."""
    legal = legal_topologies(generation)
    closest = sorted(legal, key=lambda shape: (abs(math.log(shape.chips / topology.chips)), shape.chips, max(shape.sides)))
    return closest[:count]


def hosts_on(topology: Topology, machine: TpuMachine) -> int | None:
    """Return how many hosts of this shape form the slice, or None when the shape cannot carry it."""
    if topology.chips == machine.chips and machine.single_host:
        return 1
    hosts, rest = divmod(topology.chips, machine.chips)
    return hosts if rest == 0 and hosts > 1 and machine.multi_host else None


def machine_for(topology: Topology, generation: TpuGeneration) -> TpuMachine:
    """Return the host shape that carries the slice with the fewest hosts: one host where one has enough chips."""
    carriers = [(hosts, machine) for machine in generation.machines if (hosts := hosts_on(topology, machine))]
    return min(carriers, key=lambda pair: pair[0])[1]


def wrapped_axes(topology: Topology, generation: TpuGeneration) -> tuple[bool, ...]:
    """Tell for each axis whether its links wrap around (jax-ml/scaling-book@0819a7d): 2D on a side as long as the pod's, 3D when all sides are multiples of 4."""
    if generation.torus == "2D":
        return tuple(side == generation.wrapped_side_2d for side in topology.sides)
    return (all(side % _CUBE_SIDE == 0 for side in topology.sides),) * len(topology.sides)
