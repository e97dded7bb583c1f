"""A small, valid blueprint to change, and what the library says about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aidc.blueprint import BlueprintError, Plan, load_object

Asked = Callable[..., dict[str, Any]]
Planned = Callable[..., Plan]
Problems = Callable[..., list[str]]


def _asked(**sections: Any) -> dict[str, Any]:
    site = {"project": "acme-lab", "project_number": 123456789012, "region": "us-central1", "zones": ["us-central1-a", "us-central1-b"]}
    system = {"name": "system", "machine_type": "n2-standard-4", "nodes": 2}
    given = {"name": "lab", "environment": "dev", "site": site, "cpu_pools": [system], **sections}
    return {section: value for section, value in given.items() if value is not None}


@pytest.fixture(scope="session")
def asked() -> Asked:
    """Return the data of a valid blueprint, with whole sections put in; None leaves a section out."""
    return _asked


@pytest.fixture(scope="session")
def plan_of() -> Planned:
    """Return the plan of a valid blueprint with whole sections put in."""
    return lambda **sections: load_object(_asked(**sections)).plan


@pytest.fixture(scope="session")
def problems() -> Problems:
    """Return every problem of a blueprint with whole sections put in, as a user reads them; none when it can be built."""

    def found(**sections: Any) -> list[str]:
        try:
            load_object(_asked(**sections))
        except BlueprintError as error:
            return [str(problem) for problem in error.problems]
        return []

    return found


@pytest.fixture(scope="session")
def site() -> Callable[..., dict[str, Any]]:
    """Return the site section with fields changed."""
    return lambda **fields: {**_asked()["site"], **fields}


def _entry(defaults: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    return lambda **fields: {field: value for field, value in {**defaults, **fields}.items() if value is not None}


@pytest.fixture(scope="session")
def cpu_pool() -> Callable[..., dict[str, Any]]:
    """Return one CPU pool: two nodes of n2-standard-4."""
    return _entry({"name": "system", "machine_type": "n2-standard-4", "nodes": 2})


@pytest.fixture(scope="session")
def gpu_pool() -> Callable[..., dict[str, Any]]:
    """Return one GPU pool: two on-demand A3 Mega machines; None leaves a field out."""
    return _entry({"name": "gpus", "machine_type": "a3-megagpu-8g", "nodes": 2, "capacity": {"mode": "on-demand"}})


@pytest.fixture(scope="session")
def tpu_slice() -> Callable[..., dict[str, Any]]:
    """Return one TPU entry: an on-demand 4x4 of v5e; None leaves a field out."""
    return _entry({"name": "tpus", "generation": "v5e", "topology": "4x4", "capacity": {"mode": "on-demand"}})


@pytest.fixture(scope="session")
def bucket() -> Callable[..., dict[str, Any]]:
    """Return one hot bucket."""
    return _entry({"name": "data", "tier": "hot"})


@pytest.fixture(scope="session")
def filestore() -> Callable[..., dict[str, Any]]:
    """Return one zonal Filestore of 1 TiB."""
    return _entry({"name": "homes", "tier": "ZONAL", "capacity_gib": 1024})


@pytest.fixture(scope="session")
def lustre() -> Callable[..., dict[str, Any]]:
    """Return one Lustre of the smallest size: 9,000 GiB of the fastest tier."""
    return _entry({"name": "scratch", "tier": 1000, "capacity_gib": 9000})


@pytest.fixture(scope="session")
def disk() -> Callable[..., dict[str, Any]]:
    """Return one balanced Hyperdisk of 100 GiB."""
    return _entry({"name": "data", "type": "hyperdisk-balanced", "capacity_gib": 100})


@pytest.fixture(scope="session")
def storage_pool() -> Callable[..., dict[str, Any]]:
    """Return one storage pool of the smallest size."""
    return _entry({"name": "shared", "type": "hyperdisk-balanced", "capacity_gib": 10240})


@pytest.fixture(scope="session")
def workload() -> Callable[..., dict[str, Any]]:
    """Return one role of pods."""
    return _entry({"name": "trainer", "namespace": "training"})
