"""How many combinations the catalogue allows, and how long it takes to plan, record and check every one of them.

Prints the counts at once. With --check N it takes every Nth stack of combinations, records it against the simulated cloud and says what was
refused; --check 1 is all of them. The rules themselves are tests: tests/stacks/test_every_combination.py.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from aidc.blueprint import load_object
from aidc.blueprint.every_combination import stacks_of
from aidc.catalog.combinations import GpuCombination, gpu_combinations, tpu_combinations


def main() -> None:
    """Print counts, and what a check of them takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", type=int, default=0, metavar="N", help="check every Nth stack; 0 only counts")
    every = parser.parse_args().check
    combinations = [*gpu_combinations(), *tpu_combinations()]
    kinds = Counter(_kind(one) for one in combinations)
    for kind, number in kinds.items():
        print(f"{kind:<22}{number:>8,}")
    print(f"{'together':<22}{len(combinations):>8,}")
    if every:
        _check(list(itertools.islice(stacks_of(combinations), 0, None, every)))


def _kind(one: object) -> str:
    if isinstance(one, GpuCombination):
        return "GPUs attached to N1" if one.attached else "GPU machines"
    return f"TPU {one.generation.name}"  # pyright: ignore[reportAttributeAccessIssue]


def _check(stacks: list) -> None:
    from aidc.inventory.record import record_program
    from aidc.rehearsal.inprocess import CloudSimulation
    from stacks.datacenter import declare

    started, planning, checked, refused = time.perf_counter(), 0.0, 0, 0
    for stack in stacks:
        before = time.perf_counter()
        plan = load_object(stack.data).plan
        planning += time.perf_counter() - before
        simulation = CloudSimulation()
        record_program(lambda plan=plan: declare(plan), simulation=simulation)
        checked += len(stack.combinations)
        refused += len(simulation.refusals)
    seconds = time.perf_counter() - started
    print(
        f"{checked:,} in {len(stacks):,} stacks: planned in {planning:.0f} s, planned, recorded and checked in {seconds:.0f} s, {refused} refused"
    )


if __name__ == "__main__":
    main()
