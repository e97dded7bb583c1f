"""Every stack recorded once: the reference stacks from their files, and variants that no file has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from aidc.blueprint import Plan, load_object, load_stack_file
from aidc.inventory.resource import Resource

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in (ROOT / "stacks").glob("Pulumi.*.yaml"))
SITE = {"project": "acme-lab", "project_number": 123456789012, "region": "us-central1", "zones": ["us-central1-a", "us-central1-b"]}
EVERYTHING = {
    "name": "lab",
    "environment": "staging",
    "site": SITE,
    "cpu_pools": [{"name": "system", "machine_type": "n2-standard-4", "nodes": 2}],
    "gpu_pools": [
        {"name": "a4", "machine_type": "a4-highgpu-8g", "nodes": 2, "zones": ["us-central1-b"], "capacity": {"mode": "spot"}},
        {"name": "h100", "machine_type": "a3-megagpu-8g", "nodes": 2, "capacity": {"mode": "on-demand"}},
    ],
    "tpu_slices": [{"name": "v6e", "generation": "v6e", "topology": "4x4", "slices": 2, "capacity": {"mode": "on-demand"}}],
    "buckets": [
        {"name": "data", "tier": "hot", "caches": [{"zone": "us-central1-b"}], "mount": "training"},
        {"name": "fast", "tier": "rapid", "mount": "checkpointing"},
        {"name": "corpus", "existing": "acme-corpus", "caches": [{"zone": "us-central1-a", "ingest_on_write": True}], "mount": "serving"},
        {"name": "pair", "tier": "cold", "dual_region": ["us-central1", "us-east4"]},
    ],
    "filestores": [
        {"name": "homes", "tier": "ZONAL", "capacity_gib": 1024, "backups": ["first"]},
        {"name": "old", "tier": "BASIC_HDD", "capacity_gib": 1024},
    ],
    "lustres": [
        {"name": "scratch", "tier": 1000, "capacity_gib": 18000},
        {"name": "corpus", "tier": "dynamic", "capacity_gib": 472000, "zone": "us-central1-b"},
    ],
    "disks": [
        {
            "name": "weights",
            "type": "hyperdisk-ml",
            "capacity_gib": 2048,
            "access_mode": "READ_ONLY_MANY",
            "snapshot": "projects/acme-lab/global/snapshots/weights",
        },
        {"name": "pooled", "type": "hyperdisk-balanced", "capacity_gib": 500, "storage_pool": "shared"},
    ],
    "storage_pools": [{"name": "shared", "type": "hyperdisk-balanced", "capacity_gib": 10240, "zone": "us-central1-b"}],
    "registry": {
        "repositories": [
            {
                "name": "images",
                "format": "docker",
                "immutable_tags": True,
                "cleanup": [{"delete_older_than_days": 90}, {"keep_newest": 10}],
            },
            {"name": "hub", "format": "docker", "mode": "remote", "upstream": "DOCKER_HUB"},
            {"name": "all", "format": "docker", "mode": "virtual", "members": ["images", "hub"]},
            {"name": "wheels", "format": "python"},
        ]
    },
    "usage": {
        "cpu_pools": {"system": {"monthly_hrs": 400, "commitment": {"term": "1y", "coverage": 0.5}}},
        "buckets": {"data": {"storage_gib": 100, "class_a_operations": 5, "retrieval_gib": 1, "egress_gib": {"worldwide": 5}}},
        "registry": {"images": {"storage_gib": 50, "egress_gib": {"europe-west4": 2}}},
        "hours_per_month": 720,
        "workload": {"tokens_per_second": 1000, "utilisation": 0.5},
    },
    "policies": {"sets": ["baseline", "training"], "levels": {"bucket-uniform-access": "mandatory"}},
    "waivers": [
        {
            "rule": "bucket-uniform-access",
            "resource": "old-*",
            "reason": "moves in spring",
            "owner": "ml@example.com",
            "until": "2027-03-31",
        }
    ],
    "budget": {
        "monthly_usd": 90000,
        "billing_account": "01A2B3-C4D5E6-F7A8B9",
        "notify": ["ml@example.com", "finance@example.com"],
        "pubsub_topic": "projects/acme-lab/topics/spend",
    },
    "access": {
        "operators": ["group:ml@example.com", "user:ann@example.com"],
        "workloads": [
            {
                "name": "trainer",
                "namespace": "training",
                "reads": ["data", "corpus"],
                "writes": ["pair"],
                "pulls": ["all"],
                "pushes": ["images"],
            }
        ],
    },
}
WINDOW = {"start": "2027-03-01T00:00:00Z", "days": 30}
URI = "https://ekm.example.com/v0/keys"
VARIANTS: dict[str, dict[str, Any]] = {
    "everything": EVERYTHING,
    "everything, external keys": {
        **EVERYTHING,
        "keys": {
            "protection": "EXTERNAL",
            "external_key_uris": {
                use: f"{URI}/{use}" for use in ("etcd", "disks", "buckets", "buckets-us", "filestores", "registry", "lustres")
            },
        },
    },
    "everything, closed": {**EVERYTHING, "network": {"egress": "restricted"}, "cluster": {"endpoint": "private"}},
    "everything, Google's keys, unguarded": {**EVERYTHING, "keys": {"managed_by": "google"}, "deletion_guard": False},
    "reservations of every kind": {
        **EVERYTHING,
        "reservations": [
            {"name": "h100", "kind": "specific", "machine_type": "a3-megagpu-8g", "machines": 2},
            {"name": "spring", "kind": "future", "machine_type": "a4-highgpu-8g", "machines": 2, "zone": "us-central1-b", "window": WINDOW},
            {"name": "pod", "kind": "calendar", "generation": "v6e", "chips": 32, "zone": "us-central1-b", "window": WINDOW},
            {"name": "theirs", "kind": "existing", "project": "acme-host"},
        ],
        "gpu_pools": [
            {"name": "h100", "machine_type": "a3-megagpu-8g", "nodes": 2, "capacity": {"mode": "reservation", "reservation": "h100"}},
            {
                "name": "later",
                "machine_type": "a4-highgpu-8g",
                "nodes": {"min": 0, "max": 2},
                "zones": ["us-central1-b"],
                "capacity": {"mode": "reservation", "reservation": "spring"},
            },
        ],
    },
    "TPU VMs of every kind": {
        **EVERYTHING,
        "reservations": [{"name": "theirs", "kind": "existing", "generation": "v5p", "chips": 16}],
        "disks": [{"name": "scratch", "type": "hyperdisk-balanced", "capacity_gib": 100}],
        "tpu_vms": [
            {
                "name": "plain",
                "generation": "v5p",
                "topology": "2x2x1",
                "capacity": {"mode": "on-demand"},
                "reads": ["data"],
                "data_disks": [{"disk": "scratch"}],
            },
            {"name": "pair", "generation": "v3", "accelerator_type": "v3-8", "nodes": 2, "capacity": {"mode": "spot"}},
            {"name": "kept", "generation": "v5p", "topology": "4x4x4", "capacity": {"mode": "reservation"}},
            {"name": "wait", "generation": "v5e", "topology": "2x2", "capacity": {"mode": "queued", "accept_default_identity": True}},
            {
                "name": "asked",
                "generation": "v5p",
                "topology": "2x2x2",
                "nodes": 2,
                "capacity": {"mode": "queued", "made_by": "request", "reservation": "theirs", "valid_for_hours": 48},
                "writes": ["pair"],
            },
        ],
    },
    "everything, network and cluster of others": {
        **EVERYTHING,
        "network": {
            "existing": {
                "project": "acme-host",
                "network": "shared",
                "subnet": "gke",
                "pods_range": "pods",
                "services_range": "services",
                "private_services_range": "peered",
            }
        },
        "cluster": {"existing": {"name": "shared", "multi_networking": True}},
    },
}


@dataclass(frozen=True)
class Stack:
    """A stack: what was decided, and what its program asks for."""

    name: str
    plan: Plan
    resources: tuple[Resource, ...]
    outputs: Any

    def all(self, *types: str) -> list[Resource]:
        """Return the resources whose type ends in one of these names."""
        return [resource for resource in self.resources if resource.type.rpartition(":")[2] in types]

    @cached_property
    def by_urn(self) -> dict[str, Resource]:
        """Every resource by its URN."""
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def made(self) -> list[Resource]:
        """What is made in a cloud: neither components nor providers."""
        return [resource for resource in self.resources if resource.custom and ":providers:" not in resource.type]

    def upstream(self, resource: Resource) -> set[str]:
        """Return every URN that a resource waits for: dependencies, parents and the provider of a cluster, and all of theirs."""
        found: set[str] = set()
        waiting = [resource.urn]
        while waiting:
            here = self.by_urn.get(waiting.pop())
            edges = [*here.dependencies, here.parent, here.options.get("provider", "").rpartition("::")[0]] if here else []
            fresh = [urn for urn in edges if urn and urn not in found]
            found.update(fresh)
            waiting += fresh
        return found


@pytest.fixture(scope="session")
def recorded(declare) -> Callable[[str], Stack]:
    """Return a stack by name, recorded once for all tests."""
    known: dict[str, Stack] = {}

    def stack(name: str) -> Stack:
        if name not in known:
            known[name] = _reference(name) if name in REFERENCE else _variant(name, declare)
        return known[name]

    return stack


def _reference(name: str) -> Stack:
    from aidc.inventory.record import record

    recording = record(ROOT, name)
    return Stack(name, load_stack_file(ROOT / "stacks" / f"Pulumi.{name}.yaml").plan, recording.resources, recording.outputs)


def _variant(name: str, declare: Any) -> Stack:
    from stacks.datacenter import declare as datacenter

    plan = load_object(VARIANTS[name]).plan
    recording = declare(lambda: datacenter(plan)).recording
    return Stack(name, plan, recording.resources, recording.outputs)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `any_stack` on every stack, and one that takes `reference_stack` on those with a file."""
    for fixture, names in (("any_stack", [*REFERENCE, *VARIANTS]), ("reference_stack", REFERENCE)):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, names, indirect=True)


@pytest.fixture
def any_stack(request: pytest.FixtureRequest, recorded: Callable[[str], Stack]) -> Stack:
    """Each stack in turn."""
    return recorded(request.param)


@pytest.fixture
def reference_stack(request: pytest.FixtureRequest, recorded: Callable[[str], Stack]) -> Stack:
    """Each reference stack in turn."""
    return recorded(request.param)


@pytest.fixture
def strings() -> Callable[[Any], Iterator[tuple[str, str]]]:
    """Yield every text of some inputs with its path."""

    def walk(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield path, value
        children = value.items() if hasattr(value, "items") else enumerate(value) if isinstance(value, list | tuple) else ()
        for key, inner in children:
            yield from walk(inner, f"{path}.{key}" if path else str(key))

    return walk
