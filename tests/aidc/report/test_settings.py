"""Which properties a field sets, and their values in a record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from aidc.inventory.resource import UNKNOWN, Resource
from aidc.rehearsal.schema import schema_of
from aidc.report.field_path import walk
from aidc.report.settings import Setting, properties_set, resources_of, settings, split_property
from aidc.report.stack_schema import stack_schema

POOL = "gcp:container/nodePool:NodePool"


def _pool(name: str, parent: str = "", **inputs: Any) -> Resource:
    return Resource(POOL, name, inputs, urn=f"urn:{name}", parent=parent)


def _named_properties(schema: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(schema, dict):
        for name in schema.get("x-sets", ()):
            yield path, name
        for key, value in schema.items():
            yield from _named_properties(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for value in schema:
            yield from _named_properties(value, path)


NAMED = sorted({(name, path) for path, name in _named_properties(stack_schema())})


def test_many_fields_name_what_they_set():
    assert len({name for name, _ in NAMED}) > 80


@pytest.mark.parametrize(("name", "field"), NAMED)
def test_every_property_that_the_schema_names_is_an_input_of_its_type_in_the_provider(name, field):
    kind, path = split_property(name)
    if kind == "*":
        assert path in {"project", "protect"}, "an input that most types have, and an option that all have"
        return
    module, noun = kind.split(".")
    schema = schema_of(f"gcp:{module}/{noun[0].lower()}{noun[1:]}:{noun}")
    assert schema is not None, f"{field}: the provider has no type {kind}"
    if path != "*":
        found = schema.find(path)
        assert found is not None, f"{field}: {kind} has no property {path}"
        assert not found.output_only, f"{field}: {path} of {kind} is an output"


def test_a_field_sets_its_own_properties_and_a_section_those_of_all_its_fields(reference):
    blueprint = reference("gpt3-a100").blueprint
    assert properties_set(walk(blueprint, "buckets[1].tier")) == ["storage.Bucket.storageClass"]
    pool = properties_set(walk(blueprint, "gpu_pools[0]"))
    assert {"container.NodePool.nodeConfig.machineType", "container.NodePool.nodeConfig.reservationAffinity.values"} <= set(pool)
    assert len(pool) == len(set(pool)), "each once"
    assert set(pool) <= set(properties_set(walk(blueprint, "gpu_pools")))


def test_values_are_read_along_the_path_and_whole_numbers_lose_their_point():
    pools = [_pool("a", nodeCount=8.0, nodeConfig={"machineType": "a2-ultragpu-8g"}), _pool("b", nodeConfig={})]
    assert settings(["container.NodePool.nodeCount", "container.NodePool.nodeConfig.machineType"], pools, pools) == [
        Setting("container.NodePool.nodeCount", (("a", "8"),)),
        Setting("container.NodePool.nodeConfig.machineType", (("a", "a2-ultragpu-8g"),)),
    ]


def test_a_list_on_the_way_gives_what_its_elements_have():
    [found] = settings(
        ["container.NodePool.nodeConfig.taints.key"], [], [_pool("a", nodeConfig={"taints": [{"key": "x"}, {"key": "y"}, {}]})]
    )
    assert found.values == (("a", '["x", "y"]'),)


def test_what_is_not_known_yet_says_so():
    [found] = settings(["container.NodePool.cluster"], [], [_pool("a", cluster=UNKNOWN)])
    assert found.values == (("a", "known once it exists"),)


def test_a_noun_reads_its_own_resources_and_others_only_where_it_has_none_of_the_type():
    own, other = _pool("own"), _pool("other", autoscaling={"totalMinNodeCount": 2.0})
    name = "container.NodePool.autoscaling.totalMinNodeCount"
    assert settings([name], [own], [own, other]) == [Setting(name, ())], "another pool's limits are not this one's"
    assert settings([name], [], [own, other]) == [Setting(name, (("other", "2"),))]


def test_protection_is_an_option_and_everything_of_a_type_is_a_star():
    bucket = Resource("gcp:storage/bucket:Bucket", "data", {"location": "US"}, options={"protect": True})
    protect, everything = settings(["*.protect", "storage.Bucket.*"], [bucket], [bucket])
    assert protect.values == (("data", "true"),)
    assert json.loads(everything.values[0][1]) == {"location": "US"}


def test_the_resources_of_an_entry_are_those_below_its_component(reference):
    def component(kind: str, name: str, parent: str = "") -> Resource:
        return Resource(f"aidc:x:{kind}", name, {}, urn=f"urn:{kind}:{name}", parent=parent, custom=False)

    record = [
        component("GpuPool", "a100"),
        component("CpuPool", "system"),
        component("Access", "access"),
        component("Workload", "trainer", "urn:Access:access"),
        _pool("a100", "urn:GpuPool:a100"),
        _pool("system", "urn:CpuPool:system"),
        Resource("gcp:serviceaccount/account:Account", "trainer", {}, urn="urn:t", parent="urn:Workload:trainer"),
        Resource("gcp:serviceaccount/account:Account", "nodes", {}, urn="urn:n", parent="urn:Access:access"),
    ]
    blueprint = reference("gpt3-a100").blueprint

    def names(path: str) -> list[str]:
        return [one.name for one in resources_of(walk(blueprint, path), record)]

    assert names("gpu_pools[0].machine_type") == ["a100"]
    assert names("cpu_pools[0].capacity.mode") == ["system"]
    assert names("access.operators") == ["trainer", "nodes"]
    assert names("access.workloads[0].reads") == ["trainer"]
    assert names("site.region") == [one.name for one in record], "a site has no component: everything stands on it"
