"""Which shape a TPU VM has: said as a topology or as a type of the Cloud TPU API, and the two held against each other (trap T049)."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Rule
from aidc.catalog.topologies import Topology, parse_topology
from aidc.catalog.tpu_vms import TpuVmGeneration, chips_of_type


def shape_rules(generation: TpuVmGeneration, asked: str | None, accelerator_type: str | None) -> Iterator[Rule]:
    """Yield what is wrong with a topology, a type, or the two together."""
    known = generation.topologies()
    if asked is None and accelerator_type is None:
        yield (
            "topology",
            f"is missing: say topology, such as {known[-1]}, or accelerator_type, such as {generation.accelerator_type(known[-1].chips)}",
        )
    topology = parse_topology(asked) if asked is not None else None
    if asked is not None and topology not in known:
        near = ", ".join(f"{one} ({one.chips} chips)" for one in _nearest(topology, known))
        yield "topology", f"{shown(asked)} is not a {generation.name} node of the Cloud TPU API. Try {near}"
        return
    if accelerator_type is None:
        return
    chips = chips_of_type(accelerator_type, generation)
    counts = "TensorCores, two a chip" if generation.suffix_per_chip == 2 else "chips"
    if topology is not None and chips != topology.chips:
        text = f"{shown(accelerator_type)} is not the type of {topology}: that is {generation.accelerator_type(topology.chips)}"
        yield "accelerator_type", f"{text}; the suffix of {generation.name} counts {counts}"
    elif chips not in [one.chips for one in known]:
        some = ", ".join(dict.fromkeys(generation.accelerator_type(one.chips) for one in known[:6]))
        text = f"{shown(accelerator_type)} is not a type of {generation.name}; there are {some} and so on"
        yield "accelerator_type", f"{text}. The suffix counts {counts}"


def _nearest(topology: Topology | None, known: list[Topology]) -> list[Topology]:
    chips = topology.chips if topology else 0
    return sorted(known, key=lambda one: (abs(one.chips - chips), one.sides))[:3]


def asked_shape(generation: TpuVmGeneration, asked: str | None, accelerator_type: str | None) -> Topology:
    """Return the shape that is said; where only a type is, the first shape of that many chips stands for it."""
    chips = chips_of_type(accelerator_type, generation) if accelerator_type else None
    return parse_topology(asked or "") or next(one for one in generation.topologies() if one.chips == chips)
