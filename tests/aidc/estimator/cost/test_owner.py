"""Whose a resource is: the noun of its component, or its type; the labels it is billed under."""

from __future__ import annotations

import pytest

from aidc.estimator.cost.owner import NO_LABEL, noun_of_component, owners
from aidc.inventory.resource import Resource

POOL = "urn:pulumi:s::p::aidc:compute:GpuPool::h100"


@pytest.mark.parametrize(
    ("kind", "noun"),
    [
        ("aidc:compute:GpuPool", "gpu_pools"),
        ("aidc:compute:Cluster", "cluster"),
        ("aidc:storage:Filestore", "filestores"),
        ("aidc:foundation:Keys", "keys"),
        ("gcp:container/cluster:Cluster", None),
    ],
)
def test_a_component_is_named_as_the_stack_file_names_it(kind, noun):
    assert noun_of_component(kind) == noun


def test_a_resource_belongs_to_the_nearest_component_above_it():
    component = Resource("aidc:compute:GpuPool", "h100", {}, urn=POOL, custom=False)
    nodes = Resource(
        "gcp:container/nodePool:NodePool", "h100", {"nodeConfig": {"resourceLabels": {"team": "vision"}}}, urn="u", parent=POOL
    )
    owner = owners([component, nodes])["u"]
    assert owner.noun == "gpu_pools"
    assert owner.label("team") == "vision"


def test_another_program_has_its_types_for_nouns():
    assert owners([Resource("gcp:container/nodePool:NodePool", "x", {})])["x"].noun == "container.NodePool"


def test_labels_of_every_spelling_are_found_and_a_missing_one_is_said():
    cluster = Resource("gcp:container/cluster:Cluster", "c", {"resourceLabels": {"team": "a"}})
    bucket = Resource("gcp:storage/bucket:Bucket", "b", {"labels": {"cost-center": "x"}})
    found = owners([cluster, bucket])
    assert found["c"].label("team") == "a"
    assert found["b"].label("team") == NO_LABEL
    assert found["b"].label("cost-center") == "x"


def test_a_circle_of_parents_ends():
    one = Resource("x:y:Z", "a", {}, urn="a", parent="b", custom=False)
    other = Resource("x:y:Z", "b", {}, urn="b", parent="a", custom=False)
    assert owners([one, other])["a"].noun == "x:y:Z"
