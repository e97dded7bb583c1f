"""Plans of a small data centre, and components declared by themselves with stand-ins for what the rest of the stack hands them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from aidc.blueprint import Plan, load_object
from aidc.inventory.resource import Resource

KEY = "projects/acme-lab/locations/us-central1/keyRings/r/cryptoKeys/disks"
ACCOUNT = "lab-nodes@acme-lab.iam.gserviceaccount.com"


def _plan_of(**sections: Any) -> Plan:
    site = {"project": "acme-lab", "project_number": 123456789012, "region": "us-central1", "zones": ["us-central1-a", "us-central1-b"]}
    system = {"name": "system", "machine_type": "n2-standard-4", "nodes": 2}
    return load_object({"name": "lab", "environment": "dev", "site": site, "cpu_pools": [system], **sections}).plan


@pytest.fixture(scope="session")
def plan_of() -> Callable[..., Plan]:
    """Return the plan of a valid blueprint with whole sections put in."""
    return _plan_of


@pytest.fixture(scope="session")
def declared_pool(declare) -> Callable[..., dict[str, Any]]:
    """Declare one pool entry (`gpu_pools` or `tpu_slices` or `cpu_pools`) with its networks, and return the inputs of its node pool."""

    def inputs_of(section: str, **entry: Any) -> dict[str, Any]:
        return _node_pools(declare, section, **entry)[0].inputs

    return inputs_of


@pytest.fixture(scope="session")
def declared_pools(declare) -> Callable[..., list[Resource]]:
    """Declare one pool entry with its networks, and return every node pool of it."""
    return lambda section, **entry: _node_pools(declare, section, **entry)


def _node_pools(
    declare: Any, section: str, disk_key: str | None = KEY, cluster: dict[str, Any] | None = None, **entry: Any
) -> list[Resource]:
    sections: dict[str, Any] = {section: [entry], **({"cluster": cluster} if cluster else {})}
    plan = _plan_of(**sections)

    def program() -> None:
        from components.accelerator_network import AcceleratorNetwork
        from components.cpu_pool import CpuPool
        from components.gpu_pool import GpuPool
        from components.node_pool import PoolInputs
        from components.tpu_slice import TpuSlice
        from components.workload_policy import WorkloadPolicy

        networks = {
            network.key: AcceleratorNetwork(network, project="acme-lab", region="us-central1") for network in plan.accelerator_networks
        }
        policies = {
            policy.topology: WorkloadPolicy(policy, project="acme-lab", region="us-central1").policy for policy in plan.workload_policies
        }
        inputs = PoolInputs("acme-lab", "lab", "us-central1", ACCOUNT, disk_key, "lab-node", networks, {}, policies)
        kinds: dict[str, Any] = {"cpu_pools": CpuPool, "gpu_pools": GpuPool, "tpu_slices": TpuSlice}
        for planned in getattr(plan, section):
            kinds[section](planned, inputs=inputs)

    return declare(program).all("gcp:container/nodePool:NodePool")


@pytest.fixture(scope="session")
def upstream() -> Callable[[Iterable[Resource], Resource], set[str]]:
    """Return the URNs that a resource waits for: its dependencies, its parents, and all of theirs."""

    def reached(resources: Iterable[Resource], start: Resource) -> set[str]:
        known = {resource.urn: resource for resource in resources}
        found: set[str] = set()
        waiting = [start.urn]
        while waiting:
            resource = known.get(waiting.pop())
            edges = [*resource.dependencies, resource.parent] if resource else []
            fresh = [urn for urn in edges if urn and urn not in found]
            found.update(fresh)
            waiting += fresh
        return found

    return reached
