"""Clusters and their node pools."""

from __future__ import annotations

from policies.bag import UNKNOWN, Bag
from policies.clusters import CLUSTER, NODE_POOL, pools, pools_of
from policies.stack import Stack


def _cluster(name, /, **inputs):
    return Bag(CLUSTER, name, f"urn:{name}", inputs, {})


def _pool(name, /, **inputs):
    return Bag(NODE_POOL, name, f"urn:{name}", inputs, {})


def test_a_pool_is_of_the_cluster_it_names_by_name_or_by_id():
    lab, other = _cluster("a", name="lab"), _cluster("b", name="other")
    by_name, by_id = _pool("p", cluster="lab"), _pool("q", cluster="projects/p/locations/l/clusters/lab")
    found = pools(Stack([other, lab, by_name, by_id]))
    assert list(pools_of(lab, found)) == [by_name, by_id]


def test_a_pool_whose_cluster_is_to_come_is_of_the_one_it_depends_on():
    lab, other, pool = _cluster("a", name="lab"), _cluster("b", name="other"), _pool("p", cluster=UNKNOWN)
    assert pools(Stack([lab, other, pool], {"urn:p": ("urn:b",)})) == [(pool, other)]


def test_a_pool_of_a_cluster_elsewhere_has_no_cluster_here():
    pool = _pool("p", cluster="elsewhere")
    assert pools(Stack([_cluster("a", name="lab"), pool])) == [(pool, None)]
