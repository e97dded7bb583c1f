"""Builders for the bills of GKE: a record in, its amounts by line out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from aidc.estimator.cost.bill import Bill
from aidc.estimator.cost.estimate import estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource

CLUSTER, NODE_POOL = "gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"


@pytest.fixture
def cluster() -> Callable[..., Resource]:
    """Return a builder of a cluster named c without a default pool, in us-central1-a unless it says otherwise."""

    def build(**inputs: Any) -> Resource:
        given = {"name": "c", "location": "us-central1-a", "removeDefaultNodePool": True, "initialNodeCount": 1} | inputs
        return Resource(CLUSTER, "c", {key: value for key, value in given.items() if value is not None})

    return build


@pytest.fixture
def pool() -> Callable[..., Resource]:
    """Return a builder of a pool p of the cluster c."""

    def build(node: dict[str, Any] | None = None, name: str = "p", **inputs: Any) -> Resource:
        return Resource(NODE_POOL, name, {"cluster": "c", "nodeConfig": node or {"machineType": "n2-standard-4"}} | inputs)

    return build


@pytest.fixture
def bill_of() -> Callable[..., Bill]:
    """Return a function that prices resources with the usage of each, by name."""

    def price(*resources: Resource, **usage: Any) -> Bill:
        return estimate(resources, usage_of({"resources": usage}, "usage"))

    return price


@pytest.fixture
def lines_of(bill_of: Callable[..., Bill]) -> Callable[..., dict[str, Decimal]]:
    """Return a function that gives the amounts of the resource named p (or another) by component."""

    def price(*resources: Resource, of: str = "p", **usage: Any) -> dict[str, Decimal]:
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        for line in bill_of(*resources, **usage).lines:
            if line.resource == of:
                amounts[line.component] += line.usd_per_month
        return dict(amounts)

    return price


@pytest.fixture
def kube() -> Callable[..., Resource]:
    """Return a builder of a Kubernetes object: its type without the word kubernetes, its name, its spec and more inputs."""

    def build(kind: str, name: str = "p", spec: dict[str, Any] | None = None, **inputs: Any) -> Resource:
        return Resource(f"kubernetes:{kind}", name, {"metadata": {"name": name}} | ({"spec": spec} if spec is not None else {}) | inputs)

    return build
