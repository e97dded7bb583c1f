"""Every stack of this project can be planned, and its program declares what was planned. No cloud account, no network."""

from pathlib import Path

import pytest

from aidc.blueprint import load_stack_file
from aidc.inventory.cache import cached_record

PROJECT = Path(__file__).resolve().parent.parent
STACKS = sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in (PROJECT / "stacks").glob("Pulumi.*.yaml"))
NODE_POOL = "gcp:container/nodePool:NodePool"


@pytest.mark.parametrize("stack", STACKS)
def test_the_program_declares_every_pool_that_was_planned(stack):
    plan = load_stack_file(PROJECT / "stacks" / f"Pulumi.{stack}.yaml").plan
    declared = [resource.name for resource in cached_record(PROJECT, stack).resources if resource.type == NODE_POOL]
    assert sorted(declared) == sorted(pool.resource_name for pool in plan.node_pools)
